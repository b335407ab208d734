"""`casebook bench read` measures both sizes. No figure is judged here: that is the machine's."""

import json
from pathlib import Path

from sqlalchemy import Engine, func, select, text

from service.benchmark.figures import READING_BARS
from service.benchmark.grown_rows import COPIED, grow
from service.database.engine import create_engine
from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.runner import Runner
from tests.cli.command import casebook
from tests.projections.histories.history import history

KEYS = {"name", "figure", "unit", "reference", "ratio", "bar", "met"}


def test_it_prints_every_figure_beside_its_reference(tmp_path: Path) -> None:
    ended = casebook(tmp_path, "bench", "read", "--json", "--cases", "40", "--base", "20", "--rounds", "1")
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert [each["name"] for each in found] == list(READING_BARS)
    assert all(set(each) == KEYS for each in found)
    assert all(each["reference"] > 0 for each in found)
    (error,) = [each["figure"] for each in found if each["name"] == "percentile_error"]
    assert 0 < error < 1


async def test_each_copy_has_cases_of_its_own_with_their_clocks(database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(12)
    engine = create_engine(database_url)
    Runner(engine).catch_up()
    before = counts(engine)
    finished = one(
        engine, "select count(*) from proj.cases where ended_at is not null or merged_at is not null"
    )
    grow(engine, 4)
    assert counts(engine)["cases"] == before["cases"] + 3 * finished
    assert counts(engine)["accounts"] == 4 * before["accounts"]
    assert (
        one(
            engine,
            "select count(*) from pg_indexes where schemaname = 'proj' and indexname = 'cases_received'",
        )
        == 1
    )
    with engine.connect() as connection:
        lone = select(func.count()).select_from(
            clocks.outerjoin(cases, cases.c.case_id == clocks.c.stream_id)
        )
        assert connection.scalar(lone.where(clocks.c.stream == "case", cases.c.case_id.is_(None))) == 0
    engine.dispose()


def counts(engine: Engine) -> dict[str, int]:
    return {table.name: one(engine, f"select count(*) from {table.fullname}") for table in COPIED}  # noqa: S608


def one(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)
