"""Records to compute figures over: random ones, and a small demonstration."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from service.demonstration.history import history as demonstration
from service.domain.refusal import Refusal
from service.projections.runner import Runner
from service.reports.kpis.report import KpiQuery, KpiReport, kpi_report
from tests.projections.histories.history import history
from tests.rules import default_rulebook

DEMONSTRATED_UNTIL = datetime(2026, 8, 31, 10, tzinfo=UTC)


async def random_record(url: str) -> None:
    """Write a random history."""
    async with history(url, seed=11) as past:
        await past.random(60)


async def demonstrated_record(url: str) -> None:
    """Write a small demonstration, with rules that make promises."""
    async with history(url) as past:
        await past.rules()
        story = demonstration(7, DEMONSTRATED_UNTIL, default_rulebook(), accounts_count=6, cases_count=80)
        for outcome in await past.write(story):
            assert not isinstance(outcome, Refusal), outcome


RECORDS: dict[str, Callable[[str], Awaitable[None]]] = {
    "random": random_record,
    "demonstration": demonstrated_record,
}


async def folded_record(engine: Engine, url: str, name: str) -> None:
    """Write a record and fold it."""
    await RECORDS[name](url)
    Runner(engine).catch_up()


def reported(engine: Engine, **query: Any) -> KpiReport:
    """Return the KPI report of a query."""
    with engine.connect() as connection:
        return kpi_report(connection, KpiQuery.model_validate(query))
