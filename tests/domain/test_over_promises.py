"""Who promises less time than such cases usually take is warned."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.domain.case.commands import MakeCommitment, RenegotiateCommitment, ShareProgress
from service.domain.case.events import CaseClassified, CommitmentMade, OverPromiseWarned
from service.domain.vocabulary import Channel, ResponseClass
from tests.domain.facts import (
    COMMITMENT_ID,
    ELEVEN,
    NINE,
    TEN,
    commitment_made,
    received,
    received_complaint,
)
from tests.rules import default_rulebook
from tests.specification import given

DAY = 86_400
URGENT = CaseClassified(occurred_at=NINE, response_class=ResponseClass.URGENT)
"""Usually solved within a day, says the default guideline."""


def promise(due_at: datetime, **fields: Any) -> MakeCommitment:
    return MakeCommitment(commitment_id=COMMITMENT_ID, what="It runs again", due_at=due_at, **fields)


def warnings(command: Any, *history: Any, at: datetime = ELEVEN) -> list[OverPromiseWarned]:
    decided = given(*history).when(command, at=at, rulebook=default_rulebook()).decided()
    return [fact for fact in decided if isinstance(fact, OverPromiseWarned)]


def test_a_promise_shorter_than_usual_is_made_and_warned_of() -> None:
    (warning,) = warnings(promise(ELEVEN + timedelta(hours=8)), received(), URGENT)
    assert warning == OverPromiseWarned(
        occurred_at=ELEVEN,
        commitment_id=COMMITMENT_ID,
        response_class=ResponseClass.URGENT,
        promised_seconds=8 * 3600,
        usual_seconds=DAY,
        elapsed_seconds=2 * 3600,
        guideline_version=1,
    )


def test_what_is_left_of_the_usual_time_is_enough() -> None:
    enough = NINE + timedelta(days=1)
    assert warnings(promise(enough), received(), URGENT) == []
    assert len(warnings(promise(enough - timedelta(seconds=1)), received(), URGENT)) == 1


def test_a_case_that_lasts_longer_than_usual_is_warned_of_no_more() -> None:
    late = NINE + timedelta(days=2)
    assert warnings(promise(late + timedelta(minutes=5)), received(), URGENT, at=late) == []


def test_a_call_back_is_not_held_against_the_time_of_solutions() -> None:
    soon = ELEVEN + timedelta(minutes=30)
    assert warnings(promise(soon, is_interim=True), received(), URGENT) == []
    interim = commitment_made().model_copy(update={"is_interim": True})
    sooner = RenegotiateCommitment(commitment_id=COMMITMENT_ID, due_at=soon, reason="We call earlier")
    assert warnings(sooner, received(), URGENT, interim) == []
    assert len(warnings(sooner, received(), URGENT, commitment_made())) == 1


def test_an_instant_told_with_the_progress_is_judged_where_it_is_a_promise() -> None:
    progress = ShareProgress(
        problem="The drive",
        solution="A new one",
        eta_at=ELEVEN + timedelta(hours=1),
        channel=Channel.PHONE,
    )
    assert warnings(progress, received(), URGENT) == []
    promised = progress.model_copy(update={"commitment_id": COMMITMENT_ID})
    assert len(warnings(promised, received(), URGENT)) == 1


@pytest.mark.parametrize(
    ("case", "measured_as"),
    [(received(), ResponseClass.ROUTINE), (received_complaint(), ResponseClass.COMPLAINT)],
)
def test_a_case_without_a_class_is_measured_as_what_it_counts_as(
    case: Any, measured_as: ResponseClass
) -> None:
    (warning,) = warnings(promise(TEN + timedelta(hours=2)), case)
    assert warning.response_class is measured_as


def test_the_same_promise_again_warns_of_nothing() -> None:
    due_at = ELEVEN + timedelta(hours=1)
    assert warnings(promise(due_at), received(), URGENT, commitment_made(due_at)) == []


def test_without_a_published_guideline_nothing_is_compared() -> None:
    decided = given(received(), URGENT).when(promise(ELEVEN + timedelta(hours=1)), at=ELEVEN).decided()
    assert [type(fact) for fact in decided] == [CommitmentMade]
