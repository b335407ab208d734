"""A time is believed while the clocks of both machines agree and ours runs evenly."""

from datetime import UTC, datetime, timedelta

import pytest

from service.processes.clock_guard import ClockGuard, Look

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def look(
    at: float, *, wall: float | None = None, database: float | None = None, answered_after: float = 0.0
) -> Look:
    """Return a look at so many true seconds after noon; `wall` and `database` say what the clocks show."""
    wall = at if wall is None else wall
    database = at if database is None else database
    return Look(
        asked_at=NOON + timedelta(seconds=wall),
        answered_at=NOON + timedelta(seconds=wall + answered_after),
        database_at=NOON + timedelta(seconds=database),
        monotonic_seconds=7_000.0 + at,
    )


def kinds(*looks: Look) -> list[str | None]:
    guard = ClockGuard(tolerance_seconds=5, settling_seconds=30)
    return [doubt.kind if (doubt := guard.judge(each)) else None for each in looks]


def test_clocks_that_agree_are_believed_from_the_first_look() -> None:
    assert kinds(look(0), look(1, wall=4), look(2, database=-2)) == [None, None, None]


@pytest.mark.parametrize("database", [-5.1, 5.1, 86_400])
def test_a_database_whose_clock_differs_is_not_believed(database: float) -> None:
    assert kinds(look(0, database=database)) == ["clocks_differ"]


@pytest.mark.parametrize("database", [-5, 5])
def test_a_difference_of_as_much_as_is_tolerated_is_believed(database: float) -> None:
    assert kinds(look(0, database=database)) == [None]


def test_an_answer_that_takes_long_does_not_make_the_clocks_differ() -> None:
    assert kinds(look(0, database=20, answered_after=21)) == [None]
    assert kinds(look(0, database=30, answered_after=21)) == ["clocks_differ"]


@pytest.mark.parametrize("jump", [3_600, -3_600])
def test_a_clock_that_jumps_is_doubted_though_the_database_jumps_with_it(jump: float) -> None:
    jumped = look(1, wall=1 + jump, database=1 + jump)
    assert kinds(look(0), jumped) == [None, "clock_jumped"]


def test_a_jump_is_believed_once_looks_agree_for_a_while() -> None:
    jumped = [look(at, wall=at + 3_600, database=at + 3_600) for at in (1, 2, 30, 31)]
    assert kinds(look(0), *jumped) == [None, "clock_jumped", "clock_jumped", "clock_jumped", None]


def test_a_clock_that_is_put_right_is_believed_once_looks_agree_for_a_while() -> None:
    wrong = [look(at, wall=at + 60) for at in (1, 2)]
    right = [look(at) for at in (3, 4, 32, 33)]
    expected = ["clocks_differ"] * 2 + ["clock_jumped"] * 3 + [None]
    assert kinds(look(0), *wrong, *right) == [None, *expected]


def test_a_database_that_is_put_right_is_believed_once_looks_agree_for_a_while() -> None:
    looks = [look(0, database=60), look(1), look(30), look(31)]
    assert kinds(*looks) == ["clocks_differ", "clocks_differ", "clocks_differ", None]


def test_what_is_due_is_due_by_both_clocks() -> None:
    assert look(0, wall=3).earliest == NOON
    assert look(0, database=-3).earliest == NOON - timedelta(seconds=3)
