"""The read model of surveys: who was asked about which resolution, and the answer that counts."""

from typing import Any
from uuid import UUID

from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.surveys import SurveyAnswered, SurveyDeclined, SurveySent
from service.domain.vocabulary import ToldBy
from service.projections.cases.model import CASES
from service.projections.engine.entries import Entry
from service.projections.engine.model import (
    Lookup,
    ReadModel,
    Row,
    Sheet,
    StreamWithoutBeginningError,
    stream_of,
)
from service.projections.surveys.table import surveys
from service.projections.surveys.view import SURVEYS as VIEW


def _sent(sheet: Sheet, entry: Entry, event: SurveySent) -> None:
    case = sheet.of(CASES, entry.stream_id)
    if case is None:
        raise StreamWithoutBeginningError(entry)
    row = {**_asked(event), "case_id": entry.stream_id, "account_id": case["account_id"]}
    _put(sheet, entry, event.survey_id, row)


def _answered(sheet: Sheet, entry: Entry, event: SurveyAnswered | SurveyDeclined | SatisfactionRated) -> None:
    if event.survey_id is None:  # a rating that answers no survey
        return
    row: Row | None = sheet.rows.get((entry.stream_id, event.survey_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    row = {**row}
    _answer(row, event)
    _put(sheet, entry, event.survey_id, row)


def _put(sheet: Sheet, entry: Entry, survey_id: UUID, row: Row) -> None:
    sheet.put((entry.stream_id, survey_id), {**row, "source_position": entry.position})


def _asked(event: SurveySent) -> Row:
    asked: dict[str, Any] = {
        str(each.name): getattr(event, each.name)
        for each in surveys.c
        if each.name in SurveySent.model_fields
    }
    return {
        **asked,
        "sent_at": event.occurred_at,
        "answered_at": None,
        "answer_count": 0,
        "answered_mode": None,
        "answered_by": None,
        "csat": None,
        "nps": None,
        "ces": None,
        "is_late": None,
        "declined_at": None,
    }


def _answer(row: Row, event: SurveyAnswered | SurveyDeclined | SatisfactionRated) -> None:
    """Change the row by what the customer said. An answer dated before the last one only counts as one."""
    if isinstance(event, SurveyAnswered | SatisfactionRated) and _is_word_of_staff(row, event):
        return
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


def _is_word_of_staff(row: Row, event: SurveyAnswered | SatisfactionRated) -> bool:
    """Return whether staff tell what the customer has answered already: that counts no more."""
    is_own = row["answered_at"] is not None and row["answered_by"] != ToldBy.STAFF
    return is_own and event.told_by is ToldBy.STAFF


def _last(row: Row, event: SurveyAnswered | SatisfactionRated) -> None:
    mode = event.mode.value if event.mode else None
    row.update(
        answered_at=event.occurred_at, answered_mode=mode, is_late=event.is_late, answered_by=event.told_by
    )


SURVEYS = ReadModel(
    table=surveys,
    loaded_by=surveys.c.case_id,
    handlers={
        SurveySent: _sent,
        SurveyAnswered: _answered,
        SurveyDeclined: _answered,
        SatisfactionRated: _answered,
    },
    lookups=(Lookup(CASES, {SurveySent: stream_of}),),
    view=VIEW,
)
