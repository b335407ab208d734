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
    """How well the matter is understood."""

    rounds: int
    """How many rounds of questions the customer was asked."""
    took_too_many_rounds: bool
    """Whether it took, or takes, more than two."""
    confirmed_at: datetime | None
    """When the customer first agreed on what the problem is."""
    asked: list[ClarificationAsked]
    """The questions, round by round."""
    confirmed: UnderstandingConfirmed | None
    """What was agreed last: problem and solution."""
    needs: list[NeedIdentified]
    """What the customer said beside what is really needed."""
    classified: list[CaseClassified]
    """Every classification with its reason; the last one holds."""


def understanding_view(case: Case, events: Sequence[Event]) -> UnderstandingView:
    """Return it from a case and its events."""
    confirmed = [event for event in events if isinstance(event, UnderstandingConfirmed)]
    return UnderstandingView(
        rounds=case.understanding.rounds,
        took_too_many_rounds=case.understanding.took_too_many_rounds,
        confirmed_at=case.understanding.confirmed_at,
        asked=[event for event in events if isinstance(event, ClarificationAsked)],
        confirmed=confirmed[-1] if confirmed else None,
        needs=[event for event in events if isinstance(event, NeedIdentified)],
        classified=[event for event in events if isinstance(event, CaseClassified)],
    )
