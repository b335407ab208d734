"""Arrays of ids arrive as they were sent, as many as there are."""

from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.eventstore.uuid_arrays import UuidArray


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ids=st.lists(st.uuids(), max_size=20))
def test_postgresql_reads_the_same_ids_in_the_same_order(module_database_url: str, ids: list[UUID]) -> None:
    with psycopg.connect(module_database_url) as connection:
        cursor = connection.cursor(binary=True)
        cursor.execute(
            "select id from unnest(%b::uuid[]) with ordinality as t (id, n) order by n", [UuidArray(ids)]
        )
        assert [one for (one,) in cursor.fetchall()] == ids


@pytest.mark.parametrize("size", [0, 1, 5000])
def test_an_array_of_any_size_is_one_value(module_database_url: str, size: int) -> None:
    with psycopg.connect(module_database_url) as connection:
        cursor = connection.cursor(binary=True)
        cursor.execute("select cardinality(%b::uuid[])", [UuidArray([UUID(int=n) for n in range(size)])])
        assert cursor.fetchone() == (size,)
