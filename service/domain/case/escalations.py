"""The rungs that a case has reached, and which of them are above another."""

from service.domain.vocabulary import EscalationKind, EscalationLevel

Rung = tuple[EscalationKind, EscalationLevel, str | None]
"""Up or across, the level, and who takes it."""

LADDER = tuple(EscalationLevel)
"""专员→主管→经理→总监, from the lowest up (REQUIREMENTS 90)."""


def above(reached: frozenset[Rung], kind: EscalationKind, level: EscalationLevel | None) -> frozenset[Rung]:
    """Return the rungs of a kind that lie above a level; all of the kind where none is named."""
    height = LADDER.index(level) if level else -1
    return frozenset(rung for rung in reached if rung[0] is kind and LADDER.index(rung[1]) > height)


def highest(reached: frozenset[Rung]) -> EscalationLevel | None:
    """Return the highest rung, up or across; None where the case was not escalated."""
    return max((level for _, level, _ in reached), key=LADDER.index, default=None)
