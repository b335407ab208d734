"""How many customers stay, buy again, come back to life and rise: computed by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from service.domain.account.health.retention import Course, retention_figures
from service.domain.vocabulary import Segment

FROM, TO = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
APRIL, MAY = date(2026, 4, 2), date(2026, 5, 2)


def course(**told: Any) -> Course:
    usual: dict[str, Any] = {
        "segment": Segment.POTENTIAL,
        "segment_at_end": Segment.POTENTIAL,
        "was_customer": True,
        "is_customer": True,
        "is_silent": False,
    }
    return Course(**{**usual, **told})


def figures(*courses: Course) -> dict[str, Any]:
    return retention_figures(courses, FROM, TO).model_dump()


def test_without_anybody_there_are_no_shares() -> None:
    told = figures()
    assert {name: value for name, value in told.items() if value} == {}
    assert told["retention_rate"] is told["repurchase_rate"] is told["wake_rate"] is None


def test_who_is_silent_at_the_end_is_not_kept_though_nobody_closed_the_account() -> None:
    told = figures(
        course(), course(is_silent=True), course(is_customer=False), course(was_customer=False), course()
    )
    assert (told["customers"], told["kept"], told["gone_silent"], told["closed"]) == (4, 2, 1, 1)
    assert told["retention_rate"] == 0.5


def test_who_bought_before_and_buys_now_has_bought_again_and_two_orders_of_a_day_are_no_repeat() -> None:
    told = figures(
        course(bought_before={MAY}, bought={APRIL}),
        course(bought_before={MAY}),
        course(bought={APRIL, MAY}),
        course(was_customer=False, bought={APRIL}),
    )
    assert (told["buyers"], told["repeat_buyers"]) == (3, 1)
    assert (told["buyers_before"], told["bought_again"], told["repurchase_rate"]) == (2, 1, 0.5)


def test_a_play_wakes_whom_it_was_started_for_while_they_were_silent() -> None:
    began = FROM - 10 * DAY
    told = figures(
        course(silences=((began, FROM + DAY),), plays_at=(began + DAY,)),
        course(silences=((began, FROM + DAY),), plays_at=(FROM + DAY,)),
        course(silences=((began, None),), plays_at=(began,)),
        course(silences=((began, TO),)),
    )
    assert (told["silences"], told["woken"], told["woken_after_play"]) == (4, 2, 1)
    assert (told["wake_rate"], told["wake_rate_after_play"]) == (0.5, 0.5)


def test_who_rises_is_counted_and_whether_they_were_given_the_treatment_of_their_tier() -> None:
    told = figures(
        course(segment_at_end=Segment.HIGH_VALUE, was_treated=True),
        course(segment_at_end=Segment.HIGH_VALUE),
        course(segment_at_end=Segment.ORDINARY, was_treated=True),
        course(segment_at_end=Segment.HIGH_VALUE, is_customer=False, was_treated=True),
        course(segment_at_end=Segment.HIGH_VALUE, was_customer=False, was_treated=True),
    )
    assert (told["moved_up"], told["moved_down"]) == (2, 1)
    assert (told["treated"], told["treated_moved_up"]) == (3, 1)
