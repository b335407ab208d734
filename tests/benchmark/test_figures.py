"""Ratios, their direction and their verdict, on numbers made by hand."""

import pytest

from service.benchmark.figures import BARS, Finding, of_rounds, percentile


def test_a_round_that_was_disturbed_does_not_count() -> None:
    found = of_rounds("append_vs_pgbench", [300, 290, 12, 310, 305], [100, 1, 100, 99, 101])
    assert (found.figure, found.reference, found.ratio) == (300, 100, 3)


def test_rounds_of_even_number_meet_in_the_middle() -> None:
    assert of_rounds("append_vs_pgbench", [100, 300], [50, 150]).ratio == 2


@pytest.mark.parametrize(
    ("name", "figure", "is_met"),
    [
        ("append_vs_pgbench", 15.0, True),
        ("append_vs_pgbench", 14.9, False),
        ("http_vs_validating_route", 6.0, True),
        ("http_vs_validating_route", 5.9, False),
        ("http_vs_stock_application", 50.0, True),
        ("http_vs_stock_application", 49.0, False),
        ("batch_vs_single", 40.0, True),
        ("batch_vs_single", 39.0, False),
        ("p99_vs_raw_commit", 50.0, True),
        ("p99_vs_raw_commit", 51.0, False),
        ("long_stream_vs_short", 12.0, True),
        ("long_stream_vs_short", 12.1, False),
    ],
)
def test_speed_must_reach_its_bar_and_cost_must_stay_below(name: str, figure: float, *, is_met: bool) -> None:
    assert Finding(name=name, figure=figure, reference=10).is_met is is_met


def test_only_costs_have_a_ceiling() -> None:
    ceilings = {name for name, bar in BARS.items() if bar.is_ceiling}
    assert ceilings == {"p99_vs_raw_commit", "long_stream_vs_short"}


def test_json_has_the_ratio_of_the_figure_to_its_reference() -> None:
    found = Finding(name="p99_vs_raw_commit", figure=12.34567, reference=3.0, asides={"load_a_second": 7})
    assert found.as_json() == {
        "name": "p99_vs_raw_commit",
        "figure": 12.35,
        "unit": "ms",
        "reference": 3.0,
        "ratio": 4.115,
        "bar": 5,
        "met": True,
    }


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 0.99, 7),
        (list(range(1, 101)), 0.99, 99),
        (list(range(100, 0, -1)), 0.5, 50),
        ([1, 2, 3], 1.0, 3),
        ([1, 2, 3], 0.0, 1),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected
