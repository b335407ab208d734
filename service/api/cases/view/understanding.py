"""What the customer said, what was understood, and how the case was classified on the way."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.understanding import (
    ClarificationAsked,
    NeedIdentified,
    UnderstandingConfirmed,
)
from service.domain.case.state import Case
from service.domain.event import Event


class UnderstandingView(Document):
    """How far the matter is understood."""

    rounds: int
    """Number of clarification rounds."""
    took_too_many_rounds: bool
    """Whether more than two clarification rounds were needed so far."""
    confirmed_at: datetime | None
    """Time at which the customer first confirmed the problem (UTC); null if not confirmed."""
    asked: list[ClarificationAsked]
    """Clarification questions, one entry per round."""
    confirmed: UnderstandingConfirmed | None
    """Latest confirmed understanding: problem and solution; null if there is none."""
    needs: list[NeedIdentified]
    """What the customer asked for, and the need behind it."""
    classified: list[CaseClassified]
    """Every classification with its reason; the last one applies."""


def understanding_view(case: Case, events: Sequence[Event]) -> UnderstandingView:
    """Return it from a case and its events."""
    confirmed = [event for event in events if isinstance(event, UnderstandingConfirmed)]
    return UnderstandingView.made_of(
        case.understanding,
        asked=[event for event in events if isinstance(event, ClarificationAsked)],
        confirmed=confirmed[-1] if confirmed else None,
        needs=[event for event in events if isinstance(event, NeedIdentified)],
        classified=[event for event in events if isinstance(event, CaseClassified)],
    )
