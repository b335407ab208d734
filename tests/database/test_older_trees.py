"""A database that an older program left opens: its derived tables are made as they are declared now."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import InternalError

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
alter table access.api_keys drop column speaks_for, drop column expires_at, drop column requests_per_second;
drop function files.withdraw_upload, files.begin_upload, files.lock_content; drop table files.uploads;
drop schema jobs cascade; drop table access.news_marks, access.calendar_feeds;
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


OLD_VIEW = """
drop view mart.v1_complaints;
create view mart.v1_complaints as select 1 as soothed_at, 'a' as case_key, 2 as dropped_since;
grant select on mart.v1_complaints to pg_monitor with grant option;
grant select (case_key), select (soothed_at) on mart.v1_complaints to pg_read_all_stats;
comment on schema mart is 'casebook of before';
"""
HELD = """
select has_table_privilege('pg_monitor', 'mart.v1_complaints', 'select with grant option'),
       has_column_privilege('pg_read_all_stats', 'mart.v1_complaints', 'case_key', 'select')
"""


def test_a_view_of_an_older_shape_is_made_anew_and_those_who_read_it_still_may(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
        declared = connection.exec_driver_sql("select * from mart.v1_complaints").keys()
        connection.exec_driver_sql(OLD_VIEW)
    with engine.begin() as connection:
        ensure_mart(connection)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select * from mart.v1_complaints").keys() == declared
        assert connection.exec_driver_sql(HELD).one() == (True, True)
    engine.dispose()


def test_a_view_that_somebody_built_on_ours_is_not_taken_away_with_it(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
        connection.exec_driver_sql(OLD_VIEW)
        connection.exec_driver_sql("create view public.of_theirs as select * from mart.v1_complaints")
    with pytest.raises(InternalError, match="of_theirs"), engine.begin() as connection:
        ensure_mart(connection)
    engine.dispose()


@pytest.mark.parametrize("revision", ["0004", "0008", "0012"])
def test_a_revision_that_is_gone_is_one_that_is_still_there(empty_database_url: str, revision: str) -> None:
    migrate(empty_database_url)
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        connection.execute(
            "drop schema files, jobs cascade;"
            "drop table access.survey_links, access.news_marks, access.calendar_feeds"
        )
        connection.execute("alter table access.api_keys drop column account_id, drop column speaks_for")
        connection.execute("alter table access.api_keys drop column expires_at")
        connection.execute("alter table access.api_keys drop column requests_per_second")
        if revision == "0004":
            connection.execute("drop table es.snapshots; drop function es.refuse_change() cascade")
        connection.execute("update public.alembic_version set version_num = %s", (revision,))
    assert migrate(empty_database_url) == "0055"
    assert not pending(empty_database_url)
