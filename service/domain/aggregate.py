"""Both kinds of stream behind one pair of functions: what follows from a wish, what changes by a fact."""

from typing import get_args

from pydantic import BaseModel

from service.domain.account.commands import AccountCommand, OpenAccount
from service.domain.account.decide import decide as decide_account
from service.domain.account.events import (
    ACCOUNT_EVENTS,
    AccountEvent,
    AccountOpened,
    AccountOwnerAssigned,
    ContactAdded,
    SegmentAssigned,
)
from service.domain.account.evolve import evolve as evolve_account
from service.domain.account.rules import AccountAlreadyOpenedError
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.case.commands import CaseCommand, ReceiveCase
from service.domain.case.decide import decide as decide_case
from service.domain.case.events import CASE_EVENTS, CaseEvent
from service.domain.case.evolve import evolve as evolve_case
from service.domain.case.refusals import CaseAlreadyReceivedError
from service.domain.case.rules import Circumstances
from service.domain.case.state import ABSENT, Case
from service.domain.event import Event

AnyCommand = AccountCommand | CaseCommand
AnyEvent = AccountEvent | CaseEvent
Aggregate = CustomerAccount | Case

FOLD_VERSION = 1
"""Grows with each change of what `evolve` makes of the events, so that no older snapshot is read."""

EVENTS: dict[str, type[Event]] = {kind.STORED_NAME: kind for kind in (*ACCOUNT_EVENTS, *CASE_EVENTS)}
COMMANDS: dict[str, type[BaseModel]] = {
    kind.__name__: kind for kind in (*get_args(AccountCommand), *get_args(CaseCommand))
}


def decide(state: Aggregate | None, command: AnyCommand, around: Circumstances) -> tuple[AnyEvent, ...]:
    """Return the facts that follow from a command on a stream folded to `state` (None: nothing there).

    A stream of the other kind counts as nothing there, but its id is taken.
    Raises a `Refusal` when a rule forbids the command.
    """
    if isinstance(command, ReceiveCase) and isinstance(state, CustomerAccount):
        raise CaseAlreadyReceivedError
    if isinstance(command, OpenAccount) and isinstance(state, Case):
        raise AccountAlreadyOpenedError(code=command.code)
    if isinstance(command, AccountCommand):
        account = state if isinstance(state, CustomerAccount) else UNOPENED
        return decide_account(account, command, around.now)
    case = state if isinstance(state, Case) else ABSENT
    return decide_case(case, command, around)


def evolve(state: Aggregate | None, event: AnyEvent) -> Aggregate:
    """Return the aggregate after the fact; `state` is None before the first."""
    match event:
        case AccountOpened() | ContactAdded() | SegmentAssigned() | AccountOwnerAssigned():
            return evolve_account(state if isinstance(state, CustomerAccount) else UNOPENED, event)
        case _:
            return evolve_case(state if isinstance(state, Case) else ABSENT, event)
