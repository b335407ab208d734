"""A breakdown by anything adds up to the whole, and every figure is that of the rows that it names."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from service.projections.kpi.definition import ADDITIVE, Figures
from service.projections.kpi.population import GROUPINGS, ROWS
from service.projections.kpi.registry import KPIS
from service.reports.kpis.explanation import ExplainedRow, ExplanationQuery, explained, place_of
from tests.projections.histories.history import START
from tests.reports.records import RECORDS, folded_record, reported
from tests.reports.slow_record import slowly

DAYS = st.none() | st.integers(-10, 200).map(lambda days: START + timedelta(days=days))


def added_up(parts: list[Figures], name: str) -> int | None:
    told = [value for each in parts if (value := getattr(each, name)) is not None]
    return sum(told) if told else None


@pytest.mark.parametrize("record", RECORDS)
async def test_a_breakdown_by_anything_adds_up_to_the_whole(
    engine: Engine, database_url: str, record: str
) -> None:
    await folded_record(engine, database_url, record)
    codes = [None, *(group.group for group in reported(engine, by="account").groups)]

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(GROUPINGS), DAYS, DAYS, st.sampled_from(codes))
    def adds_up(by: str, one: datetime | None, other: datetime | None, account: str | None) -> None:
        known = sorted(each for each in (one, other) if each is not None)
        from_at, to_at = (one, other) if len(set(known)) < 2 else known
        if from_at is not None and from_at == to_at:
            to_at = None
        report = reported(engine, by=by, from_at=from_at, to_at=to_at, account=account)
        for kpi in KPIS:
            if ROWS[kpi.population].group(by) is None:  # type: ignore[arg-type]
                continue
            whole = report.total.figures[kpi.slug]
            parts = [group.figures[kpi.slug] for group in report.groups]
            for name in ADDITIVE:
                assert (added_up(parts, name) or 0) == (getattr(whole, name) or 0), (kpi.slug, by, name)

    adds_up()


@pytest.mark.parametrize("record", RECORDS)
async def test_the_rows_of_every_figure_add_up_to_it(engine: Engine, database_url: str, record: str) -> None:
    await folded_record(engine, database_url, record)
    report = reported(engine, by="segment")
    (group, *_) = [each for each in report.groups if each.group != "unknown"]
    for kpi in KPIS:
        for of, figures in ((None, report.total.figures), (group.group, group.figures)):
            rows, told = all_rows(engine, kpi.slug, of)
            assert known(told) == pytest.approx(known(figures[kpi.slug]), rel=1e-12), kpi.slug
            assert sum(each.counts for each in rows) == figures[kpi.slug].count, kpi.slug
            assert sum(each.hits or 0 for each in rows) == (figures[kpi.slug].hits or 0), kpi.slug
            seconds = figures[kpi.slug].total_seconds
            if seconds is not None:
                assert sum(each.seconds or 0 for each in rows) == seconds, kpi.slug
            assert len({each.row_id for each in rows}) == len(rows), kpi.slug
            assert all(of in {None, each.group} for each in rows)


def known(figures: Figures) -> dict[str, float]:
    return figures.model_dump(exclude_none=True)


def all_rows(engine: Engine, slug: str, group: str | None) -> tuple[list[ExplainedRow], Figures]:
    """Return the rows of all pages, and the figures that each page tells."""
    query = ExplanationQuery(by="segment", group=group)
    rows: list[ExplainedRow] = []
    with engine.connect() as connection:
        while True:
            after = place_of(rows[-1]) if rows else None
            page = explained(connection, slug, query, after, 37)
            rows += page.items
            if len(page.items) < 37:
                return rows, page.figures


async def test_the_figures_of_the_demonstration_are_those_of_its_events_in_plain_python(
    engine: Engine, database_url: str
) -> None:
    await folded_record(engine, database_url, "demonstration")
    slow = await slowly(database_url)
    whole = slow.kpis(None, None)
    assert sum(bool(each["count"]) for each in whole.values()) >= 40
    for by in (None, "account", "month"):
        report = reported(engine, by=by)
        for group in (report.total, *report.groups):
            expected = slow if group.group is None else slow.of(str(by), group.group)
            figures = expected.kpis(None, None)
            for slug, found in group.figures.items():
                told = found.model_dump(exclude_none=True)
                assert told == pytest.approx(figures[slug], rel=1e-12), (slug, group.group)
