"""The streams that a decision reads besides the one of its request: account, rules, other cases. Pure."""

from collections.abc import Iterable
from uuid import UUID

from service.domain.account.decisions.agreements.disputes import OpenDispute
from service.domain.account.decisions.assets import ChangeAsset, RegisterAsset, RetireAsset
from service.domain.account.decisions.needs.needs import RaiseNeed
from service.domain.account.decisions.needs.opportunities import PassOpportunity
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.links import LinkCase, MergeCase, SplitCase
from service.domain.case.state import Case
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import EMPTY, Rulebook
from service.eventstore.memory.streams import Known
from service.eventstore.request import Request

_FOUND_IN = (RaiseNeed, PassOpportunity, OpenDispute, RegisterAsset, ChangeAsset, RetireAsset)
"""Commands on accounts that may name a case of theirs."""


def accounts(requests: Iterable[Request]) -> set[UUID]:
    """Return the accounts that cases are received for."""
    return {account_id for request in requests if (account_id := account_of(request))}


def account_of(request: Request) -> UUID | None:
    """Return the account that a case is received for: a request can receive only one."""
    for command in request.commands:
        if isinstance(command, ReceiveCase):
            return command.account_id
    return None


def others_named(request: Request) -> set[UUID]:
    """Return the other cases that a request names. One that names its own stream is refused as it is."""
    named: set[UUID] = set()
    for command in request.commands:
        if isinstance(command, LinkCase):
            named.add(command.other_case_id)
        elif isinstance(command, MergeCase | SplitCase):
            named.add(command.into_case_id)
        elif isinstance(command, ReceiveCase) and command.split_from is not None:
            named.add(command.split_from)
        elif isinstance(command, _FOUND_IN) and command.case_id is not None:
            named.add(command.case_id)
    return named - {request.stream_id}


def account_behind(request: Request, known: Known) -> UUID | None:
    """Return the account of the case that a request is about."""
    state = known[request.stream_id].state
    return state.account_id if isinstance(state, Case) else account_of(request)


def rules(known: Known) -> Rulebook:
    """Return the rules as they are known."""
    state = known[RULEBOOK_ID].state
    return state if isinstance(state, Rulebook) else EMPTY


def accounts_of_cases(known: Known) -> set[UUID]:
    """Return the accounts of the cases among the streams."""
    return {
        loaded.state.account_id
        for loaded in known.values()
        if isinstance(loaded.state, Case) and loaded.state.account_id
    }
