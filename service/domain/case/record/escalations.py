"""Escalations, up the ladder or across, and the risk of one. The state holds no personal field."""

from dataclasses import dataclass
from typing import Literal, assert_never

from service.domain.case.record.assignment import AssignmentState
from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.staff_id import one_form
from service.domain.theme import theme
from service.domain.vocabulary import Degree, EscalationKind, EscalationLevel

Rung = tuple[EscalationKind, EscalationLevel, str | None]
"""Up or across, the level, and who takes it."""

LADDER = tuple(EscalationLevel)
"""专员→主管→经理→总监, from the lowest up (REQUIREMENTS 90)."""


class CaseEscalated(Event):
    """The case was escalated to a higher level or another specialism (REQUIREMENTS 90)."""

    type: Literal["CaseEscalated.v1"] = "CaseEscalated.v1"
    kind: EscalationKind
    """Kind of escalation: up the ladder, or to another specialism."""
    level: EscalationLevel
    """Escalation level reached."""
    escalated_to: str | None = None
    """Staff id or team that takes the case over."""
    reason: FreeText


class CaseDeescalated(Event):
    """An escalation was taken back: all levels above the given one were left."""

    type: Literal["CaseDeescalated.v1"] = "CaseDeescalated.v1"
    kind: EscalationKind
    """Kind of escalation: up the ladder, or to another specialism."""
    level: EscalationLevel | None = None
    """Highest escalation level that remains; null if none does."""
    reason: FreeText


class EscalationTaken(Event):
    """Somebody took the calls of a level: those of people, and those of promises (REQUIREMENTS 90)."""

    type: Literal["EscalationTaken.v1"] = "EscalationTaken.v1"
    level: EscalationLevel
    """Escalation level that was called."""
    taken_by: str
    """Staff id of the person who took it, whoever was called."""
    of_promise: bool | None = None
    """Whether only promises of time had called the level; null if a person had."""


class EscalationRiskFlagged(Event):
    """A risk of escalation by the customer was flagged (矛盾升级, REQUIREMENTS 136). The last one applies."""

    type: Literal["EscalationRiskFlagged.v1"] = "EscalationRiskFlagged.v1"
    degree: Degree
    """Likelihood of an escalation by the customer."""
    reason: FreeText
    """Signs of the risk, in free text."""


class EscalationRiskCleared(Event):
    """The escalation risk was cleared."""

    type: Literal["EscalationRiskCleared.v1"] = "EscalationRiskCleared.v1"
    reason: FreeText


EscalationEvent = (
    CaseEscalated | CaseDeescalated | EscalationTaken | EscalationRiskFlagged | EscalationRiskCleared
)


@dataclass(frozen=True, kw_only=True)
class EscalationState(AssignmentState):
    """The rungs that the case has reached in this cycle."""

    escalations: frozenset[Rung] = frozenset()
    called: frozenset[EscalationLevel] = frozenset()
    """Levels that people have called, in any cycle."""
    escalation_risk: Degree | None = None
    """Likelihood of an escalation by the customer; None if there is no sign of it."""


def above(reached: frozenset[Rung], kind: EscalationKind, level: EscalationLevel | None) -> frozenset[Rung]:
    """Return the rungs of a kind that lie above a level; all of the kind where none is named."""
    height = LADDER.index(level) if level else -1
    return frozenset(rung for rung in reached if rung[0] is kind and LADDER.index(rung[1]) > height)


def has_it_already(
    case: EscalationState, kind: EscalationKind, level: EscalationLevel, whom: str | None
) -> bool:
    """Return whether somebody answers for the case, or was called on another rung of it."""
    others = [holder for *rung, holder in case.escalations if rung != [kind, level]]
    # A team may be called too, so the name is kept as it was written, and only compared in one form.
    return whom is not None and one_form(whom) in {one_form(one) for one in (case.owner, *others) if one}


def highest(reached: frozenset[Rung]) -> EscalationLevel | None:
    """Return the highest rung, up or across; None where the case was not escalated."""
    return max((level for _, level, _ in reached), key=LADDER.index, default=None)


def evolve(case: EscalationState, event: EscalationEvent) -> EscalationState:
    """Return the case after the event."""
    match event:
        case CaseEscalated():
            rung = (event.kind, event.level, event.escalated_to)
            return changed(case, escalations=case.escalations | {rung}, called=case.called | {event.level})
        case CaseDeescalated():
            left = above(case.escalations, event.kind, event.level)
            return changed(case, escalations=case.escalations - left)
        case EscalationTaken():
            return case
        case EscalationRiskFlagged():
            return changed(case, escalation_risk=event.degree)
        case EscalationRiskCleared():
            return changed(case, escalation_risk=None)
        case _:
            assert_never(event)


def stands(case: EscalationState, event: EscalationEvent) -> bool:
    match event:
        case CaseEscalated():
            is_new = (event.kind, event.level, event.escalated_to) not in case.escalations
            return is_new and not has_it_already(case, event.kind, event.level, event.escalated_to)
        case CaseDeescalated():
            return bool(above(case.escalations, event.kind, event.level))
        case EscalationTaken():
            return event.of_promise is True or event.level in case.called
        case EscalationRiskFlagged():
            return True
        case EscalationRiskCleared():
            return case.escalation_risk is not None
        case _:
            assert_never(event)


_IN_HAND = (CaseEscalated, CaseDeescalated, EscalationRiskFlagged)
THEME = theme(EscalationEvent, evolve, stands=stands, on=dict.fromkeys(_IN_HAND, NOT_CLOSED))
