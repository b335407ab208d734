"""Our contacts with the customer of our own accord."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.reaching import (
    ContactChannelNotAllowedError,
    channel_must_reach_the_customer,
    customer_must_have_said_something,
    must_be_allowed,
    person_must_be_named,
)
from service.domain.account.record.visits import (
    FirstContactMade,
    PlannedVisitCancelled,
    VisitPlanned,
    VisitRecorded,
)
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with, told_of
from service.domain.event import LocalDate
from service.domain.guidelines.revisits import Revisits, VisitGuide
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import Refusal
from service.domain.staff_id import StaffId
from service.domain.text import Code
from service.domain.vocabulary import Channel, VisitKind


class RecordFirstContact(Command, example={"record": "Introduced the team and its hours"}):
    """Record the first conversation of the accountable person with the customer."""

    channel: Channel
    record: FreeText
    """Record of the conversation, in free text."""


PLANNED_WITH = ("planned_on", "kind", "responsible", "campaign")


class PlanVisit(Command, example={"aim": "How the second line runs", "planned_on": "2026-04-15"}):
    """Plan a visit, a call or an interview for a day."""

    visit_id: UUID
    """Id of the visit, chosen by the sender."""
    kind: VisitKind
    planned_on: LocalDate
    aim: FreeText
    responsible: StaffId | None = None
    campaign: Code | None = None


class CancelPlannedVisit(Command, example={"reason": "They are on holiday"}):
    """Record that a planned visit will not take place."""

    visit_id: UUID
    reason: FreeText


class RecordVisit(Command, example={"channel": "on_site", "experience": "All three lines run"}):
    """Record a visit, a call or an interview, with what the customer said."""

    kind: VisitKind
    channel: Channel
    reached: bool = True
    """Whether the customer was reached; an unsuccessful attempt keeps no promise."""
    outcome: FreeText | None = None
    experience: Quoted | None = None
    new_needs: Quoted | None = None
    inconveniences: Quoted | None = None
    strategy_change: Quoted | None = None
    usage: Quoted | None = None
    satisfaction: int | None = Field(default=None, ge=1, le=5)
    visit_id: UUID | None = None


class PlannedVisitNotFoundError(Refusal, field="visit_id"):
    """The account has no planned visit with this id."""


class PlannedVisitIsOverError(Refusal, field="visit_id"):
    """A planned visit takes place or is cancelled once."""


class PlannedDayIsOverError(Refusal, field="planned_on"):
    """A visit is planned for a day that lies ahead (REQUIREMENTS 43)."""


class VisitQuestionsUnansweredError(Refusal, field="experience"):
    """A visit goes with a question list and holds an answer to at least one question (REQUIREMENTS 24)."""


@refuses_with(ContactChannelNotAllowedError)
def channel_must_suit_the_visit(_: CustomerAccount, command: RecordVisit, context: AccountContext) -> None:
    guide = _guide(command, context)
    must_be_allowed(command.channel, guide.channels if guide else ())


@refuses_with(VisitQuestionsUnansweredError)
def visit_questions_must_be_answered(
    _: CustomerAccount, command: RecordVisit, context: AccountContext
) -> None:
    guide = _guide(command, context)
    asked = [one.question for one in guide.questions] if guide and command.reached else []
    if asked and not any(getattr(command, question) for question in asked):
        raise VisitQuestionsUnansweredError(kind=command.kind.value, questions=", ".join(asked))


def _guide(command: RecordVisit, context: AccountContext) -> VisitGuide | None:
    guideline = context.rulebook.guideline(Revisits, command.happened_at(context.now))
    return guideline.visit(command.kind) if guideline else None


@refuses_with(PlannedVisitNotFoundError)
def planned_visit_must_be_known(
    account: CustomerAccount, command: RecordVisit | CancelPlannedVisit, _: AccountContext
) -> None:
    if command.visit_id is not None and account.planned_visit(command.visit_id) is None:
        raise PlannedVisitNotFoundError(visit_id=command.visit_id)


@refuses_with(PlannedVisitIsOverError)
def plan_must_stand(account: CustomerAccount, command: RecordVisit, _: AccountContext) -> None:
    known = account.planned_visit(command.visit_id) if command.visit_id else None
    if known is not None and known.standing != "planned":
        raise PlannedVisitIsOverError(visit_id=command.visit_id, standing=known.standing)


@refuses_with(PlannedVisitIsOverError)
def plan_must_not_have_been_held(
    account: CustomerAccount, command: CancelPlannedVisit, _: AccountContext
) -> None:
    known = account.planned_visit(command.visit_id)
    if known is not None and known.standing == "held":
        raise PlannedVisitIsOverError(visit_id=command.visit_id, standing=known.standing)


@refuses_with(PlannedDayIsOverError)
def planned_day_must_lie_ahead(_: CustomerAccount, command: PlanVisit, context: AccountContext) -> None:
    today = command.happened_at(context.now).astimezone(LOCAL_ZONE).date()
    if command.planned_on < today:
        raise PlannedDayIsOverError(planned_on=command.planned_on, today=today)


def is_cancelled(account: CustomerAccount, command: CancelPlannedVisit, _: datetime) -> bool:
    known = account.planned_visit(command.visit_id)
    return known is not None and known.standing == "cancelled"


def is_planned(account: CustomerAccount, command: PlanVisit, _: datetime) -> bool:
    return account.planned_visit(command.visit_id) is not None


def cancelling_on_record(account: CustomerAccount, command: CancelPlannedVisit) -> Told | None:
    known = account.planned_visit(command.visit_id)
    return {"occurred_at": known.ended_at} if known is not None and known.ended_at is not None else None


def record_first_contact(
    account: CustomerAccount, command: RecordFirstContact, _: AccountContext, at: datetime
) -> Events:
    if account.first_contact_by(at) is not None:
        return ()
    return (FirstContactMade(occurred_at=at, owner=account.owner_at(at), **fields_of(command)),)


def first_contact_on_record(account: CustomerAccount, command: RecordFirstContact) -> Told | None:
    at = command.occurred_at or account.last_happened_at
    known = account.first_contact_by(at) if at else None
    return None if known is None else {"occurred_at": known[0], "channel": known[1]}


DECISIONS = (
    decides(
        RecordFirstContact,
        record_first_contact,
        *CARED_FOR,
        person_must_be_named,
        channel_must_reach_the_customer,
        once=first_contact_on_record,
    ),
    decides(
        RecordVisit,
        records(VisitRecorded),
        *CARED_FOR,
        person_must_be_named,
        customer_must_have_said_something,
        channel_must_suit_the_visit,
        visit_questions_must_be_answered,
        planned_visit_must_be_known,
        plan_must_stand,
    ),
    decides(
        PlanVisit,
        records(VisitPlanned, unless=is_planned),
        *CARED_FOR,
        planned_day_must_lie_ahead,
        once=told_of(CustomerAccount.planned_visit, "visit_id", "planned_at", *PLANNED_WITH),
    ),
    decides(
        CancelPlannedVisit,
        records(PlannedVisitCancelled, unless=is_cancelled),
        *CARED_FOR,
        planned_visit_must_be_known,
        plan_must_not_have_been_held,
        once=cancelling_on_record,
    ),
)
