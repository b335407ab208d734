"""Escalations, up the ladder or across, and the risk of one."""

from datetime import datetime

from service.domain.case.approvals import (
    RungNotHeldError,
    is_staffed,
    refuse_person_below_rung,
    refuse_rung_not_held,
)
from service.domain.case.context import DecisionContext
from service.domain.case.record import escalations as record
from service.domain.case.record.escalations import LADDER
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.personal import FreeText
from service.domain.refusal import PersonNotNamedError, Refusal
from service.domain.staff_id import Sender, one_form
from service.domain.text import Code
from service.domain.vocabulary import Degree, EscalationKind, EscalationLevel


class EscalateCase(Command, example={"level": "manager", "reason": "The second failure this week"}):
    """Escalate the case to a higher level or to another specialism."""

    kind: EscalationKind = EscalationKind.HIERARCHICAL
    level: EscalationLevel
    """Escalation level to reach."""
    escalated_to: Code | None = None
    reason: FreeText


class DeescalateCase(Command, example={"reason": "The spare part is here"}):
    """Take back an escalation: all levels above the given one are left."""

    kind: EscalationKind = EscalationKind.HIERARCHICAL
    level: EscalationLevel | None = None
    """Highest escalation level that remains. If omitted, none remains."""
    reason: FreeText


class TakeEscalation(Command, example={"level": "manager"}):
    """Record that somebody takes an escalation: all calls of the level until then are answered."""

    level: EscalationLevel
    taken_by: Sender = None


class FlagEscalationRisk(Command, example={"reason": "Speaks of going to a newspaper"}):
    """Flag the risk that the customer takes the matter further: to a superior, to the public, to court."""

    degree: Degree
    reason: FreeText


class ClearEscalationRisk(Command, example={"reason": "The manager called and apologised"}):
    """Clear the escalation risk."""

    reason: FreeText


class EscalatedToSamePersonError(Refusal, field="escalated_to"):
    """A case is escalated to somebody who does not have it already (专员→主管→经理→总监, REQUIREMENTS 90)."""


@refuses_with(EscalatedToSamePersonError)
def somebody_else_must_be_called(case: Case, command: EscalateCase, _: DecisionContext) -> None:
    if record.has_it_already(case, command.kind, command.level, command.escalated_to):
        raise EscalatedToSamePersonError(staff_id=command.escalated_to)


@refuses_with(RungNotHeldError)
def rung_must_be_held(_: Case, command: EscalateCase, context: DecisionContext) -> None:
    """A person whom the staff guideline names on a lower rung is no higher level."""
    if command.escalated_to is not None:
        at = command.happened_at(context.now)
        refuse_person_below_rung(command.escalated_to, command.level, context, at)


@refuses_with(RungNotHeldError)
def call_must_be_taken_on_its_rung(case: Case, command: TakeEscalation, context: DecisionContext) -> None:
    """Who takes a call stands on the rung that was called, once the house has said who stands where.

    Until then anybody is believed but the owner, who had the case already when somebody higher was called.
    """
    taken_by = command.taken_by or ""
    is_owner = case.owner is not None and one_form(case.owner) == one_form(taken_by)
    calls_the_owner = command.level is LADDER[0]
    instants = (command.happened_at(context.now), context.now)
    if any(is_staffed(context, at) for at in instants) or (is_owner and not calls_the_owner):
        refuse_rung_not_held(command.taken_by, command, context)


@refuses_with(PersonNotNamedError)
def person_must_take_the_call(_: Case, __: TakeEscalation, context: DecisionContext) -> None:
    """No key takes a call by itself: whoever holds it would take each call of each rung."""
    if context.teller is not None and context.teller.staff_id is None:
        raise PersonNotNamedError


class LevelNotCalledError(Refusal, field="level"):
    """Only a call can be taken: of a person, or of a promise."""


@refuses_with(LevelNotCalledError)
def level_must_be_called(case: Case, command: TakeEscalation, _: DecisionContext) -> None:
    level = command.level
    if level in case.called or any(
        level is each for clock in case.clocks.clocks for _, each in clock.escalated
    ):
        return
    if case.clocks.settled_until_at is not None:
        raise HistoryNeededError(f"level {level} may have been called by a clock that is no longer kept")
    raise LevelNotCalledError(level=level)


def take_escalation(case: Case, command: TakeEscalation, _: DecisionContext, at: datetime) -> Events:
    of_promise = None if command.level in case.called else True
    return (record.EscalationTaken(occurred_at=at, of_promise=of_promise, **fields_of(command)),)


def is_escalated(case: Case, command: EscalateCase, _: datetime) -> bool:
    return (command.kind, command.level, command.escalated_to) in case.escalations


def is_no_higher(case: Case, command: DeescalateCase, _: datetime) -> bool:
    return not record.above(case.escalations, command.kind, command.level)


def is_flagged(case: Case, command: FlagEscalationRisk, _: datetime) -> bool:
    return case.escalation_risk is command.degree


def is_clear(case: Case, _: ClearEscalationRisk, __: datetime) -> bool:
    return case.escalation_risk is None


DECISIONS = (
    decides(
        EscalateCase,
        records(record.CaseEscalated, unless=is_escalated),
        *NOT_CLOSED,
        somebody_else_must_be_called,
        rung_must_be_held,
    ),
    decides(DeescalateCase, records(record.CaseDeescalated, unless=is_no_higher), *NOT_CLOSED, ends=True),
    decides(
        TakeEscalation,
        take_escalation,
        *DATED,
        level_must_be_called,
        person_must_take_the_call,
        call_must_be_taken_on_its_rung,
    ),
    decides(FlagEscalationRisk, records(record.EscalationRiskFlagged, unless=is_flagged), *NOT_CLOSED),
    decides(ClearEscalationRisk, records(record.EscalationRiskCleared, unless=is_clear), *DATED, ends=True),
)
