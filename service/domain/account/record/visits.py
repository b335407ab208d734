"""Our contacts with the customer of our own accord (REQUIREMENTS 23, 24, 43, 71, 113, 131)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from service.domain.account.contact_times import ContactTimes, with_contact
from service.domain.account.dated import value_since
from service.domain.account.event import AccountFact
from service.domain.account.record.routines import RoutineState, expected_visits
from service.domain.account.routine_days import LOCAL_ZONE
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
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


VisitEvent = FirstContactMade | VisitRecorded


@dataclass(frozen=True, kw_only=True)
class VisitState(RoutineState):
    """When the first conversation with the customer was, and when we turned to the customer lately."""

    first_contacts: frozenset[tuple[datetime, Channel]] = frozenset()
    contacts_by_visits: ContactTimes = ()

    def first_contact_by(self, at: datetime) -> tuple[datetime, Channel] | None:
        """Return when and how the person accountable at an instant had talked with the customer by then."""
        since = value_since(self.owners, at)
        known = sorted(self.first_contacts)
        found = (each for each in known if each[0] <= at and (since is None or each[0] >= since[0]))
        return next(found, None)


def evolve(account: VisitState, event: VisitEvent) -> VisitState:
    """Return the account after the event."""
    times = with_contact(account.contacts_by_visits, event.occurred_at)
    if isinstance(event, FirstContactMade):
        first = account.first_contacts | {(event.occurred_at, event.channel)}
        return changed(account, first_contacts=first, contacts_by_visits=times)
    return changed(account, contacts_by_visits=times) if event.reached else account


_ALSO = {
    VisitKind.INTERVIEW: Milestone.INTERVIEW_HELD,
    VisitKind.EXECUTIVE_MEETING: Milestone.EXECUTIVES_MET,
}


def clock_triggers(event: VisitEvent, after: VisitState, zone: tzinfo = LOCAL_ZONE) -> Triggers:
    """An interview or a meeting of executives is a visit as well; an attempt or a gathering of many is none.

    What came unnoticed is announced first.
    """
    at = event.occurred_at
    if isinstance(event, FirstContactMade):
        return (MilestoneReached(milestone=Milestone.FIRST_CONTACT_MADE, at=at, subject=event.owner),)
    if not event.reached or event.kind is VisitKind.GATHERING:
        return ()
    visited = (
        *expected_visits(after, at, zone),
        MilestoneReached(milestone=Milestone.VISIT_HELD, at=at),
    )
    also = _ALSO.get(event.kind)
    return visited if also is None else (*visited, MilestoneReached(milestone=also, at=at))


def stands(account: VisitState, event: VisitEvent) -> bool:
    """The first contact is that of whoever was accountable then."""
    return isinstance(event, VisitRecorded) or event.owner == account.owner_at(event.occurred_at)


THEME = theme(VisitEvent, evolve, clock_triggers, stands, triggers_read_state=True)
