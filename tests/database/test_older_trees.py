"""A database that an older program left opens: its derived tables are made as they are declared now."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, select

from service.database.engine import create_engine
from service.database.migrate import migrate, pending
from service.projections.engine.checkpoints import found_checkpoints
from service.projections.engine.mart_view import replace_views
from service.projections.mart import MART_VIEWS, ensure_mart
from service.projections.models import MODELS
from service.projections.rebuild import ensure_tables
from service.projections.runner import Runner
from tests.projections.histories.history import history

# As revision 0018 left them, cut down: one checkpoint for all, other columns, no new tables.
OLD_TREE = """
drop schema mart cascade; create schema mart; drop schema proj cascade; create schema proj;
create table proj.cases (case_id uuid primary key, owner text);
insert into proj.cases values (gen_random_uuid(), 'somebody');
create table proj.accounts (account_id uuid primary key, has_settlement_routine boolean);
create view mart.v1_of_somebody_else as select 1 as one;
create table proj.checkpoints (projection text primary key, version integer not null,
    position bigint not null, updated_at timestamptz not null);
insert into proj.checkpoints values ('cases', 5, 3, now());
update public.alembic_version set version_num = '{revision}';
"""


def rows(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            model.name: list(connection.execute(select(model.table).order_by(*model.table.primary_key)))
            for model in MODELS
        }


@pytest.mark.parametrize("revision", ["0018", "0016", "0015"])
async def test_a_database_of_an_older_tree_gets_the_tables_of_today(database_url: str, revision: str) -> None:
    async with history(database_url) as past:
        await past.random(10)
    engine = create_engine(database_url)
    Runner(engine).catch_up()
    expected = rows(engine)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(OLD_TREE.format(revision=revision).encode())
    assert pending(database_url)
    migrate(database_url)
    assert set(ensure_tables(engine)) == {model.name for model in MODELS}
    assert rows(engine) == expected
    with engine.begin() as connection:
        ensure_mart(connection)
        replace_views(connection, MART_VIEWS)
        assert found_checkpoints(connection)["cases"].replaced_versions == [5]
    assert ensure_tables(engine) == []
    assert Runner(engine).catch_up() == 0
    engine.dispose()


@pytest.mark.parametrize("revision", ["0004", "0008", "0012"])
def test_a_revision_that_is_gone_is_one_that_is_still_there(empty_database_url: str, revision: str) -> None:
    migrate(empty_database_url)
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        connection.execute("drop schema files cascade; drop table access.survey_links")
        connection.execute("alter table access.api_keys drop column account_id")
        if revision == "0004":
            connection.execute("drop table es.snapshots; drop function es.refuse_change() cascade")
        connection.execute("update public.alembic_version set version_num = %s", (revision,))
    assert migrate(empty_database_url) == "0019"
    assert not pending(empty_database_url)
