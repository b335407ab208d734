"""The contract with BI tools: which views, which columns, which types, and what each means."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import Column, Engine, MetaData, Text

from service.database.bi_role import BI_ROLE, ensure_bi_role
from service.database.engine import libpq_url, parsed_url
from service.database.schemas import PROJECTIONS
from service.projections.engine.columns import METADATA
from service.projections.mart import MART_VIEWS, data_dictionary_markdown, ensure_mart
from service.projections.runner import Runner
from tests.cluster import BI_PASSWORD
from tests.projections.histories.history import history
from tests.projections.histories.improving import improve

CONTRACT = Path(__file__).with_name("mart_contract.json")
PLAIN = {"text", "boolean", "smallint", "integer", "bigint", "date", "timestamp with time zone"}
DICTIONARY = """
    select view_name, column_name, column_type, zh, en from mart.v1_data_dictionary
    order by view_name, ordinal
"""
BOTH_LANGUAGES = re.compile(r"^[^|]*[\u4e00-\u9fff][^|]* \| [^|]*[A-Za-z][^|]*$")


def test_the_migrated_tables_are_those_declared(engine: Engine) -> None:
    def is_ours(name: str | None, kind: str, _: object) -> bool:
        return kind != "schema" or name == PROJECTIONS

    options = {"include_schemas": True, "include_name": is_ours, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        planted = MetaData(schema=PROJECTIONS)
        for table in METADATA.tables.values():
            table.to_metadata(planted)
        planted.tables["proj.cases"].append_column(Column("forgotten", Text))
        assert len(compare_metadata(context, planted)) == 1


def test_every_declared_table_and_column_says_what_it_is_in_both_languages() -> None:
    for table in METADATA.tables.values():
        for said in (table.comment, *(column.comment for column in table.c)):
            assert said
            assert BOTH_LANGUAGES.match(said), said


def test_the_views_are_those_of_the_contract(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(DICTIONARY).all()
    found: dict[str, list[list[str]]] = {}
    for view, column, type_, *_ in rows:
        found.setdefault(view, []).append([column, type_])
    promised = json.loads(CONTRACT.read_text())
    assert found == promised, "the contract changed: columns may only be added, at the end"


def test_the_mart_holds_plain_types_and_a_position_on_each_row(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(DICTIONARY).all()
    assert {row.column_type for row in rows} == PLAIN
    views = {view.name for view in MART_VIEWS}
    assert {row.view_name for row in rows if row.column_name == "source_position"} == views
    durations = [row for row in rows if row.column_name.endswith("_seconds")]
    assert len(durations) == 51
    assert {row.column_type for row in durations} == {"bigint"}


def test_every_view_and_column_says_what_it_is_in_both_languages(engine: Engine) -> None:
    said = """
        select c.relname, coalesce(a.attname, ''), coalesce(
            case when a.attnum is null then obj_description(c.oid)
                 else col_description(c.oid, a.attnum) end, '')
        from pg_class as c join pg_namespace as n on n.oid = c.relnamespace and n.nspname = 'mart'
        join lateral (select null::name as attname, null::smallint as attnum
             union all select attname, attnum from pg_attribute
             where attrelid = c.oid and attnum > 0) as a on true
    """
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(said).all()
    assert len(rows) == sum(1 + len(view.columns) for view in MART_VIEWS)
    assert [row[:2] for row in rows if not BOTH_LANGUAGES.match(row[2])] == []


def test_the_mart_is_left_alone_when_it_is_as_declared(engine: Engine, database_url: str) -> None:
    with psycopg.connect(database_url) as reader:
        reader.execute("select * from mart.v1_fact_case")  # holds the views until it ends
        with engine.begin() as connection:
            connection.exec_driver_sql("set local lock_timeout = '100ms'")
            ensure_mart(connection)


def test_of_two_that_start_at_once_the_second_finds_the_mart_made(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("comment on schema mart is 'casebook of before'")
    together = threading.Barrier(2)

    def begin() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("select 1")
            together.wait()
            ensure_mart(connection)

    with ThreadPoolExecutor(2) as threads:
        for started in [threads.submit(begin) for _ in range(2)]:
            started.result()
    with engine.connect() as connection:
        mark = connection.exec_driver_sql(
            "select obj_description('mart'::regnamespace, 'pg_namespace')"
        ).scalar()
    assert mark != "casebook of before"


async def test_inner_joins_lose_no_fact(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(30)
    Runner(engine).catch_up()
    dates = [
        f"{name}_date_key"
        for name in ("received", "acknowledged", "first_response", "final_resolved", "closed")
    ]
    joins = " ".join(f"join mart.v1_dim_date as d_{key} on d_{key}.date_key = f.{key}" for key in dates)
    with engine.connect() as connection:
        joined = "select count(*) from mart.v1_fact_case as f join mart.v1_dim_account using (account_key) "
        assert connection.exec_driver_sql(joined + joins).scalar() == 30
        rated = "select count(*) from mart.v1_fact_satisfaction join mart.v1_fact_case using (case_key)"
        all_ratings = connection.exec_driver_sql("select count(*) from proj.ratings").scalar()
        assert connection.exec_driver_sql(rated).scalar() == all_ratings
        missing = "select distinct acknowledged_date_key from mart.v1_fact_case where acknowledged_at is null"
        assert connection.exec_driver_sql(missing).all() == [(0,)]


def test_the_calendar_is_complete_and_right(engine: Engine) -> None:
    with engine.connect() as connection:
        count, days = connection.exec_driver_sql(
            "select count(calendar_date), max(calendar_date) - min(calendar_date) + 1 from mart.v1_dim_date"
        ).one()
        row = connection.exec_driver_sql("select * from mart.v1_dim_date where date_key = 20270101").one()
        unknown = connection.exec_driver_sql("select * from mart.v1_dim_date where date_key = 0").one()
    assert count == days > 18_000
    assert (row.year, row.quarter, row.month, row.iso_year, row.iso_week, row.weekday) == (
        2027,
        1,
        1,
        2026,
        53,
        5,
    )
    assert unknown.calendar_date is None


async def test_a_day_is_a_day_in_shanghai(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        await past.case(account_id, datetime(2026, 3, 31, 16, 0, tzinfo=UTC))
        await past.case(account_id, datetime(2026, 3, 31, 15, 59, tzinfo=UTC))
    Runner(engine).catch_up()
    with engine.connect() as connection:
        keys = connection.exec_driver_sql(
            "select received_date_key, closed_date_key from mart.v1_fact_case order by received_at desc"
        ).all()
    assert [tuple(row) for row in keys] == [(20260401, 0), (20260331, 0)]


async def test_the_role_of_bi_tools_reads_each_view(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(100)
        await improve(past)
    Runner(engine).catch_up()
    with engine.begin() as connection:
        ensure_bi_role(connection, BI_PASSWORD)
    url = parsed_url(database_url).set(username=BI_ROLE, password=BI_PASSWORD)
    with psycopg.connect(libpq_url(url.render_as_string(hide_password=False))) as reader:
        queries = {
            view.name: sql.SQL("select * from {} limit 1").format(sql.Identifier(view.name))
            for view in MART_VIEWS
        }
        assert [name for name, query in queries.items() if not reader.execute(query).fetchone()] == []


def test_the_dictionary_page_names_every_column() -> None:
    page = data_dictionary_markdown()
    for view in MART_VIEWS:
        assert f"## mart.{view.name}" in page
        for column in view.columns:
            assert f"| {column.name} | {column.type} |" in page
    assert "客户首次响应耗时(秒) | first response, seconds" in page
