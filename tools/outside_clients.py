"""Programs of others on the demonstration: `uv run python tools/outside_clients.py [dbt] [pm4py] [pandas]`.

Each gets an environment of its own (`~/.cache/casebook-clients`). Exit code 1 if one of them is not content,
2 if one cannot be installed.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from service import main as composition
from service.benchmark.laboratory import laboratories
from service.benchmark.plan import Plan
from service.cli.exports.process_log import written_to
from service.database.bi_role import bi_url, ensure_bi_role
from service.demonstration.history import begin_of, history
from service.demonstration.teller import StoryRefusedError
from service.domain.refusal import Refusal
from service.importers.rule_files.default_rules import shipped_rulebook
from service.projections.runner import Runner
from service.reports.kpis.report import KpiQuery, kpi_report
from service.reports.process_log.courses import ProcessLogQuery
from service.reports.process_log.ocel import Ocel
from service.reports.process_log.xes import Xes
from service.settings import Settings
from tools.clients.environments import PACKAGES, NotInstallableError
from tools.clients.running import ClientFailedError, differences, run_dbt, run_pandas, run_pm4py

PASSWORD = "clients"  # noqa: S105  of a server that is gone afterwards
SEED, CASES, REQUESTS_AT_ONCE = 7, 1000, 500


def main() -> int:
    """Record the demonstration on a server of its own, and let the clients at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clients", nargs="*", default=list(PACKAGES), help="dbt, pm4py, pandas")
    parser.add_argument("--cases", type=int, default=CASES)
    asked = parser.parse_args()
    with laboratories(Plan(), Settings(), os.environ) as laboratory_for:
        url = laboratory_for("clients").url
        print(f"Recording the demonstration with {asked.cases} cases …", flush=True)
        asyncio.run(_record(url, asked.cases))
        engine = composition.reading_engine(url)
        Runner(engine).catch_up()
        with engine.begin() as connection:
            ensure_bi_role(connection, PASSWORD)
        engine.dispose()
        return max(_judged(client, url) for client in asked.clients)


def _judged(client: str, url: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        try:
            match client:
                case "dbt":
                    return _on_dbt(url, Path(folder))
                case "pm4py":
                    return _on_pm4py(url, Path(folder))
                case _:
                    return _on_pandas(url)
        except NotInstallableError as error:
            print(f"{client}: cannot be installed here ({error})")
            return 2
        except ClientFailedError as error:
            print(f"{client}: {error}")
            return 1


def _on_dbt(url: str, folder: Path) -> int:
    found = run_dbt(bi_url(url, PASSWORD) or "", folder)
    print(f"dbt: {dict(found.tests)}, freshness {found.freshness}, {found.described} columns described")
    print("\n".join(found.failed))
    return int(bool(found.failed) or found.freshness != "pass")


def _on_pm4py(url: str, folder: Path) -> int:
    ocel, xes = folder / "log.json", folder / "log.xes"
    for file, writer in ((ocel, Ocel()), (xes, Xes())):
        with file.open("wb") as written:
            asyncio.run(written_to(url, writer, written, ProcessLogQuery()))
    found = run_pm4py(ocel, xes)
    print(f"pm4py: {found}")
    return int(found["starts"].keys() != {"CaseReceived"})


def _on_pandas(url: str) -> int:
    """Compare what pandas computes with the KPI report of the same record."""
    computed = run_pandas(bi_url(url, PASSWORD) or "")
    engine = composition.reading_engine(url)
    with engine.connect() as connection:
        figures = kpi_report(connection, KpiQuery()).total.figures
    engine.dispose()
    differing = differences(computed, figures)
    print(f"pandas: {len(computed)} KPIs computed, {len(differing)} figures differ")
    print("\n".join(differing))
    return int(bool(differing))


async def _record(url: str, cases: int) -> None:
    ends_at = composition.now().replace(microsecond=0)
    requests = history(SEED, ends_at, shipped_rulebook(), cases_count=cases)
    async with composition.record(url, begins_at=begin_of(ends_at)) as application:
        for begin in range(0, len(requests), REQUESTS_AT_ONCE):
            for outcome in await application.execute_many(requests[begin : begin + REQUESTS_AT_ONCE]):
                if isinstance(outcome, Refusal):
                    raise StoryRefusedError(repr(outcome))


if __name__ == "__main__":
    sys.exit(main())
