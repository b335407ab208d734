"""The figures of the KPI report are those of the events."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from service.database.engine import create_engine
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.language import LANGUAGES
from service.projections.kpi.population import GROUPINGS, ROWS
from service.projections.kpi.registry import KPIS
from service.projections.mart import ensure_mart
from service.projections.runner import Runner
from service.reports.kpis.page import kpi_markdown
from service.reports.kpis.report import KpiGroup, KpiQuery, KpiReport, kpi_definitions, kpi_report
from service.reports.kpis.table import as_tables
from tests.projections.histories.history import START, history
from tests.reports.slow_record import Slow, slowly

NEVER_UNKNOWN = {"account", "channel", "segment", "phase", "clock", "month", "stage", "kind"}
PERIODS = [
    (None, None),
    (START + timedelta(days=10), START + timedelta(days=45)),
    (None, START + timedelta(days=30)),
    (START + timedelta(days=400), None),
]
GROUPED_PERIODS = PERIODS[:3]


def measured(engine: Engine, **query: object) -> KpiReport:
    with engine.connect() as connection:
        return kpi_report(connection, KpiQuery.model_validate(query))


def grouped_by(by: str) -> set[str]:
    return {kpi.slug for kpi in KPIS if ROWS[kpi.population].group(by) is not None}  # type: ignore[arg-type]


def plain(group: KpiGroup) -> dict[str, object]:
    return {slug: figures.model_dump(exclude_none=True) for slug, figures in group.figures.items()}


def agree(found: dict[str, object], expected: dict[str, object]) -> None:
    assert found.keys() == expected.keys()
    for slug, figures in expected.items():
        assert found[slug] == pytest.approx(figures, rel=1e-12), slug


@pytest.mark.parametrize("seed", range(3))
async def test_the_report_agrees_with_a_slow_computation_from_the_events(
    engine: Engine, database_url: str, seed: int
) -> None:
    async with history(database_url, seed) as past:
        await past.random(120)
    Runner(engine).catch_up()
    slow = await slowly(database_url)
    for from_at, to_at in PERIODS:
        report = measured(engine, from_at=from_at, to_at=to_at)
        agree(plain(report.total), dict(slow.kpis(from_at, to_at)))
        assert report.groups == ()


@dataclass
class Told:
    """A record that is only read from here on, and what it says slowly."""

    engine: Engine
    head: int
    slow: Slow
    totals: list[dict[str, object]]
    """The figures of all cases in each period that is grouped."""


@pytest.fixture(scope="module")
def told(module_database_url: str) -> Iterator[Told]:
    async def head_of_all() -> int:
        async with history(module_database_url) as past:
            await past.random(120)
            account = await past.account()
            await past.case(account)  # nothing is known of it: no owner, no priority
            await past.case(account, kind="complaint")  # nor of its cause
            return await past.application.log.head()

    head = asyncio.run(head_of_all())
    engine = create_engine(module_database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
    Runner(engine).catch_up()
    slow = asyncio.run(slowly(module_database_url))
    yield Told(engine, head, slow, [dict(slow.kpis(*period)) for period in GROUPED_PERIODS])
    engine.dispose()


@pytest.mark.parametrize("by", GROUPINGS)
def test_each_group_is_the_report_of_its_cases_alone(told: Told, by: str) -> None:
    slow = told.slow
    for (from_at, to_at), total in zip(GROUPED_PERIODS, told.totals, strict=True):
        report = measured(told.engine, from_at=from_at, to_at=to_at, by=by)
        assert report.position == told.head
        agree(plain(report.total), total)
        for group in report.groups:
            its_own = dict(slow.of(by, group.group).kpis(from_at, to_at))
            agree(plain(group), {slug: its_own[slug] for slug in its_own if slug in grouped_by(by)})
        names = [group.group for group in report.groups]
        assert names == sorted(set(names), key=str)
        if (from_at, to_at) == (None, None):
            assert set(names) == slow.groups(by)
    assert by in NEVER_UNKNOWN or "unknown" in names


def test_without_cases_there_are_zeros_and_no_means(engine: Engine) -> None:
    report = measured(engine, by="owner")
    assert report.position == 0
    assert report.groups == ()
    assert plain(report.total)["first_response_time"] == {"count": 0, "total_seconds": 0}
    assert plain(report.total)["csat"] == {"count": 0, "hits": 0}
    assert plain(report.total)["waiting_other_time"] == {"count": 0, "total_seconds": 0}


async def test_the_report_survives_json(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(30)
    Runner(engine).catch_up()
    report = measured(engine, by="segment")
    assert KpiReport.model_validate_json(report.model_dump_json()) == report


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="period_runs_backward"):
        KpiQuery(from_at=START, to_at=START)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_table_speaks_the_language_asked_for_and_shows_times_as_people_say_them(
    engine: Engine, database_url: str, language: str
) -> None:

    async with history(database_url) as past:
        case_id = await past.case(await past.account())
        await past.accept(case_id, AcknowledgeReceipt(occurred_at=START + timedelta(seconds=90)))
    Runner(engine).catch_up()
    counted, timed = as_tables(measured(engine, by="priority"), "zh" if language == "zh" else "en")
    for table in (counted, timed):
        assert {len(row) for row in table.rows} == {len(table.headings)}
        assert table.words == 2
    assert len(counted.rows) + len(timed.rows) == 2 * len(KPIS)
    title = {"zh": "受理确认耗时", "en": "Acknowledgement time"}[language]
    group = {"zh": "未填写", "en": "Not stated"}[language]
    (row,) = (row for row in timed.rows if row[:2] == [group, title])
    minutes = {"zh": "1.5 分", "en": "1.5 min"}[language]
    assert row[2:] == ["1", minutes, minutes, minutes, minutes]


def test_every_kpi_is_defined_in_both_languages_and_named_once() -> None:
    definitions = kpi_definitions()
    assert len({each.slug for each in definitions}) == len(KPIS) == 102
    for each in definitions:
        assert len(each.definition_en) > 50
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.title_zh + each.definition_zh)
        for language in LANGUAGES:
            assert f"(`{each.slug}`)" in kpi_markdown(language)
