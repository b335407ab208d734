"""The rules that commands of many themes obey, and the refusals that they raise."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.case.context import DecisionContext
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Decision, refuses_with
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.timeline.tolerance import CLOCK_TOLERANCE

CaseDecision = Decision[Case, DecisionContext]
CaseRule = Callable[[Case, Command, DecisionContext], None]


NAMES_A_CONTACT = {"contact_id", "to_contact_id"}
"""Fields of commands on a case that name a contact of its account."""


class CaseNotFoundError(Refusal):
    """No case has this id."""


class OccurredBeforeReceiptError(Refusal, field="occurred_at"):
    """Nothing can happen on a case before its receipt."""


class CaseAlreadyResolvedError(Refusal):
    """The case is resolved; it must be reopened before work goes on."""


class CaseAlreadyClosedError(Refusal):
    """The case is closed; it must be reopened before work goes on."""


class CaseNotResolvedError(Refusal):
    """The case is not resolved yet."""


class CycleNotResolvedError(Refusal, field="cycle"):
    """A rating needs a resolution in the given cycle."""


class DueBeforePromisedError(Refusal, field="due_at"):
    """The due time must be later than the promise or request."""


class EtaBeforeToldError(Refusal, field="eta_at"):
    """The expected time must be later than the message that states it."""


class HasDueAt(Protocol):
    """A command with an instant by which something is due."""

    @property
    def due_at(self) -> datetime | None: ...

    def happened_at(self, now: datetime) -> datetime: ...


class HasEta(Protocol):
    """A command that says by when something is expected to be done; null: it does not."""

    @property
    def eta_at(self) -> datetime | None: ...

    def happened_at(self, now: datetime) -> datetime: ...


class HasCycle(Protocol):
    """A command about a resolution; null: the last one."""

    @property
    def cycle(self) -> int | None: ...


@refuses_with(CaseNotFoundError)
def must_exist(case: Case, _: Command, __: DecisionContext) -> None:
    if case.status == "absent":
        raise CaseNotFoundError


@refuses_with(OccurredInFutureError)
def must_not_lie_in_the_future(_: Case, command: Command, context: DecisionContext) -> None:
    if command.happened_at(context.now) > context.now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=context.now)


@refuses_with(OccurredBeforeReceiptError)
def must_not_precede_receipt(case: Case, command: Command, _: DecisionContext) -> None:
    occurred_at, received_at = command.occurred_at, case.received_at
    if occurred_at is not None and received_at is not None and occurred_at < received_at:
        raise OccurredBeforeReceiptError(occurred_at=occurred_at, received_at=received_at)


@refuses_with(CaseAlreadyResolvedError)
def must_not_be_resolved(case: Case, _: Command, __: DecisionContext) -> None:
    if case.status == "resolved":
        raise CaseAlreadyResolvedError(resolved_at=case.resolved_at)


@refuses_with(CaseAlreadyClosedError)
def must_not_be_closed(case: Case, _: Command, __: DecisionContext) -> None:
    if case.status == "closed":
        raise CaseAlreadyClosedError


@refuses_with(CaseNotResolvedError)
def must_be_resolved(case: Case, _: Command, __: DecisionContext) -> None:
    if case.cycle not in case.resolved_cycles:
        raise CaseNotResolvedError


@refuses_with(CycleNotResolvedError)
def rated_cycle_must_be_resolved(case: Case, command: HasCycle, __: DecisionContext) -> None:
    cycle = command.cycle or max(case.resolved_cycles, default=1)
    if cycle not in case.resolved_cycles:
        raise CycleNotResolvedError(cycle=cycle)


@refuses_with(DueBeforePromisedError)
def must_be_due_later(_: Case, command: HasDueAt, context: DecisionContext) -> None:
    promised_at = command.happened_at(context.now)
    if command.due_at is not None and command.due_at <= promised_at:
        raise DueBeforePromisedError(due_at=command.due_at, promised_at=promised_at)


@refuses_with(EtaBeforeToldError)
def eta_must_lie_ahead(_: Case, command: HasEta, context: DecisionContext) -> None:
    told_at = command.happened_at(context.now)
    if command.eta_at is not None and command.eta_at <= told_at:
        raise EtaBeforeToldError(eta_at=command.eta_at, told_at=told_at)


@refuses_with(ContactNotFoundError)
def contact_must_be_of_the_account(_: Case, command: Command, context: DecisionContext) -> None:
    for field in NAMES_A_CONTACT & command.model_fields_set:
        contact_id = getattr(command, field)
        known = context.account.contact_ids if context.account else ()
        if contact_id is not None and contact_id not in known:
            raise ContactNotFoundError(field=field, contact_id=contact_id)


DATED: tuple[CaseRule, ...] = (must_exist, must_not_lie_in_the_future, must_not_precede_receipt)
"""What every command obeys that speaks of a case on the record."""
NOT_CLOSED: tuple[CaseRule, ...] = (*DATED, must_not_be_closed)
WORKED_ON: tuple[CaseRule, ...] = (*DATED, must_not_be_resolved, must_not_be_closed)
