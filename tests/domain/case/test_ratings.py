"""A rating speaks of a resolution; a new cycle gets a rating of its own and the old one stays."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.rules import CycleNotResolvedError
from service.domain.vocabulary import RatingScale
from tests.domain.facts import (
    ELEVEN,
    REOPENED,
    RESOLVED,
    TEN,
    TWICE_RESOLVED,
    rated,
    received,
    reopened,
    resolved,
)
from tests.specification import case_after, given


def test_a_rating_speaks_of_the_last_resolution_unless_it_names_another() -> None:
    given(*TWICE_RESOLVED).when(RateSatisfaction(score=5), at=ELEVEN).then(rated(cycle=2, at=ELEVEN))


def test_a_late_rating_of_the_first_cycle_is_kept_as_such() -> None:
    late = RateSatisfaction(score=5, cycle=1)
    given(*TWICE_RESOLVED).when(late, at=ELEVEN).then(rated(cycle=1, at=ELEVEN))
    given(*REOPENED).when(late, at=ELEVEN).then(rated(cycle=1, at=ELEVEN))


def test_while_a_case_is_reopened_a_rating_speaks_of_the_resolution_that_was() -> None:
    given(*REOPENED).when(RateSatisfaction(score=5), at=ELEVEN).then(rated(cycle=1, at=ELEVEN))


def test_the_new_cycle_gets_a_rating_of_its_own_and_the_old_one_stays() -> None:
    history = (*RESOLVED, rated(cycle=1, at=TEN), reopened(), resolved(cycle=2))
    given(*history).when(RateSatisfaction(score=5, occurred_at=TEN), at=ELEVEN).then(rated(cycle=2, at=TEN))
    assert {rating[0] for rating in case_after(*history, rated(cycle=2)).ratings} == {1, 2}


@pytest.mark.parametrize(("history", "cycle"), [(RESOLVED, 2), (REOPENED, 2), ((received(),), 1)])
def test_a_cycle_that_was_never_resolved_cannot_be_rated(history: tuple[AnyEvent, ...], cycle: int) -> None:
    rating = given(*history).when(RateSatisfaction(score=5, cycle=cycle), at=ELEVEN)
    rating.then_refused(CycleNotResolvedError, cycle=cycle)


def test_a_changed_answer_is_one_more_rating() -> None:
    changed = RateSatisfaction(score=2)
    given(*RESOLVED, rated(score=5)).when(changed, at=ELEVEN).then(rated(score=2, at=ELEVEN))


@pytest.mark.parametrize(
    ("scale", "lowest", "highest"),
    [(RatingScale.CSAT, 1, 5), (RatingScale.NPS, 0, 10), (RatingScale.CES, 1, 7)],
)
def test_a_score_lies_on_its_scale(scale: RatingScale, lowest: int, highest: int) -> None:
    for score in (lowest, highest):
        assert RateSatisfaction(scale=scale, score=score).score == score
    for score in (lowest - 1, highest + 1):
        with pytest.raises(ValidationError) as refused:
            RateSatisfaction(scale=scale, score=score)
        (problem,) = refused.value.errors()
        assert problem["type"] == "score_off_scale"
        assert (problem["ctx"]["lowest"], problem["ctx"]["highest"]) == (str(lowest), str(highest))


def test_a_rating_told_late_is_of_the_resolution_of_its_time() -> None:
    history = (received(), resolved(at=TEN), reopened(at=ELEVEN), resolved(2, ELEVEN + timedelta(hours=1)))
    now = ELEVEN + timedelta(hours=2)
    between = RateSatisfaction(score=4, occurred_at=ELEVEN - timedelta(minutes=30))
    given(*history).when(between, at=now).then(rated(1, 4, ELEVEN - timedelta(minutes=30)))
    given(*history).when(RateSatisfaction(score=4), at=now).then(rated(2, 4, now))
    too_early = RateSatisfaction(score=4, occurred_at=TEN - timedelta(minutes=30))
    given(*history).when(too_early, at=now).then_refused(CycleNotResolvedError)
    of_second = RateSatisfaction(score=4, cycle=2, occurred_at=ELEVEN - timedelta(minutes=30))
    given(*history).when(of_second, at=now).then_refused(CycleNotResolvedError, cycle=2)
