"""Arrays arrive as they were sent, element by element, as many as there are."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from psycopg.adapt import PyFormat
from psycopg.sql import SQL, Placeholder

from service.eventstore import arrays
from service.eventstore.arrays import BinaryArray

INT4 = st.integers(-(2**31), 2**31 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC) | st.just(timezone(timedelta(hours=8))),
)
KINDS: dict[LiteralString, tuple[Callable[[Any], BinaryArray], SearchStrategy[Any]]] = {
    "uuid[]": (arrays.uuids, st.uuids()),
    "uuid[] ": (arrays.uuids_or_missing, st.none() | st.uuids()),
    "bytea[]": (arrays.byteas, st.none() | st.binary(max_size=40)),
    "text[]": (arrays.texts, TEXTS),
    "int[]": (arrays.integers, INT4),
    "timestamptz[]": (arrays.instants, INSTANTS),
}


def read_back(url: str, sql_type: LiteralString, array: BinaryArray) -> list[object]:
    with psycopg.connect(url) as connection:
        cursor = connection.cursor(binary=True)
        wanted = SQL("select one from unnest({array}::{kind}) with ordinality as t (one, n) order by n")
        cursor.execute(wanted.format(array=Placeholder(format=PyFormat.BINARY), kind=SQL(sql_type)), [array])
        return [one for (one,) in cursor.fetchall()]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_postgresql_reads_the_same_elements_in_the_same_order(
    module_database_url: str, kind: LiteralString, data: st.DataObject
) -> None:
    made, element = KINDS[kind]
    values: Sequence[object] = data.draw(st.lists(element, max_size=20))
    assert read_back(module_database_url, kind.strip(), made(values)) == values


@pytest.mark.parametrize("size", [0, 1, 5000])
def test_an_array_of_any_size_is_one_value(module_database_url: str, size: int) -> None:
    ids = [UUID(int=n) for n in range(size)]
    assert read_back(module_database_url, "uuid[]", arrays.uuids(ids)) == ids


def test_a_text_that_postgresql_cannot_hold_is_refused_before_it_is_sent() -> None:
    with pytest.raises(psycopg.DataError, match="NUL"):
        arrays.texts(["a", "b\0c"])
