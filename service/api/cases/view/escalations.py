"""The escalations of a case."""

from collections.abc import Iterable

from service.api.http.document import Document
from service.domain.case.record.escalations import LADDER, CaseDeescalated, CaseEscalated, Rung, above
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import EscalationKind, EscalationLevel


class Escalation(Document):
    """An escalation to a level."""

    kind: EscalationKind
    """Kind of escalation: up the ladder, or to another specialism."""
    level: EscalationLevel
    """Escalation level."""
    escalated_to: str | None
    """Staff id or team that took the case over; null if not named."""
    skipped: list[EscalationLevel]
    """Levels of the ladder that were left out on the way up."""


def escalation_views(case: Case, events: Iterable[Event]) -> list[Escalation]:
    """Return the levels that were reached."""
    skipped = _skipped(events)
    reached = sorted(case.escalations, key=lambda rung: (rung[0], rung[1], rung[2] or ""))
    return [
        Escalation(kind=rung[0], level=rung[1], escalated_to=rung[2], skipped=skipped.get(rung, []))
        for rung in reached
    ]


def _skipped(events: Iterable[Event]) -> dict[Rung, list[EscalationLevel]]:
    """Return what each rung left out: a case begins on the lowest (专员→主管→经理→总监, REQUIREMENTS 90)."""
    reached: frozenset[Rung] = frozenset()
    found: dict[Rung, list[EscalationLevel]] = {}
    for event in events:
        if isinstance(event, CaseDeescalated):
            reached -= above(reached, event.kind, event.level)
        elif isinstance(event, CaseEscalated):
            rung = (event.kind, event.level, event.escalated_to)
            heights = [LADDER.index(level) for kind, level, _ in reached if kind is event.kind]
            if event.kind is EscalationKind.HIERARCHICAL:
                found[rung] = list(LADDER[max(heights, default=0) + 1 : LADDER.index(event.level)])
            reached |= {rung}
    return found
