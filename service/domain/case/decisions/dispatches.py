"""How a case is handled, who is sent to the customer, and with what."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.case.context import DecisionContext
from service.domain.case.record import dispatches as record
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.standards import NeedsNotMetError, missing, refuse_missing, standard
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import StaffId
from service.domain.text import Code
from service.domain.vocabulary import FieldWork, HandlingMode, Need

_MOST_NAMES = 100


class ChooseHandlingMode(Command, example={"mode": "remote", "reason": "The controller can be reached"}):
    """Choose how the case is handled: by phone, by remote access or on site."""

    mode: HandlingMode
    reason: FreeText | None = None


class ArrangeDispatch(Command, example={"engineer": "gao.f", "task": "Change the bearing of line 3"}):
    """Send an engineer to the customer, alone or with a crew."""

    dispatch_id: UUID
    """Id of the new dispatch, chosen by the sender."""
    engineer: StaffId
    crew: tuple[StaffId, ...] = Field(default=(), max_length=_MOST_NAMES)
    """Staff ids of those who accompany the engineer, such as fitters."""
    work: FieldWork = FieldWork.REPAIR
    planned_at: Instant
    place: FreeText | None = None
    task: FreeText


class RecordDispatchOutcome(Command, example={"solved": True, "outcome": "Bearing changed, line 3 runs"}):
    """Record the outcome of a dispatch, and whether an engineer must follow up."""

    dispatch_id: UUID
    solved: bool
    """Whether the matter was solved on site."""
    outcome: FreeText
    """Work done and findings, in free text."""
    needs_follow_up: bool | None = None
    """Whether an engineer must follow up. If omitted, true exactly if it was not solved."""
    follow_up_by: StaffId | None = None
    """Staff id of the engineer who follows up. Omit if not known."""
    arrived_at: Instant | None = None
    """Time of arrival at the customer (UTC). Without it nobody is known to have been there."""

    @model_validator(mode="after")
    def _follows_up_what_is_needed(self) -> Self:
        if self.follow_up_by is not None and not self.is_followed_up:
            raise invalid("no_follow_up", field="follow_up_by", other="needs_follow_up")
        return self

    @property
    def is_followed_up(self) -> bool:
        """Whether an engineer must follow it up."""
        return not self.solved if self.needs_follow_up is None else self.needs_follow_up


class AssignResources(
    Command, example={"people": ["gao.f"], "materials": ["SKF-7014"], "reason": "A line stands still"}
):
    """Assign people, material and technology to the case, in place of the previous ones."""

    people: tuple[StaffId, ...] = Field(default=(), max_length=_MOST_NAMES)
    materials: tuple[Code, ...] = Field(default=(), max_length=_MOST_NAMES)
    """Part and goods numbers."""
    technology: tuple[Code, ...] = Field(default=(), max_length=_MOST_NAMES)
    """Names of tools, test benches, remote access and the like."""
    reason: FreeText
    """Reason for the choice: urgency, complexity."""

    @model_validator(mode="after")
    def _assigns_something(self) -> Self:
        if not (self.people or self.materials or self.technology):
            raise invalid("nobody_named", field="people", others="materials, technology")
        return self


class DispatchUnknownError(Refusal, field="dispatch_id"):
    """The case has no dispatch with this id."""


class DispatchAlreadyArrangedError(Refusal, field="dispatch_id"):
    """A dispatch with this id was already arranged, with another engineer, time or work."""


class DispatchAlreadyEndedError(Refusal, field="dispatch_id"):
    """The dispatch has already ended with another outcome, or another time of arrival."""


class ArrivedOutOfOrderError(Refusal, field="arrived_at"):
    """Who is sent arrives after the receipt of the case, and before the outcome (REQUIREMENTS 98, 108)."""


class PlannedBeforeReceiptError(Refusal, field="planned_at"):
    """Nobody can be sent to a customer about a case before its receipt."""


@refuses_with(PlannedBeforeReceiptError)
def must_be_planned_after_receipt(case: Case, command: ArrangeDispatch, _: DecisionContext) -> None:
    """It may be told when it is over, so the time of the command is no bound."""
    if case.received_at is not None and command.planned_at < case.received_at:
        raise PlannedBeforeReceiptError(planned_at=command.planned_at, received_at=case.received_at)


@refuses_with(DispatchAlreadyArrangedError)
def dispatch_must_be_new(case: Case, command: ArrangeDispatch, _: DecisionContext) -> None:
    """The id is free, or the same was arranged: that is a repeat."""
    known = case.dispatch(command.dispatch_id)
    wanted = (command.engineer, command.crew, command.work, command.planned_at)
    if known and (known.engineer, known.crew, known.work, known.planned_at) != wanted:
        raise DispatchAlreadyArrangedError(
            dispatch_id=known.dispatch_id, engineer=known.engineer, planned_at=known.planned_at
        )


@refuses_with(DispatchUnknownError)
def dispatch_must_be_known(case: Case, command: RecordDispatchOutcome, _: DecisionContext) -> None:
    if case.dispatch(command.dispatch_id) is None:
        raise DispatchUnknownError(dispatch_id=command.dispatch_id)


@refuses_with(DispatchAlreadyEndedError)
def dispatch_must_not_have_ended_otherwise(
    case: Case, command: RecordDispatchOutcome, _: DecisionContext
) -> None:
    """It is under way, or has ended in the same way: that is a repeat."""
    known = case.dispatch(command.dispatch_id)
    told = (command.solved, command.is_followed_up, command.follow_up_by, command.arrived_at)
    if known and known.ended_at and known.outcome != told:
        raise DispatchAlreadyEndedError(dispatch_id=known.dispatch_id, ended_at=known.ended_at)


@refuses_with(ArrivedOutOfOrderError)
def arrival_must_precede_the_outcome(
    case: Case, command: RecordDispatchOutcome, context: DecisionContext
) -> None:
    arrived_at, ended_at = command.arrived_at, command.happened_at(context.now)
    if arrived_at is None or case.received_at is None:
        return
    if not case.received_at <= arrived_at <= ended_at:
        raise ArrivedOutOfOrderError(
            arrived_at=arrived_at, received_at=case.received_at, occurred_at=ended_at
        )


def _told_with(command: RecordDispatchOutcome) -> frozenset[Need]:
    return frozenset() if command.arrived_at is None else frozenset({Need.ARRIVAL})


@refuses_with(NeedsNotMetError)
def outcome_needs_be_met(case: Case, command: RecordDispatchOutcome, context: DecisionContext) -> None:
    known = case.dispatch(command.dispatch_id)
    if known is not None and known.ended_at is None:
        rules = standard(case, command, context).with_dispatch_outcome
        refuse_missing(case, rules, _told_with(command))


def is_chosen(case: Case, command: ChooseHandlingMode, _: datetime) -> bool:
    return case.handling_mode is command.mode


def is_arranged(case: Case, command: ArrangeDispatch, _: datetime) -> bool:
    return case.dispatch(command.dispatch_id) is not None


def is_assigned(case: Case, command: AssignResources, _: datetime) -> bool:
    return case.resources == record.Resources.of(command.people, command.materials, command.technology)


def record_outcome(
    case: Case, command: RecordDispatchOutcome, context: DecisionContext, at: datetime
) -> Events:
    """What was not solved on site needs an engineer still, unless somebody says that it does not."""
    known = case.dispatch(command.dispatch_id)
    if known is not None and known.ended_at is not None:
        return ()
    rules = standard(case, command, context).with_dispatch_outcome
    lacks = missing(case, rules, "warn", _told_with(command)) or None
    told = {"needs_follow_up": command.is_followed_up, "missing": lacks}
    return (record.DispatchEnded(occurred_at=at, **told, **fields_of(command, "needs_follow_up")),)


DECISIONS = (
    decides(ChooseHandlingMode, records(record.HandlingModeChosen, unless=is_chosen), *NOT_CLOSED),
    decides(
        ArrangeDispatch,
        records(record.DispatchArranged, unless=is_arranged),
        *NOT_CLOSED,
        must_be_planned_after_receipt,
        dispatch_must_be_new,
        once=told_of(Case.dispatch, "dispatch_id", "arranged_at"),
    ),
    decides(
        RecordDispatchOutcome,
        record_outcome,
        *DATED,
        dispatch_must_be_known,
        dispatch_must_not_have_ended_otherwise,
        arrival_must_precede_the_outcome,
        outcome_needs_be_met,
        once=told_of(Case.dispatch, "dispatch_id", "ended_at"),
    ),
    decides(AssignResources, records(record.ResourcesAssigned, unless=is_assigned), *NOT_CLOSED),
)
