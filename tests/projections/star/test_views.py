"""The star of the mart: every key of a fact finds its row, and what is counted twice comes to the same."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from service.database.engine import create_engine
from service.projections.engine.mart_view import MartView
from service.projections.mart import MART_VIEWS, ensure_mart
from service.projections.runner import Runner
from service.projections.star.joins import WITH_OTHERS, joins_of, key_of, values_of
from tests.projections.histories.history import history
from tests.projections.histories.improving import improve

JOINS = [
    (view.name, column.name, *joined)
    for view in MART_VIEWS
    for column in view.columns
    if (joined := joins_of(view, column.name)) is not None
]
DAYS = [
    (view.name, column.name)
    for view in MART_VIEWS
    for column in view.columns
    if column.name.endswith("_date_key")
]


@pytest.fixture(scope="module")
def connection(module_database_url: str) -> Iterator[Connection]:
    """Give a mart that all tests here read."""
    engine = create_engine(module_database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
    asyncio.run(write(module_database_url))
    Runner(engine).catch_up()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


async def write(url: str) -> None:
    async with history(url) as past:
        await past.random(100)
        await improve(past)


def count(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())


@pytest.mark.parametrize(("fact", "key", "dimension", "of"), JOINS)
def test_an_inner_join_loses_no_row_and_makes_no_row_twice(
    connection: Connection, fact: str, key: str, dimension: str, of: str
) -> None:
    unknown = f" where f.{key} <> 'unknown'" if fact in WITH_OTHERS and key == "case_key" else ""
    rows = count(connection, f"select count(*) from mart.{fact} as f{unknown}")  # noqa: S608  ours
    joined = f"select count(*) from mart.{fact} as f join mart.{dimension} as d on d.{of} = f.{key}"  # noqa: S608
    assert count(connection, joined + unknown) == rows > 0


@pytest.mark.parametrize(("fact", "key"), DAYS)
def test_every_day_of_a_fact_is_a_day_of_the_calendar(connection: Connection, fact: str, key: str) -> None:
    lost = f"select count(*) from mart.{fact} as f left join mart.v1_dim_date as d on d.date_key = f.{key}"  # noqa: S608
    assert count(connection, f"{lost} where d.date_key is null") == 0


@pytest.mark.parametrize("view", [view.name for view in MART_VIEWS if view.name.startswith("v1_dim_")])
def test_a_dimension_has_one_member_for_the_unknown(connection: Connection, view: str) -> None:
    key = next(each for each in MART_VIEWS if each.name == view).columns[0].name
    unknown = "'unknown'" if view == "v1_dim_account" else "0"
    assert count(connection, f"select count(*) from mart.{view} where {key} = {unknown}") == 1  # noqa: S608


@pytest.mark.parametrize("view", MART_VIEWS, ids=lambda view: view.name)
def test_the_key_of_a_view_tells_its_rows_apart(connection: Connection, view: MartView) -> None:
    key = ", ".join(key_of(view))
    rows = count(connection, f"select count(*) from mart.{view.name}")  # noqa: S608
    apart = f"select count(*) from (select distinct {key} from mart.{view.name}) as apart"  # noqa: S608
    assert count(connection, apart) == rows > 0


@pytest.mark.parametrize(
    ("view", "column"),
    [(view, one.name) for view in MART_VIEWS for one in view.columns if values_of(view, one.name)],
    ids=lambda one: one.name if isinstance(one, MartView) else one,
)
def test_a_column_of_fixed_words_holds_no_other(connection: Connection, view: MartView, column: str) -> None:
    query = f"select distinct {column} from mart.{view.name} where {column} is not null"  # noqa: S608
    assert set(connection.exec_driver_sql(query).scalars()) <= set(values_of(view, column))


def test_waits_come_to_what_their_cases_say(connection: Connection) -> None:
    by_wait = """
        select case_key, waiting_on, sum(waited_seconds), count(*) from mart.v1_fact_wait
        where ended_at is not null group by 1, 2 order by 1, 2"""
    by_case = """
        select case_key, waited.* from mart.v1_fact_case cross join lateral (values
          ('customer', waiting_customer_seconds, waiting_customer_count),
          ('other', waiting_other_seconds, waiting_other_count),
          ('supplier', waiting_supplier_seconds, waiting_supplier_count)) as waited (waiting_on, seconds, n)
        where waited.n > 0 order by 1, 2"""
    found = [tuple(row) for row in connection.exec_driver_sql(by_wait)]
    assert found == [tuple(row) for row in connection.exec_driver_sql(by_case)]
    assert found


@pytest.mark.parametrize(
    ("fact", "condition", "counted"),
    [
        ("v1_fact_handover", "true", "sum(handover_count)"),
        ("v1_fact_revisit", "true", "sum(revisit_count)"),
        ("v1_fact_escalation", "called_by = 'person'", "sum(escalation_count)"),
        ("v1_fact_department_task", "kind = 'dispatch'", "sum(dispatch_count)"),
        ("v1_fact_case_event", "event_type = 'CaseReceived.v1'", "count(*)"),
        ("v1_fact_case_event", "true", "sum(version)"),
    ],
)
def test_a_fact_has_as_many_rows_as_its_cases_count(
    connection: Connection, fact: str, condition: str, counted: str
) -> None:
    rows = count(connection, f"select count(*) from mart.{fact} where {condition}")  # noqa: S608
    assert rows == count(connection, f"select {counted} from mart.v1_fact_case") > 0  # noqa: S608


def test_every_clock_stands_in_the_star_once(connection: Connection) -> None:
    clocks = count(connection, "select count(*) from mart.v1_clocks")
    assert count(connection, "select count(distinct clock_key) from mart.v1_fact_sla_clock") == clocks
    assert count(connection, "select count(*) from mart.v1_fact_sla_clock") == clocks > 0


def test_a_limit_of_a_department_stands_beside_its_task(connection: Connection) -> None:
    asked = "select count(*) from mart.v1_fact_department_task where kind = 'collaboration'"
    assert count(connection, f"{asked} and department = 'logistics' and acceptance_due_at is not null") > 0
    of_clocks = "select count(*) from mart.v1_fact_sla_clock where department = 'logistics'"
    assert count(connection, of_clocks) > 0


def test_an_instant_falls_into_one_version_of_an_account(connection: Connection) -> None:
    versions = """
        select count(*) from mart.v1_fact_case as c join mart.v1_dim_account_version as v
        on v.account_key = c.account_key and c.received_at >= v.valid_from and c.received_at < v.valid_to"""
    assert count(connection, versions) == count(connection, "select count(*) from mart.v1_fact_case")
    current = "select count(*) from mart.v1_dim_account_version where is_current"
    assert count(connection, current) == count(connection, "select count(*) from mart.v1_dim_account")


@pytest.mark.parametrize(
    ("day", "is_workday", "is_makeup", "name"),
    [
        (20261001, False, False, "国庆节"),  # a Thursday
        (20261010, True, True, "调休补班"),  # a Saturday
        (20261012, True, False, None),
        (20261017, False, False, None),
    ],
)
def test_the_calendar_knows_holidays_and_the_days_that_make_up_for_them(
    connection: Connection, day: int, is_workday: bool, is_makeup: bool, name: str | None
) -> None:
    query = f"select * from mart.v1_dim_date where date_key = {day}"  # noqa: S608
    row = connection.exec_driver_sql(query).one()
    assert (row.is_cn_workday, row.is_makeup_workday, row.holiday_name_zh) == (is_workday, is_makeup, name)
    assert row.is_cn_announced


def test_a_year_that_is_not_announced_goes_by_the_weekday_and_says_so(connection: Connection) -> None:
    row = connection.exec_driver_sql("select * from mart.v1_dim_date where date_key = 20491001").one()
    assert (row.weekday, row.is_cn_workday, row.is_cn_announced) == (5, True, False)


def test_a_key_of_a_word_is_a_number_that_every_client_can_read(connection: Connection) -> None:
    largest = "select max(agent_key) from mart.v1_dim_agent"
    assert 0 < count(connection, largest) < 2**53
    two = "select count(*) from mart.v1_dim_department where department_key = 0 and department <> 'unknown'"
    assert count(connection, two) == 0


def test_no_row_of_an_event_shows_its_content(connection: Connection) -> None:
    rows = connection.exec_driver_sql("select f::text from mart.v1_fact_case_event as f").scalars()
    assert not any("canary" in row or "13800138000" in row for row in rows)
