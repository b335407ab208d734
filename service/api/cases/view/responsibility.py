"""Who answers for a case, who holds it now, and how high it has climbed."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.readings.held_by import HolderKind, held_by
from service.domain.case.readings.owners import HowTaken, tenures
from service.domain.case.record.assignment import CaseHandedOver
from service.domain.case.record.escalations import CaseEscalated, highest
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import EscalationLevel


class OwnerView(Document):
    """A time in which one person, or a team, answered for the case."""

    owner: str | None
    """The accountable person's staff id; null while no person was named."""
    team: str | None
    """The team."""
    from_at: datetime
    """From when on."""
    until_at: datetime | None
    """Until when; null while it lasts."""
    how: HowTaken
    """How it came to them: named, chosen by load and skill, or handed over by the one before."""


class HolderView(Document):
    """Whose move it is."""

    kind: HolderKind
    """Departments that were asked and are not done, else whom the case waits for, else owner or team."""
    names: tuple[str, ...]
    """The departments, the owner's staff id, or the team."""


class ResponsibilityView(Document):
    """Who answers for the case and who holds it."""

    held_by: HolderView
    """Whose move it is now. The owner answers for the case all the same."""
    owners: list[OwnerView]
    """Who has answered for it, in order of time."""
    handover_count: int
    """How often it was handed over."""
    escalation_level: EscalationLevel | None
    """The highest rung on which it stands in this cycle."""
    escalation_count: int
    """How often it was escalated, over all cycles."""


def responsibility_view(case: Case, events: Sequence[Event]) -> ResponsibilityView:
    """Return who answers for a case; `events` are all that were folded into it."""
    holder = held_by(case)
    return ResponsibilityView(
        held_by=HolderView(kind=holder.kind, names=holder.names),
        owners=[OwnerView(**vars(one)) for one in tenures(events)],
        handover_count=sum(isinstance(each, CaseHandedOver) for each in events),
        escalation_level=highest(case.escalations),
        escalation_count=sum(isinstance(each, CaseEscalated) for each in events),
    )
