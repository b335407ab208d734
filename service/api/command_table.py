"""Which command stands behind which path. Body, documentation and refusals of a route follow from here."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from service.api.access import Permission
from service.domain.account import commands as account
from service.domain.account import rules as account_rules
from service.domain.aggregate import AnyCommand
from service.domain.case import commands as case
from service.domain.case import rules as case_rules
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError


@dataclass(frozen=True, kw_only=True)
class CommandRoute:
    """POST on `path` carries out `command`. A path without a parameter opens a new stream."""

    command: type[AnyCommand]
    path: str
    permission: Permission = Permission.RECORD

    @cached_property
    def stream_parameter(self) -> str | None:
        """The path parameter that names the stream; None where the command opens one."""
        found = re.search(r"{(\w+)}", self.path)
        return found[1] if found else None

    @property
    def resource(self) -> str:
        """`accounts` or `cases`."""
        return self.path.split("/")[2]

    def path_of(self, stream_id: UUID) -> str:
        """Return the path of this command on a case or account; of an opening, its own path."""
        name = self.stream_parameter
        return self.path if name is None else self.path.replace(f"{{{name}}}", str(stream_id))

    @property
    def operation_id(self) -> str:
        """The command's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.command.__name__).lower()

    @property
    def refusals(self) -> tuple[type[Refusal], ...]:
        """Every refusal that its rules can give."""
        found = [refusal for rule in _rules(self.command) for refusal in _refusals(rule)]
        return tuple(dict.fromkeys((*found, StreamChangedError, CommandIdReusedError)))


def _on_account(command: type[AnyCommand], last: str) -> CommandRoute:
    return CommandRoute(command=command, path=f"/v1/accounts/{{account_id}}/{last}")


def _on_case(
    command: type[AnyCommand], last: str, permission: Permission = Permission.RECORD
) -> CommandRoute:
    return CommandRoute(command=command, path=f"/v1/cases/{{case_id}}/{last}", permission=permission)


COMMAND_ROUTES: tuple[CommandRoute, ...] = (
    CommandRoute(command=account.OpenAccount, path="/v1/accounts"),
    _on_account(account.AddContact, "contacts"),
    _on_account(account.AssignSegment, "segment"),
    _on_account(account.AssignAccountOwner, "owner"),
    CommandRoute(command=case.ReceiveCase, path="/v1/cases"),
    _on_case(case.ClassifyCase, "classify"),
    _on_case(case.AssignOwner, "assign"),
    _on_case(case.AcknowledgeReceipt, "acknowledge"),
    _on_case(case.SendReply, "reply"),
    _on_case(case.HandOverCase, "hand-over"),
    _on_case(case.StartWaiting, "wait"),
    _on_case(case.EndWaiting, "resume"),
    _on_case(case.EscalateCase, "escalate"),
    _on_case(case.ResolveCase, "resolve"),
    _on_case(case.ConfirmResolution, "confirm"),
    _on_case(case.ReopenCase, "reopen"),
    _on_case(case.RateSatisfaction, "rate"),
    _on_case(case.RevisitCase, "revisit"),
    _on_case(case.CloseCase, "close"),
    _on_case(case.AddNote, "note"),
    _on_case(case.RecordSourceUpdate, "source-update", Permission.TAKE_OVER),
)

COMMAND_ROUTE_OF: dict[str, CommandRoute] = {route.command.__name__: route for route in COMMAND_ROUTES}
"""By the command's name, as a batch names it."""


def _rules(command: Any) -> tuple[Any, ...]:
    tables: tuple[Any, ...] = (account_rules.RULES, case_rules.RULES)
    return tuple(rule for table in tables for rule in table.get(command, ()))


def _refusals(rule: Any) -> tuple[type[Refusal], ...]:
    named = account_rules.REFUSALS.get(rule) or case_rules.REFUSALS[rule]
    return named if isinstance(named, tuple) else (named,)
