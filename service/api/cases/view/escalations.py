"""The escalations of a case."""

from service.api.http.document import Document
from service.domain.case.state import Case
from service.domain.vocabulary import EscalationKind, EscalationLevel


class Escalation(Document):
    """An escalation to a level."""

    kind: EscalationKind
    """Kind of escalation: up the ladder, or to another specialism."""
    level: EscalationLevel
    """Escalation level."""
    escalated_to: str | None
    """Staff id or team that took the case over; null if not named."""


def escalation_views(case: Case) -> list[Escalation]:
    """Return the levels that were reached."""
    reached = sorted(case.escalations, key=lambda rung: (rung[0], rung[1], rung[2] or ""))
    return [Escalation(kind=kind, level=level, escalated_to=whom) for kind, level, whom in reached]
