"""Percentiles of a histogram are less than 1 % off, of whatever values, in whatever order it was counted."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Double, Engine, literal, select

from service.projections.kpi.rollups.histogram import Histograms, code_of

SHARES = (0.0, 0.5, 0.9, 1.0)
VALUES = (*range(-5, 200), 3_599, 3_600, 86_400, 31_536_000, 10**9, 0.004, 0.25, 1.5, 2.75)
NUMBER = 3


@pytest.fixture
def codes(engine: Engine) -> dict[float, int]:
    """What the server makes of each value."""
    with engine.connect() as connection:
        return {
            value: connection.scalar(select(code_of(NUMBER, literal(value, Double)))) or 0 for value in VALUES
        }


def percentile_cont(values: list[float], share: float) -> float:
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below, above = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def test_a_percentile_is_less_than_one_percent_off(codes: dict[float, int]) -> None:
    @given(st.lists(st.sampled_from([each for each in VALUES if each >= 0]), min_size=1, max_size=40))
    def is_near(values: list[float]) -> None:
        found = Histograms()
        for value in values:
            found.add([codes[value]], [1])
        for share in SHARES:
            exact = percentile_cont(values, share)
            assert found.percentile(NUMBER, share) == pytest.approx(exact, rel=0.01, abs=0)

    is_near()


def test_values_below_nothing_come_before_those_above_it(codes: dict[float, int]) -> None:
    assert all(codes[one] <= codes[other] for one, other in pairwise(sorted(VALUES)))
    found = Histograms()
    found.add([codes[-4], codes[0], codes[4]], [1, 1, 1])
    assert found.percentile(NUMBER, 0.0) == pytest.approx(-4, rel=0.01)
    assert found.percentile(NUMBER, 0.5) == 0
    assert found.percentile(NUMBER, 1.0) == pytest.approx(4, rel=0.01)


def test_what_was_counted_can_be_taken_off_again(codes: dict[float, int]) -> None:
    found = Histograms()
    found.add(sorted([codes[60], codes[3_600]]), [2, 1])
    found.add([codes[60]], [-2])
    assert found.percentile(NUMBER, 0.5) == pytest.approx(3_600, rel=0.01)
    found.add([codes[3_600]], [-1])
    assert found.percentile(NUMBER, 0.5) is None


def test_each_distribution_is_counted_by_itself(engine: Engine) -> None:
    with engine.connect() as connection:
        one, other = (connection.scalar(select(code_of(at, literal(60.0, Double)))) or 0 for at in (0, 1))
    found = Histograms()
    found.add(sorted([one, other]), [1, 3])
    assert found.percentile(0, 0.5) == found.percentile(1, 0.9) == pytest.approx(60, rel=0.01)
    assert found.percentile(2, 0.5) is None


def test_the_order_of_counting_is_of_no_effect(codes: dict[float, int]) -> None:
    dice = random.Random(1)  # noqa: S311  no secret
    values = [dice.choice(VALUES) for _ in range(200)]
    one, other = Histograms(), Histograms()
    for value in values:
        one.add([codes[value]], [1])
    for value in dice.sample(values, len(values)):
        other.add([codes[value]], [1])
    assert [one.percentile(NUMBER, share) for share in SHARES] == [
        other.percentile(NUMBER, share) for share in SHARES
    ]


def test_an_unknown_value_has_no_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(select(code_of(NUMBER, literal(None, Double)))) is None
