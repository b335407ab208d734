"""Programs of others read what we hand out. The long form is `tools/outside_clients.py`."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine

from service.cli.exports.process_log import written_to
from service.database.bi_role import BI_ROLE, bi_url, ensure_bi_role
from service.database.engine import create_engine
from service.projections.mart import MART_VIEWS, ensure_mart
from service.projections.runner import Runner
from service.reports.kpis.report import KpiQuery, kpi_report
from service.reports.process_log.courses import ProcessLogQuery
from service.reports.process_log.ocel import Ocel
from service.reports.process_log.xes import Xes
from tests.cluster import BI_PASSWORD
from tests.projections.histories.history import history
from tests.projections.histories.improving import improve
from tools.clients.environments import NotInstallableError, environment_of
from tools.clients.running import differences, run_dbt, run_pandas, run_pm4py

pytestmark = pytest.mark.xdist_group("processes")
CASES = 100
MOSTLY = 0.9


def installed(client: str) -> None:
    try:
        environment_of(client)
    except NotInstallableError as error:
        pytest.skip(f"{client} cannot be installed here: {error}")


@pytest.fixture
async def record(database_url: str) -> str:
    """Give the URL of a record with a mart over it."""
    engine: Engine = create_engine(database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
        ensure_bi_role(connection, BI_PASSWORD)
    async with history(database_url) as past:
        await past.random(CASES)
        await improve(past)
    Runner(engine).catch_up()
    engine.dispose()
    return database_url


def test_dbt_finds_the_mart_as_its_sources_promise(record: str) -> None:
    installed("dbt")
    url = bi_url(record, BI_PASSWORD)
    assert url is not None
    assert BI_ROLE in url
    with TemporaryDirectory() as folder:
        found = run_dbt(url, Path(folder))
    assert found.failed == ()
    assert found.tests["pass"] > len(MART_VIEWS)
    assert found.freshness == "pass"
    assert found.described == sum(len(view.columns) for view in MART_VIEWS)


async def test_pm4py_reads_both_logs_and_replays_them(record: str) -> None:
    installed("pm4py")
    with TemporaryDirectory() as folder:
        ocel, xes = Path(folder) / "log.json", Path(folder) / "log.xes"
        for file, writer in ((ocel, Ocel()), (xes, Xes())):
            with file.open("wb") as written:
                await written_to(record, writer, written, ProcessLogQuery())
        found = run_pm4py(ocel, xes)
    assert found["traces"] == found["objects_by_type"]["case"] == CASES + 1
    assert found["events"] == found["ocel_events"] > CASES
    assert found["objects_by_type"].keys() >= {"account", "agent", "department", "department_task"}
    assert found["starts"] == {"CaseReceived": CASES + 1}
    assert found["fitness"] > MOSTLY  # replaying by tokens guesses which of the silent steps were taken


async def test_pandas_finds_the_figures_of_the_kpi_report_in_the_mart(record: str) -> None:
    installed("pandas")
    computed = run_pandas(bi_url(record, BI_PASSWORD) or "")
    engine = create_engine(record)
    with engine.connect() as connection:
        figures = kpi_report(connection, KpiQuery()).total.figures
    engine.dispose()
    assert differences(computed, figures) == []
    assert {slug for slug, values in computed.items() if values["count"]} >= {"csat", "clock_attainment"}
