"""Our contacts with the customer of our own accord (REQUIREMENTS 23, 24, 43, 71, 113, 131)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.dated import value_since
from service.domain.account.days.contact_times import ContactTimes, with_contact
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.days.visit_days import over_at
from service.domain.account.event import AccountFact
from service.domain.account.record.routines import RoutineState, expected_visits
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import RecordedDate
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel, VisitKind


class FirstContactMade(AccountFact):
    """The accountable person talked with the customer for the first time (REQUIREMENTS 113)."""

    type: Literal["FirstContactMade.v1"] = "FirstContactMade.v1"
    owner: str | None = None
    """Staff id of the accountable person at that time; null if there was none."""
    channel: Channel
    record: FreeText
    """Record of the conversation, in free text."""


class VisitPlanned(AccountFact):
    """A visit, call or interview was planned for a day, alone or within a campaign (REQUIREMENTS 43, 116)."""

    type: Literal["VisitPlanned.v1"] = "VisitPlanned.v1"
    visit_id: UUID
    """Id of the planned visit."""
    kind: VisitKind
    """Kind of visit that is planned."""
    planned_on: RecordedDate
    """Day by whose end it is to take place."""
    aim: FreeText
    """What is to be found out, in free text."""
    responsible: str | None = None
    """Staff id of who visits; null for the owner of the account."""
    campaign: str | None = None
    """Campaign that it is part of; null for none."""


class PlannedVisitCancelled(AccountFact):
    """A planned visit will not take place."""

    type: Literal["PlannedVisitCancelled.v1"] = "PlannedVisitCancelled.v1"
    visit_id: UUID
    """Id of the planned visit."""
    reason: FreeText


class VisitRecorded(AccountFact):
    """We visited or called the customer of our own accord (REQUIREMENTS 23, 24, 43, 71, 131)."""

    type: Literal["VisitRecorded.v1"] = "VisitRecorded.v1"
    kind: VisitKind
    """Visit, call, in-depth interview, a gathering such as a member salon (REQUIREMENTS 99), or a meeting of
    the executives of both sides (REQUIREMENTS 164)."""
    channel: Channel
    reached: bool
    """Whether the customer was reached."""
    outcome: FreeText | None = None
    experience: FreeText | None = None
    """Experience of the customer with our products and services."""
    new_needs: FreeText | None = None
    """Future needs of the customer."""
    inconveniences: FreeText | None = None
    """Obstacles that the customer meets."""
    strategy_change: FreeText | None = None
    """Change of our approach to this customer."""
    usage: FreeText | None = None
    """How the customer uses what we delivered (REQUIREMENTS 43)."""
    satisfaction: int | None = None
    """Score that the customer gave, from 1 to 5; null if none was given."""
    visit_id: UUID | None = None
    """Id of the planned visit that it was; null if it was not planned."""


VisitEvent = FirstContactMade | VisitRecorded | VisitPlanned | PlannedVisitCancelled
PlanStanding = Literal["planned", "held", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class PlannedVisit:
    """A visit that is planned, and what became of it."""

    visit_id: UUID
    planned_at: datetime
    planned_on: date
    kind: VisitKind
    responsible: str | None = None
    campaign: str | None = None
    standing: PlanStanding = "planned"
    ended_at: datetime | None = None


MOST_PLANS = 200
"""Planned visits that are remembered: those that stand out, and the newest of the others."""


@dataclass(frozen=True, kw_only=True)
class VisitState(RoutineState):
    """When the first conversation with the customer was, and when we turned to the customer lately."""

    first_contacts: frozenset[tuple[datetime, Channel]] = frozenset()
    contacts_by_visits: ContactTimes = ()
    planned_visits: tuple[PlannedVisit, ...] = ()
    last_visits: dict[str, datetime] = field(default_factory=dict)
    """When the customer was last turned to, by kind of visit."""

    def planned_visit(self, visit_id: UUID) -> PlannedVisit | None:
        """Return a planned visit by its id; None once it is forgotten."""
        number = visit_id.int  # ids compare three times as slowly, and there can be hundreds
        return next((each for each in self.planned_visits if each.visit_id.int == number), None)

    def first_contact_by(self, at: datetime) -> tuple[datetime, Channel] | None:
        """Return when and how the person accountable at an instant had talked with the customer by then."""
        since = value_since(self.owners, at)
        known = sorted(self.first_contacts)
        found = (each for each in known if each[0] <= at and (since is None or each[0] >= since[0]))
        return next(found, None)


def evolve(account: VisitState, event: VisitEvent) -> VisitState:
    """Return the account after the event."""
    match event:
        case VisitPlanned():
            return _with_plan(account, event)
        case PlannedVisitCancelled():
            return _ended(account, event.visit_id, "cancelled", event.occurred_at)
        case FirstContactMade():
            first = account.first_contacts | {(event.occurred_at, event.channel)}
            return _contacted(changed(account, first_contacts=first), "first_contact", event.occurred_at)
        case VisitRecorded():
            if not event.reached:
                return account
            held = account
            if event.visit_id is not None:
                held = _ended(account, event.visit_id, "held", event.occurred_at)
            return _contacted(held, event.kind.value, event.occurred_at)
        case _:
            assert_never(event)


def _contacted(account: VisitState, kind: str, at: datetime) -> VisitState:
    return changed(
        account,
        contacts_by_visits=with_contact(account.contacts_by_visits, at),
        last_visits={**account.last_visits, kind: at},
    )


def _with_plan(account: VisitState, event: VisitPlanned) -> VisitState:
    plan = PlannedVisit(
        visit_id=event.visit_id,
        planned_at=event.occurred_at,
        planned_on=event.planned_on,
        kind=event.kind,
        responsible=event.responsible,
        campaign=event.campaign,
    )
    over = [each for each in account.planned_visits if each.standing != "planned"]
    forgotten = {each.visit_id for each in over[: max(len(account.planned_visits) + 1 - MOST_PLANS, 0)]}
    kept = (each for each in account.planned_visits if each.visit_id not in forgotten)
    return changed(account, planned_visits=(*kept, plan))


def _ended(account: VisitState, visit_id: UUID, standing: PlanStanding, at: datetime) -> VisitState:
    plans = (
        replace(each, standing=standing, ended_at=at) if each.visit_id == visit_id else each
        for each in account.planned_visits
    )
    return changed(account, planned_visits=tuple(plans))


_ALSO = {
    VisitKind.INTERVIEW: Milestone.INTERVIEW_HELD,
    VisitKind.EXECUTIVE_MEETING: Milestone.EXECUTIVES_MET,
}


def clock_triggers(event: VisitEvent, after: VisitState, zone: tzinfo = LOCAL_ZONE) -> Triggers:
    """An interview or a meeting of executives is a visit as well; an attempt or a gathering of many is none.

    What came unnoticed is announced first.
    """
    at = event.occurred_at
    match event:
        case FirstContactMade():
            return (MilestoneReached(milestone=Milestone.FIRST_CONTACT_MADE, at=at, subject=event.owner),)
        case VisitPlanned():
            return (_of_plan(Milestone.VISIT_PLANNED, event.visit_id, at, over_at(event.planned_on, zone)),)
        case PlannedVisitCancelled():
            return (_of_plan(Milestone.PLANNED_VISIT_CANCELLED, event.visit_id, at),)
        case VisitRecorded():
            return _of_visit(event, after, zone)
        case _:
            assert_never(event)


def _of_plan(
    milestone: Milestone, visit_id: UUID, at: datetime, due_at: datetime | None = None
) -> MilestoneReached:
    return MilestoneReached(milestone=milestone, at=at, subject=str(visit_id), due_at=due_at)


def _of_visit(event: VisitRecorded, after: VisitState, zone: tzinfo) -> Triggers:
    at = event.occurred_at
    if not event.reached:
        return ()
    planned = () if event.visit_id is None else (_of_plan(Milestone.PLANNED_VISIT_HELD, event.visit_id, at),)
    if event.kind is VisitKind.GATHERING:
        return planned
    visited = (
        *expected_visits(after, at, zone),
        MilestoneReached(milestone=Milestone.VISIT_HELD, at=at),
        *planned,
    )
    also = _ALSO.get(event.kind)
    return visited if also is None else (*visited, MilestoneReached(milestone=also, at=at))


def stands(account: VisitState, event: VisitEvent) -> bool:
    """The first contact is that of whoever was accountable then; a plan ends once."""
    match event:
        case FirstContactMade():
            return event.owner == account.owner_at(event.occurred_at)
        case VisitPlanned():
            return account.planned_visit(event.visit_id) is None
        case PlannedVisitCancelled():
            return _is_planned(account, event.visit_id)
        case VisitRecorded():
            return event.visit_id is None or _is_planned(account, event.visit_id)
        case _:
            assert_never(event)


def _is_planned(account: VisitState, visit_id: UUID) -> bool:
    known = account.planned_visit(visit_id)
    return known is not None and known.standing == "planned"


THEME = theme(VisitEvent, evolve, clock_triggers, stands, triggers_read_state=True)
