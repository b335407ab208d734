"""How the row of a survey changes by a fact."""

from typing import Any
from uuid import UUID

from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.surveys import SurveyAnswered, SurveyDeclined, SurveySent

Row = dict[str, Any]
SurveyKey = tuple[UUID, UUID]
"""The case and the survey: an id that two cases use by mistake tells two surveys."""
SurveyFact = SurveySent | SurveyAnswered | SurveyDeclined | SatisfactionRated


def sent(case: Row, event: SurveySent) -> Row:
    """Return the row of a survey that was just sent."""
    asked = event.model_dump(exclude={"type", "occurred_at", "last_asked_at"})
    return {
        **asked,
        "case_id": case["case_id"],
        "account_id": case["account_id"],
        "sent_at": event.occurred_at,
        "answered_at": None,
        "answer_count": 0,
        "answered_mode": None,
        "csat": None,
        "nps": None,
        "ces": None,
        "is_late": None,
        "declined_at": None,
    }


def answered(row: Row, event: SurveyAnswered | SurveyDeclined | SatisfactionRated) -> None:
    """Change the row by what the customer said. An answer dated before the last one only counts as one."""
    match event:
        case SurveyDeclined():
            row["declined_at"] = event.occurred_at
        case SurveyAnswered():
            row["answer_count"] += 1
            if row["answered_at"] is None or event.occurred_at >= row["answered_at"]:
                row.update(csat=None, nps=None, ces=None)
                _last(row, event)
        case SatisfactionRated():
            if row["answered_at"] is None or event.occurred_at > row["answered_at"]:
                row["answer_count"] += 1
                _last(row, event)
            if event.occurred_at == row["answered_at"]:
                row[event.scale.value] = event.score


def _last(row: Row, event: SurveyAnswered | SatisfactionRated) -> None:
    mode = event.mode.value if event.mode else None
    row.update(answered_at=event.occurred_at, answered_mode=mode, is_late=event.is_late)
