"""The sample report of the READMEs: a part of what the program prints, by the names that it prints."""

import re
from pathlib import Path

import pytest

from service.language import Language, text
from service.projections.kpi.registry import KPIS
from service.reports.kpis.table import COUNTED, TIMED

ROOT = Path(__file__).parents[2]
PAGES: list[tuple[str, Language]] = [("README.md", "en"), ("README.zh-CN.md", "zh")]
CELLS = re.compile(r" {2,}")


def sample(page: str) -> list[list[str]]:
    """Return the lines of the sample that have several cells, each cut into its cells."""
    block = next(part for part in (ROOT / page).read_text(encoding="utf-8").split("```") if " ────" in part)
    lines = [CELLS.split(line.strip()) for line in block.splitlines()]
    return [cells for cells in lines if len(cells) > 1]


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_the_sample_names_kpis_as_the_report_does_in_its_order(page: str, language: Language) -> None:
    titles = [text(f"kpi.{kpi.slug}.title", language) for kpi in KPIS]
    headings = {
        tuple(text(f"report.kpi.heading.{name}", language) for name in ("title", *columns)): columns
        for columns in (COUNTED, TIMED)
    }
    rows = [cells for cells in sample(page) if tuple(cells) not in headings]
    assert len(rows) == len(sample(page)) - len(headings)
    places = [titles.index(cells[0]) for cells in rows]
    assert places[:10] == sorted(places[:10])
    assert len(places) == len(set(places)) >= 10


def test_both_samples_tell_the_same_figures() -> None:
    told = [
        [re.findall(r"[\d,.]+|–", " ".join(cells[1:])) for cells in sample(page)[1:]] for page, _ in PAGES
    ]
    assert told[0] == told[1]
