"""`casebook bench projections` measures both sides. No figure is judged here: that is the machine's."""

import json
import math
from pathlib import Path

from sqlalchemy import Engine

from service.benchmark.figures import PROJECTION_BARS, Bar, Unit
from service.benchmark.plain_rows import insert_plainly, prepare_plain_rows
from service.database.engine import create_engine
from service.projections.models import MODELS
from service.projections.runner import Runner
from tests.cli.command import casebook
from tests.projections.histories.history import history

KEYS = {"name", "figure", "unit", "reference", "ratio", "bar", "met"}


def test_it_prints_the_figure_its_reference_and_a_profile(tmp_path: Path) -> None:
    ended = casebook(
        tmp_path, "bench", "projections", "--json", "--profile", "--cases", "20", "--rounds", "1"
    )
    assert ended.returncode == 0, ended.stderr
    (found,) = json.loads(ended.stdout)
    assert set(found) == KEYS
    assert [found["name"]] == list(PROJECTION_BARS)
    assert (found["unit"], found["bar"]) == ("events/s", 0.5)
    assert min(found["figure"], found["reference"]) > 0
    assert math.isclose(found["ratio"], found["figure"] / found["reference"], rel_tol=0.01)
    assert "tottime" in ended.stderr
    assert "catch_up" in ended.stderr or "fold" in ended.stderr


async def test_the_plain_insert_writes_the_rows_that_were_folded(database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(20)
    engine = create_engine(database_url)
    Runner(engine).catch_up()
    for _ in range(2):  # each round begins with empty tables
        with engine.begin() as connection:
            if not _has_plain(engine):
                prepare_plain_rows(connection, MODELS)
            insert_plainly(connection, MODELS)
        for model in MODELS:
            assert _differing(engine, model.name) == 0, model.name
    engine.dispose()


def _has_plain(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql("select to_regnamespace('bench_plain') is not null").scalar())


def _differing(engine: Engine, name: str) -> int:
    ours, plain = (f"select x::text from {schema}.{name} as x" for schema in ("proj", "bench_plain"))  # noqa: S608
    query = f"select count(*) from (({ours} except all {plain}) union all ({plain} except all {ours})) as d"  # noqa: S608
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(query).scalar_one())


def test_a_figure_that_is_enough_meets_the_bar_whatever_the_ratio() -> None:
    bar = Bar(limit=0.5, unit=Unit.EVENTS_A_SECOND, enough=30_000)
    assert [bar.is_met(0.4, 29_999), bar.is_met(0.4, 30_000), bar.is_met(0.5, 1)] == [False, True, True]
