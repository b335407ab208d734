"""Which command stands behind which path. Body, documentation and refusals of a route follow from here."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from service.api.access import Permission
from service.domain import clock_rules
from service.domain.account import commands as account
from service.domain.account import rules as account_rules
from service.domain.aggregate import AnyCommand
from service.domain.case import commands as case
from service.domain.case import rules as case_rules
from service.domain.clocks import commands as clocks
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError
from service.domain.rulebook import commands as rulebook
from service.domain.rulebook import rules as rulebook_rules
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import CloseReason


@dataclass(frozen=True, kw_only=True)
class CommandRoute:
    """POST on `path` carries out `command`: on the stream in the path, on `stream_id`, or on a new one."""

    command: type[AnyCommand]
    path: str
    permission: Permission = Permission.RECORD
    stream_id: UUID | None = None
    """The one stream of the command, where there is only one of its kind."""

    @cached_property
    def stream_parameter(self) -> str | None:
        """The path parameter that names the stream; None where there is none to name."""
        found = re.search(r"{(\w+)}", self.path)
        return found[1] if found else None

    @property
    def opens(self) -> bool:
        """Whether the command opens a new stream."""
        return self.stream_parameter is None and self.stream_id is None

    @property
    def resource(self) -> str:
        """Such as `accounts` or `cases`."""
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


def _on_account(
    command: type[AnyCommand], last: str, permission: Permission = Permission.RECORD
) -> CommandRoute:
    return CommandRoute(command=command, path=f"/v1/accounts/{{account_id}}/{last}", permission=permission)


def _on_case(
    command: type[AnyCommand], last: str, permission: Permission = Permission.RECORD
) -> CommandRoute:
    return CommandRoute(command=command, path=f"/v1/cases/{{case_id}}/{last}", permission=permission)


def _rule(command: type[AnyCommand], path: str) -> CommandRoute:
    return CommandRoute(command=command, path=path, permission=Permission.GOVERN, stream_id=RULEBOOK_ID)


COMMAND_ROUTES: tuple[CommandRoute, ...] = (
    CommandRoute(command=account.OpenAccount, path="/v1/accounts"),
    _on_account(account.AddContact, "contacts"),
    _on_account(account.OptOutOfSurveys, "opt-out-of-surveys"),
    _on_account(account.OptInToSurveys, "opt-in-to-surveys"),
    _on_account(account.AssignSegment, "segment"),
    _on_account(account.AssignAccountOwner, "owner"),
    _on_account(account.SignAgreement, "sign-agreement"),
    _on_account(account.AmendAgreement, "amend-agreement"),
    _on_account(account.EndAgreement, "end-agreement"),
    _on_account(account.RecordFirstContact, "first-contact"),
    _on_account(account.SetRoutine, "routine"),
    _on_account(account.RecordBillCheck, "bill-check"),
    _on_account(account.RecordVisit, "visit"),
    _on_account(account.RecordNewsSent, "news"),
    _on_account(account.RecordAccountSurvey, "survey"),
    _on_account(account.RecordProblemReport, "problem-report"),
    _on_account(account.CloseAccount, "close"),
    _on_account(clocks.WaiveAccountClock, "waive-clock", Permission.WAIVE),
    CommandRoute(command=case.ReceiveCase, path="/v1/cases"),
    _on_case(case.ClassifyCase, "classify"),
    _on_case(case.ClassifyByRules, "classify-by-rules"),
    _on_case(case.AskClarification, "clarification"),
    _on_case(case.ConfirmUnderstanding, "understanding"),
    _on_case(case.RecordNeed, "need"),
    _on_case(case.RecordPreSaleNeed, "pre-sale-need"),
    _on_case(case.RecordOrderStatus, "order-status"),
    _on_case(case.AssignOwner, "assign"),
    _on_case(case.AcknowledgeReceipt, "acknowledge"),
    _on_case(case.SendReply, "reply"),
    _on_case(case.HandOverCase, "hand-over"),
    _on_case(case.StartWaiting, "wait"),
    _on_case(case.EndWaiting, "resume"),
    _on_case(case.EscalateCase, "escalate"),
    _on_case(case.DeescalateCase, "de-escalate"),
    _on_case(case.ChooseHandlingMode, "handling-mode"),
    _on_case(case.ArrangeDispatch, "dispatches"),
    _on_case(case.RecordDispatchOutcome, "dispatches/outcome"),
    _on_case(case.AssignResources, "resources"),
    _on_case(case.ResolveCase, "resolve"),
    _on_case(case.ConfirmResolution, "confirm"),
    _on_case(case.ReopenCase, "reopen"),
    _on_case(case.RateSatisfaction, "rate"),
    _on_case(case.PlanRevisit, "revisits"),
    _on_case(case.CancelRevisit, "revisits/cancel"),
    _on_case(case.RevisitCase, "revisit"),
    _on_case(case.ReviewCase, "review"),
    _on_case(case.AgreeImprovement, "improvements"),
    _on_case(case.CompleteImprovement, "improvements/complete"),
    _on_case(case.CloseCase, "close"),
    _on_case(case.AddNote, "note"),
    _on_case(case.RecordSourceUpdate, "source-update", Permission.TAKE_OVER),
    _on_case(case.RecordCustomerMessage, "customer-message"),
    _on_case(case.ShareProgress, "progress"),
    _on_case(case.TellResult, "result"),
    _on_case(case.ProposePlan, "plan"),
    _on_case(case.InformCounterpart, "counterpart"),
    _on_case(case.ActivateContingencyPlan, "contingency-plan"),
    _on_case(case.OpenGreenChannel, "green-channel"),
    _on_case(case.FlagEscalationRisk, "escalation-risk"),
    _on_case(case.ClearEscalationRisk, "escalation-risk/clear"),
    _on_case(case.MakeCommitment, "commitments"),
    _on_case(case.RenegotiateCommitment, "commitments/renegotiate"),
    _on_case(case.KeepCommitment, "commitments/keep"),
    _on_case(case.BreakCommitment, "commitments/break"),
    _on_case(case.RequestCollaboration, "collaborations"),
    _on_case(case.AcceptCollaboration, "collaborations/accept"),
    _on_case(case.AnswerCollaboration, "collaborations/answer"),
    _on_case(case.CompleteCollaboration, "collaborations/complete"),
    _on_case(case.DeclineCollaboration, "collaborations/decline"),
    _on_case(case.ConfirmDelivery, "delivery"),
    _on_case(case.SendSurvey, "survey"),
    _on_case(case.AnswerSurvey, "answer-survey"),
    _on_case(case.DeclineSurvey, "decline-survey"),
    _on_case(case.ForgoSurvey, "forgo-survey"),
    _on_case(case.MergeCase, "merge"),
    _on_case(case.UnmergeCase, "unmerge"),
    _on_case(case.OpenQuestion, "questions"),
    _on_case(case.AnswerQuestion, "questions/answer"),
    _on_case(case.LinkCase, "link"),
    _on_case(case.UnlinkCase, "unlink"),
    _on_case(case.SplitCase, "split"),
    _on_case(case.SootheCustomer, "soothe"),
    _on_case(case.ReconstructScene, "scene"),
    _on_case(case.DetermineLiability, "liability"),
    _on_case(case.IdentifyCause, "cause"),
    _on_case(case.RecordImpact, "impact"),
    _on_case(case.ProposeRemedy, "remedies"),
    _on_case(case.ApproveRemedy, "remedies/approve"),
    _on_case(case.RejectRemedy, "remedies/reject"),
    _on_case(case.GrantRemedy, "remedies/grant"),
    _on_case(case.RequestException, "exceptions"),
    _on_case(case.DecideException, "exceptions/decide"),
    _on_case(clocks.WaiveClock, "waive-clock", Permission.WAIVE),
    _rule(rulebook.PublishPolicy, "/v1/policies"),
    _rule(rulebook.PublishCalendar, "/v1/calendars"),
    _rule(rulebook.SetRoster, "/v1/rosters"),
    _rule(rulebook.PublishGuideline, "/v1/guidelines"),
)

_RULE_MODULES: tuple[Any, ...] = (account_rules, case_rules, rulebook_rules, clock_rules)

COMMAND_ROUTE_OF: dict[str, CommandRoute] = {route.command.__name__: route for route in COMMAND_ROUTES}
"""By the command's name, as a batch names it."""


def permission_besides(command: AnyCommand) -> Permission | None:
    """Return what a command needs besides its route's permission, by what it says.

    `source_closed` passes every condition of closing, so only who speaks for another system may say it.
    """
    says_so = isinstance(command, case.CloseCase) and command.reason is CloseReason.SOURCE_CLOSED
    return Permission.TAKE_OVER if says_so else None


def _rules(command: Any) -> tuple[Any, ...]:
    tables: tuple[Any, ...] = tuple(module.RULES for module in _RULE_MODULES)
    return tuple(rule for table in tables for rule in table.get(command, ()))


def _refusals(rule: Any) -> tuple[type[Refusal], ...]:
    tables: tuple[Any, ...] = tuple(module.REFUSALS for module in _RULE_MODULES)
    named = next(table[rule] for table in tables if rule in table)
    return named if isinstance(named, tuple) else (named,)
