"""The figures that another program computed from the raw files, over import, record and report."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from service.importers.run import import_file
from service.importers.sources.registry import SOURCES
from service.projections.kpi.definition import Figures
from service.projections.runner import Runner
from service.reports.kpis.report import KpiQuery, KpiReport, kpi_report
from tests.importers.recording import application_on

DATA = Path(__file__).parents[3] / "shared" / "data"
PRIORITIES = {"1 - Critical": "critical", "2 - High": "high", "3 - Moderate": "moderate", "4 - Low": "low"}


async def reported(engine: Engine, url: str, source: str, folder: str, rejects: Path) -> KpiReport:
    (file,) = (DATA / folder).glob("*.csv")
    async with application_on(url) as application:
        await import_file(file, SOURCES[source], application, actor="tests", rejects_folder=rejects)
    Runner(engine).catch_up()
    with engine.connect() as connection:
        return kpi_report(connection, KpiQuery(by="priority"))


def expected(folder: str) -> dict[str, Any]:
    file = DATA / folder / "expected.json"
    if not file.exists():
        pytest.skip(f"the figures of {folder} are not beside this repository (../shared/data)")
    figures: dict[str, Any] = json.loads(file.read_text())
    return figures


def agrees(found: Figures, minutes: dict[str, float]) -> None:
    assert found.count == minutes["n"]
    assert found.median_seconds is not None
    assert found.p90_seconds is not None
    assert found.mean_seconds is not None
    assert found.median_seconds / 60 == pytest.approx(minutes["median"], abs=1e-6)
    assert found.p90_seconds / 60 == pytest.approx(minutes["p90"], abs=1e-6)
    assert found.mean_seconds / 60 == pytest.approx(minutes["mean"], abs=5e-4)  # given to three places


async def test_the_incident_log_gives_the_figures_that_another_program_found(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    right = expected("uci_incident")
    report = await reported(engine, database_url, "servicenow", "uci_incident", tmp_path)
    total = report.total.figures
    agrees(total["first_resolution_time"], right["first_resolution_minutes (first entry into Resolved)"])
    agrees(total["final_resolution_time"], right["final_resolution_minutes (last entry into Resolved)"])
    agrees(total["close_time"], right["close_minutes (last entry into Closed)"])
    agrees(total["acknowledge_time"], right["acknowledge_minutes (first entry into Active)"])
    assert total["cases_received"].count == right["cases"]
    assert total["backlog"].count == 0
    assert total["reopen_events"].count == right["reopen events"]
    assert total["reopened_cases"].hits == right["cases reopened"]
    assert total["handover_events"].count == right["hand-overs between known groups"]
    assert total["handed_over_cases"].hits == right["cases handed over"]
    waiting = total["waiting_customer_time"]
    assert waiting.count == right["waiting for customer: cases"]
    assert waiting.total_seconds == 60 * right["waiting for customer: minutes in all (to the next row)"]
    kept = total["source_promise_kept_rate"]
    assert {"k": kept.hits, "n": kept.count} == right["made_sla on the last row"]


async def test_each_priority_of_the_incident_log_gives_those_figures_too(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    right = expected("uci_incident")
    report = await reported(engine, database_url, "servicenow", "uci_incident", tmp_path)
    groups = {group.group: group.figures for group in report.groups}
    for theirs, ours in PRIORITIES.items():
        agrees(groups[ours]["final_resolution_time"], right["final resolution by priority"][theirs])
        kept = groups[ours]["source_promise_kept_rate"]
        assert {"k": kept.hits, "n": kept.count} == right["made_sla by priority on the last row"][theirs]


async def test_the_service_requests_give_the_figures_that_another_program_found(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    right = expected("boston311")
    report = await reported(engine, database_url, "boston311", "boston311", tmp_path)
    total, close = report.total.figures, right["close_min"]
    assert total["cases_received"].count == right["cases"]
    assert total["close_time"].count == right["closed"]["k"]
    assert total["backlog"].count == right["cases"] - right["closed"]["k"]
    kept = total["source_promise_kept_rate"]
    assert (kept.hits, kept.count) == tuple(right["on_time_of_closed_with_target"][name] for name in "kn")
    found = total["close_time"]
    assert found.median_seconds is not None
    assert found.p90_seconds is not None
    assert found.mean_seconds is not None
    assert found.median_seconds / 60 == pytest.approx(close["median_lin"], abs=1e-3)
    assert found.p90_seconds / 60 == pytest.approx(close["p90_lin"], abs=1e-3)
    assert found.mean_seconds / 60 == pytest.approx(close["mean"], abs=1e-3)
