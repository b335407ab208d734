"""`casebook bench health` measures what it names. No figure is judged here: that is the machine's."""

import asyncio

from sqlalchemy import func, select

from service import main
from service.benchmark.accounts.health import measure_shadow
from service.benchmark.accounts.two_years import live_two_years
from service.benchmark.figures import HEALTH_BARS
from service.benchmark.projections import record_demonstration
from service.projections.accounts import accounts
from service.projections.care.health.usage import usage
from service.projections.runner import Runner


def test_a_formula_is_tried_over_accounts_that_live_two_years(database_url: str) -> None:
    asyncio.run(record_demonstration(database_url, 10))
    engine = main.reading_engine(database_url)
    Runner(engine).catch_up()
    days = select(func.max(usage.c.used_on) - func.min(usage.c.used_on))
    with engine.connect() as connection:
        known, before = connection.scalar(select(func.count()).select_from(accounts)), connection.scalar(days)
    assert known is not None
    assert before is not None
    live_two_years(engine, known + 1)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(accounts)) == 2 * known
        assert connection.scalar(days) == before + 3 * 182
    finding = measure_shadow(engine, rounds=1)
    engine.dispose()
    assert [finding.name] == list(HEALTH_BARS)
    assert finding.figure > finding.reference > 0
    assert finding.asides["scored_accounts"] == 2 * known
    assert finding.asides["compared_scores"] > 2 * 2 * known * 50
