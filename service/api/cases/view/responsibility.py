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
    """A period in which one person or team was accountable for the case."""

    owner: str | None
    """Staff id of the owner; null if no person was named."""
    team: str | None
    """Team responsible in this period; null if there was none."""
    from_at: datetime
    """Start of the period (UTC)."""
    until_at: datetime | None
    """End of the period (UTC); null if it lasts."""
    how: HowTaken
    """How the owner was found: named, chosen by load and skill, or by hand-over."""


class HolderView(Document):
    """The party that must act next."""

    kind: HolderKind
    """Kind of holder: open departments first, then the party waited for, else the owner or team."""
    names: tuple[str, ...]
    """The departments, the owner's staff id, or the team."""


class ResponsibilityView(Document):
    """Owner, holder and escalation level of a case."""

    held_by: HolderView
    """Who must act next. The owner remains accountable for the case."""
    owners: list[OwnerView]
    """Owners of the case in order of time."""
    handover_count: int
    """Number of hand-overs."""
    escalation_level: EscalationLevel | None
    """Highest escalation level of this cycle; null if not escalated."""
    escalation_count: int
    """Number of escalations in all cycles."""


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
