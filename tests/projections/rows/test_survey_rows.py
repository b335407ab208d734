"""The row of a survey: what was asked, and the answer that counts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.surveys import SurveyDeclined
from service.domain.guidelines.surveys import SurveyConditions, SurveyProgramme
from service.domain.vocabulary import CaseKind, Channel, RatingScale, ResponseClass, Segment, SurveyMode
from service.projections.engine.model import StreamWithoutBeginningError
from service.projections.runner import Runner
from service.projections.surveys.queue import LastAsked, last_asked, last_asked_elsewhere, list_due_surveys
from tests.domain.case.examples.ratings import scored
from tests.domain.case.examples.surveys import survey_answered, survey_sent
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, SURVEY_ID, TEN, received, resolved
from tests.projections.folded import Tables, entry, fold
from tests.projections.histories.history import START, History, history
from tests.rules import default_rulebook

CASE, OTHER = UUID(int=1), UUID(int=2)
NOON = ELEVEN + timedelta(hours=1)


def folded(*events: AnyEvent) -> Tables:
    tables = Tables()
    whole = (received(), resolved(), *events)
    fold(tables, [entry(n, CASE, n, UUID(int=n), NINE, event) for n, event in enumerate(whole, start=1)])
    return tables


def row_of(*events: AnyEvent) -> dict[str, Any]:
    row: dict[str, Any] = folded(survey_sent(), *events).surveys[CASE, SURVEY_ID]
    return row


def answer_in(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("answered_at", "answer_count", "csat", "nps", "ces", "is_late"))


def test_a_survey_that_was_sent_has_a_row_without_an_answer() -> None:
    row = row_of()
    assert (row["account_id"], row["contact_id"], row["sent_at"]) == (received().account_id, CONTACT_ID, TEN)
    assert answer_in(row) == (None, 0, None, None, None, None)
    assert row["source_position"] == 3


def test_a_changed_answer_counts_instead_of_the_first_whichever_was_recorded_first() -> None:
    early = (survey_answered(), scored(RatingScale.CSAT, 5), scored(RatingScale.NPS, 9))
    late = (survey_answered(at=NOON, is_late=True), scored(RatingScale.CSAT, 2, at=NOON, is_late=True))
    for answers in ((*early, *late), (*late, *early)):
        assert answer_in(row_of(*answers)) == (NOON, 2, 2, None, None, True)


def test_a_score_that_comes_without_a_form_is_an_answer_of_its_own() -> None:
    first = scored(RatingScale.CSAT, 4)
    second = scored(RatingScale.CES, 6, at=NOON, mode=SurveyMode.PHONE)
    row = row_of(first, second)
    assert answer_in(row) == (NOON, 2, 4, None, 6, False)
    assert row["answered_mode"] == "phone"


def test_a_refusal_stays_beside_a_later_answer() -> None:
    declined = SurveyDeclined(occurred_at=ELEVEN, survey_id=SURVEY_ID, cycle=1)
    row = row_of(declined, survey_answered(at=NOON))
    assert (row["declined_at"], row["answered_at"]) == (ELEVEN, NOON)


def test_a_rating_that_answers_no_survey_makes_no_row() -> None:
    rated = SatisfactionRated(occurred_at=TEN, cycle=1, scale=RatingScale.CSAT, score=4)
    assert folded(rated).surveys == {}


def test_an_answer_to_a_survey_that_was_never_sent_is_an_error() -> None:
    with pytest.raises(StreamWithoutBeginningError):
        folded(survey_answered())


def test_who_was_asked_about_this_case_only_was_not_asked_elsewhere() -> None:
    asked = [LastAsked(contact_id=CONTACT_ID, case_id=CASE, sent_at=NOON)]
    assert last_asked_elsewhere(asked, CASE) == {}
    asked += [LastAsked(contact_id=CONTACT_ID, case_id=OTHER, sent_at=at) for at in (ELEVEN, TEN)]
    assert last_asked_elsewhere(asked, CASE) == {CONTACT_ID: ELEVEN}


def programme(**conditions: Any) -> SurveyProgramme:
    found = default_rulebook().guideline(SurveyProgramme, NINE)
    assert found is not None
    return found.model_copy(update={"conditions": SurveyConditions(**conditions)})


async def resolved_cases(past: History) -> dict[str, UUID]:
    """Return an enquiry of an ordinary account by phone, and a complaint of a high-value one by e-mail."""
    await past.rules()
    ordinary = await past.account("KA-1", segment=Segment.ORDINARY)
    high = await past.account("KA-2", segment=Segment.HIGH_VALUE)
    cases = {
        "enquiry": await past.case(ordinary, kind="enquiry", channel="phone"),
        "complaint": await past.case(high, kind="complaint", channel="email"),
    }
    for case_id in cases.values():
        await past.accept(case_id, ResolveCase(occurred_at=START + timedelta(hours=1)))
    return cases


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({}, {"enquiry", "complaint"}),
        ({"kinds": (CaseKind.ENQUIRY,)}, {"enquiry"}),
        ({"segments": (Segment.HIGH_VALUE,)}, {"complaint"}),
        ({"channels": (Channel.EMAIL, Channel.SMS)}, {"complaint"}),
        ({"response_classes": (ResponseClass.COMPLAINT,)}, {"complaint"}),
        ({"response_classes": (ResponseClass.URGENT,)}, set()),
        ({"kinds": (CaseKind.ENQUIRY,), "segments": (Segment.HIGH_VALUE,)}, set()),
    ],
)
async def test_what_is_due_satisfies_all_conditions_of_the_programme(
    engine: Engine, database_url: str, conditions: dict[str, Any], names: set[str]
) -> None:
    async with history(database_url) as past:
        cases = await resolved_cases(past)
    Runner(engine).catch_up()
    with engine.connect() as connection:
        now: datetime = START + timedelta(hours=2)
        rows = list_due_surveys(connection, programme(**conditions), now, None, 10)
        assert last_asked(connection, []) == []
    assert {row["case_id"] for row in rows} == {cases[name] for name in names}
