"""What an amendment of an agreement, or its end, changes for the obligations that are still open."""

from datetime import datetime
from typing import Protocol

from service.domain.account.context import AccountContext
from service.domain.account.record.agreements.obligations import ObligationDropped, ObligationMoved
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Data
from service.domain.decision import Events, refuses_with
from service.domain.event import Instant
from service.domain.refusal import Refusal
from service.domain.text import Code


class ObligationMove(Data):
    """Another due time of an obligation."""

    obligation_id: Code
    """Number of the clause."""
    due_at: Instant
    """New due time (UTC)."""


class ChangesObligations(Protocol):
    """An amendment, with what it changes for obligations."""

    @property
    def agreement_id(self) -> str: ...

    @property
    def moves(self) -> tuple[ObligationMove, ...]: ...

    @property
    def drops(self) -> tuple[str, ...]: ...

    def happened_at(self, now: datetime) -> datetime: ...


class ObligationNotFoundError(Refusal, field="obligation_id"):
    """The agreement has no obligation with this number."""


class ObligationSettledError(Refusal, field="obligation_id"):
    """Nothing changes for an obligation that was fulfilled or dropped."""


class ObligationOverdueError(Refusal, field="moves"):
    """An obligation that is overdue stays broken: no amendment gives it another due time."""


class ObligationDueInPastError(Refusal, field="due_at"):
    """An obligation is due after it is agreed or moved."""


class ObligationOutlivesAgreementError(Refusal, field="due_at"):
    """An obligation is due while its agreement applies."""


@refuses_with(ObligationNotFoundError, ObligationSettledError)
def changed_obligations_must_be_open(
    account: CustomerAccount, command: ChangesObligations, _: AccountContext
) -> None:
    """What was dropped already can be dropped again: that is a repeat."""
    for field, named in (("moves", [move.obligation_id for move in command.moves]), ("drops", command.drops)):
        for obligation_id in named:
            known = account.obligation(obligation_id)
            if known is None or known.agreement_id != command.agreement_id:
                raise ObligationNotFoundError(field=field, obligation_id=obligation_id)
            is_repeat = field == "drops" and known.dropped_at is not None
            if not known.is_open and not is_repeat:
                raise ObligationSettledError(field=field, obligation_id=obligation_id)


@refuses_with(ObligationOverdueError, ObligationDueInPastError, ObligationOutlivesAgreementError)
def moved_obligations_must_not_be_overdue(
    account: CustomerAccount, command: ChangesObligations, context: AccountContext
) -> None:
    at = command.happened_at(context.now)
    for move in command.moves:
        known = account.obligation(move.obligation_id)
        if known is None or known.due_at == move.due_at:
            continue
        if known.due_at < at:
            raise ObligationOverdueError(obligation_id=move.obligation_id, due_at=known.due_at)
        must_be_due_within(account, command.agreement_id, move.due_at, at, field="moves")


def must_be_due_within(
    account: CustomerAccount, agreement_id: str, due_at: datetime, at: datetime, *, field: str = "due_at"
) -> None:
    """Raise where a due time lies before an instant, or after the end of the agreement."""
    if due_at <= at:
        raise ObligationDueInPastError(field=field, due_at=due_at, agreed_at=at)
    known = account.agreement(agreement_id)
    if known is not None and known.ends_at is not None and due_at > known.ends_at:
        raise ObligationOutlivesAgreementError(field=field, due_at=due_at, ends_at=known.ends_at)


def changes_of(account: CustomerAccount, command: ChangesObligations, version: int, at: datetime) -> Events:
    """Return what an amendment changes; nothing of what is so already."""
    moved = tuple(
        ObligationMoved(occurred_at=at, obligation_id=move.obligation_id, version=version, due_at=move.due_at)
        for move in command.moves
        if (known := account.obligation(move.obligation_id)) is not None and known.due_at != move.due_at
    )
    dropped = tuple(
        ObligationDropped(occurred_at=at, obligation_id=obligation_id, version=version)
        for obligation_id in command.drops
        if (known := account.obligation(obligation_id)) is not None and known.is_open
    )
    return (*moved, *dropped)


def ended_with(account: CustomerAccount, agreement_id: str, ends_at: datetime, at: datetime) -> Events:
    """Return that what is due after the end of an agreement is owed no more."""
    owed = account.owed_after(agreement_id, ends_at)
    return tuple(ObligationDropped(occurred_at=at, obligation_id=one.obligation_id) for one in owed)
