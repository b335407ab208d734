"""A share below all is never shown as all, one above none never as none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language.share import shown_share
from service.projections.kpi.definition import Figures
from service.reports.kpis.table import _values

SERVICE = Path(__file__).parents[2] / "service"


@pytest.mark.parametrize(
    ("hits", "count", "shown"),
    [
        (22_157, 22_168, ">99.9%"),
        (22_168, 22_168, "100.0%"),
        (0, 22_168, "0.0%"),
        (1, 22_168, "<0.1%"),
        (738_282, 738_283, ">99.9%"),
        (999, 1000, "99.9%"),
        (1, 1000, "0.1%"),
        (1, 3, "33.3%"),
        (2, 1, "200.0%"),
    ],
)
def test_a_share_is_shown_as_what_it_is(hits: int, count: int, shown: str) -> None:
    assert shown_share(hits / count) == shown


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_all_and_none_are_shown_for_nothing_else(hits: int, more: int) -> None:
    shown = shown_share(hits / (hits + more))
    assert (shown == "0.0%") == (hits == 0)
    assert shown != "100.0%"


def test_the_report_of_kpis_shows_eleven_late_ones_among_thousands() -> None:
    shown = _values(Figures(count=22_168, hits=22_157, ratio=22_157 / 22_168), "en")
    assert shown["hits"] == "22,157 (>99.9%)"


def test_shares_are_shown_in_one_place_only() -> None:
    formats = re.compile(r":[,.\d]*%\}")
    places = {path for path in SERVICE.rglob("*.py") if formats.search(path.read_text(encoding="utf-8"))}
    assert places == {SERVICE / "language" / "share.py"}
