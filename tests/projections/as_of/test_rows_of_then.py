"""Rows as of a position are those of a record that ends there."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import OperationalError

from service.database.engine import create_engine
from service.database.schemas import AS_OF
from service.projections.as_of.filling import AllInUseError, NotThereYetError, fill
from service.projections.as_of.schemas import (
    ensure_as_of,
    exchanged,
    position_of,
    read_from,
    reads_past,
    schema_of,
)
from service.projections.cases.table import cases
from service.projections.engine.advance import Work, fold_batch
from service.projections.engine.checkpoints import projection_position
from service.projections.engine.entries import head
from service.projections.engine.folding import plan_for
from service.projections.engine.model import ReadModel
from service.projections.engine.swapping import places_in
from service.projections.kpi.population import Scope
from service.projections.kpi.rollups.reading import measured
from service.projections.models import MODELS
from service.projections.runner import Runner
from tests.projections.histories.live_rows import as_written
from tests.projections.test_one_timeline import tell

TRUTH = "record_that_ends_there"


@pytest.fixture(autouse=True)
def _schemas(engine: Engine) -> None:
    with engine.begin() as connection:
        ensure_as_of(connection)


def rows_in(connection: Connection, schema: str, model: ReadModel) -> list[dict[str, Any]]:
    table = places_in(schema, MODELS)[model]
    found = connection.execute(select(table).order_by(*table.primary_key)).mappings()
    return [as_written(dict(row)) for row in found]


@contextmanager
def record_that_ends_at(engine: Engine, position: int) -> Iterator[str]:
    """Fold the whole record up to a position into tables of its own."""
    work = Work(plan_for(MODELS), places_in(TRUTH, MODELS))
    with engine.connect() as connection:
        connection.exec_driver_sql(f"create schema {TRUTH}")
        for table in work.places.values():
            table.create(connection)
        reached, count = 0, 1
        while count:
            count, reached = fold_batch(connection, work, reached, position, 50)
        connection.commit()
        yield TRUTH
        connection.exec_driver_sql(f"drop schema {TRUTH} cascade")
        connection.commit()


def tell_and_fold(engine: Engine, database_url: str, seed: int, how_many: int) -> int:
    asyncio.run(tell(database_url, seed, how_many))
    Runner(engine).catch_up()
    with engine.connect() as connection:
        return head(connection)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), how_many=st.integers(1, 6), part=st.floats(0, 1))
def test_rows_as_of_a_position_are_those_of_a_record_that_ends_there(
    engine: Engine, database_url: str, seed: int, how_many: int, part: float
) -> None:
    newest = tell_and_fold(engine, database_url, seed, how_many)
    position = max(1, round(newest * part))
    fill(engine, position)
    with record_that_ends_at(engine, position) as truth, engine.connect() as connection:
        schema = schema_of(connection, position)
        assert schema is not None
        for model in MODELS:
            assert rows_in(connection, schema, model) == rows_in(connection, truth, model), model.name


def test_a_figure_as_of_a_position_is_the_one_that_was_computed_then(
    engine: Engine, database_url: str
) -> None:
    then_at = tell_and_fold(engine, database_url, 11, 5)
    with engine.connect() as connection:
        then = measured(connection, Scope(), "segment")
    asyncio.run(tell(database_url, 12, 5))
    Runner(engine).catch_up()
    fill(engine, then_at)
    with engine.connect() as connection:
        assert measured(connection, Scope(), "segment") != then
        read_from(connection, schema_of(connection, then_at) or "")
        assert projection_position(connection) == then_at
        assert measured(connection, Scope(), "segment") == then


def test_of_more_positions_than_there_is_room_for_the_one_made_first_makes_room(
    engine: Engine, database_url: str
) -> None:
    newest = tell_and_fold(engine, database_url, 13, 3)
    wanted = range(newest - len(AS_OF), newest + 1)
    for position in wanted:
        fill(engine, position)
    with engine.connect() as connection:
        assert schema_of(connection, wanted[0]) is None
        assert {position_of(connection, schema) for schema in AS_OF} == set(wanted[1:])


def test_a_position_that_is_there_already_is_not_made_again(engine: Engine, database_url: str) -> None:
    newest = tell_and_fold(engine, database_url, 14, 2)
    assert fill(engine, newest - 1)
    assert not fill(engine, newest - 1)


def test_rows_that_somebody_reads_stay_until_the_end_of_the_transaction(
    engine: Engine, database_url: str
) -> None:
    newest = tell_and_fold(engine, database_url, 15, 2)
    first = newest - len(AS_OF)
    for position in range(first, newest):
        fill(engine, position)
    with engine.connect() as one, engine.connect() as other, engine.connect() as third:
        assert reads_past(one, first)
        assert reads_past(other, first + 1)
        fill(engine, newest)  # in the place of the third
        assert projection_position(one) == first
        assert not reads_past(third, first + 2)
        assert reads_past(third, newest)
        with pytest.raises(AllInUseError):
            fill(engine, first + 2)
        assert projection_position(one) == first


def test_who_looked_before_rows_made_room_does_not_take_the_empty_tables_for_them(
    engine: Engine, database_url: str
) -> None:
    newest = tell_and_fold(engine, database_url, 17, 2)
    fill(engine, newest - 1)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as reader:
        reader.exec_driver_sql("select 1 from es.head")  # its snapshot is of now
        for position in range(newest - len(AS_OF) - 1, newest - 1):
            fill(engine, position)
        assert not reads_past(reader, newest - 1)
        assert reads_past(reader, newest - 2)
        assert reader.scalar(select(func.count()).select_from(cases))


def test_no_table_is_put_in_place_while_rows_of_then_are_copied(engine: Engine, database_url: str) -> None:
    newest = tell_and_fold(engine, database_url, 18, 1)
    refused: list[str] = []

    def rebuild_wants_them(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("truncate") and not refused:
            for model in MODELS:
                with pytest.raises(OperationalError, match="could not obtain lock"), admin.begin_nested():
                    admin.exec_driver_sql(f"lock table proj.{model.name} in access exclusive mode nowait")
                refused.append(model.name)

    filling = create_engine(database_url)
    event.listen(filling, "before_cursor_execute", rebuild_wants_them)
    with engine.connect() as admin:
        fill(filling, newest - 1)
    filling.dispose()
    assert refused == [model.name for model in MODELS]


def test_a_position_that_the_rows_have_not_reached_is_refused(engine: Engine, database_url: str) -> None:
    newest = tell_and_fold(engine, database_url, 16, 1)
    with pytest.raises(NotThereYetError, match=f"at position {newest}"):
        fill(engine, newest + 1)
    with engine.connect() as connection:
        assert all(position_of(connection, schema) is None for schema in AS_OF)


def test_names_are_exchanged_as_a_whole() -> None:
    query = "select cases.owner, proj.cases.owner from proj.cases, mart.v1_fact_case, proj.casesx"
    found = exchanged(query, "as_of_2")
    assert (
        found
        == "select cases.owner, as_of_2.cases.owner from as_of_2.cases, as_of_2.v1_fact_case, proj.casesx"
    )
    assert exchanged("select position from es.head, proj.dates", "as_of_2").endswith("proj.dates")
