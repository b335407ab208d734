"""The read-only role of BI tools."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.database.bi_role import BI_ROLE, ensure_bi_role
from service.database.bi_watch import long_reads_ended
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import create_single_use_engine, libpq_url, parsed_url
from service.database.own_logins import own_logins
from service.database.problems import MissingPrivilegeError, NotMigratedError
from service.projections.runner import Runner
from tests.cluster import BI_PASSWORD, fresh_database

SCHEMAS = """
CREATE SCHEMA mart;
CREATE SCHEMA proj;
CREATE SCHEMA access;
CREATE TABLE proj.secrets (phone text);
INSERT INTO proj.secrets VALUES ('13800138000');
CREATE VIEW mart.v1_count AS SELECT count(*) AS figure FROM proj.secrets;
CREATE TABLE mart.dim (id integer);
CREATE TABLE public.loose (id integer);
"""


def arrange(url: str) -> None:
    engine = create_single_use_engine(url, application_name="tests")
    with engine.begin() as connection:
        ensure_bi_role(connection, BI_PASSWORD)


def url_as(url: str, user: str, password: str) -> str:
    changed = parsed_url(url).set(username=user, password=password)
    return libpq_url(changed.render_as_string(hide_password=False))


def as_bi(url: str) -> psycopg.Connection:
    return psycopg.connect(url_as(url, BI_ROLE, BI_PASSWORD), autocommit=True)


@pytest.fixture
def mart_url(empty_database_url: str) -> str:
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(SCHEMAS)
    return empty_database_url


def test_the_role_reads_the_mart_now_and_what_is_added_later(mart_url: str) -> None:
    arrange(mart_url)
    with psycopg.connect(mart_url) as connection:
        connection.execute("CREATE VIEW mart.v1_later AS SELECT 5 AS figure")
    with as_bi(mart_url) as reader:
        assert reader.execute("SELECT figure FROM mart.v1_count").fetchone() == (1,)
        assert reader.execute("SELECT figure FROM v1_later").fetchone() == (5,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM proj.secrets",
        "SELECT * FROM public.loose",
        "INSERT INTO mart.dim VALUES (1)",
        "DROP VIEW mart.v1_count",
        "CREATE TABLE mart.mine (id integer)",
        "CREATE TABLE public.mine (id integer)",
        "CREATE TEMPORARY TABLE mine (id integer)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "SELECT rolpassword FROM pg_authid",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_advisory_lock(4803116502202)",
        "SELECT pg_advisory_lock(1, 2)",
        "SELECT pg_advisory_lock_shared(4803116502202)",
        "SELECT pg_advisory_xact_lock(4803116502204)",
        "SELECT pg_advisory_xact_lock_shared(1, 2)",
        "SELECT pg_try_advisory_lock(4803116502202)",
        "SELECT pg_try_advisory_lock_shared(1)",
        "SELECT pg_try_advisory_xact_lock(n) FROM generate_series(1, 1000000) n",
        "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
        "SELECT pg_advisory_unlock_all()",
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'kept for ever')",
        "SELECT lo_put(1, 0, 'kept for ever')",
        "SELECT lo_open(1, 131072)",
        "SELECT pg_logical_emit_message(false, 'x', repeat('x', 100))",
        "SET temp_file_limit = -1",
        "ALTER ROLE casebook_bi SET temp_file_limit = -1",
        "ALTER ROLE casebook_bi CONNECTION LIMIT -1",
        "SELECT access.end_long_reads(0)",
    ],
)
def test_the_role_is_refused_everything_else_even_when_it_switches_read_only_off(
    mart_url: str, statement: str
) -> None:
    arrange(mart_url)
    with as_bi(mart_url) as reader:
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            reader.execute(statement.encode())


def test_a_session_of_the_role_is_read_only_and_limited(mart_url: str) -> None:
    arrange(mart_url)
    names = (
        "default_transaction_read_only",
        "statement_timeout",
        "idle_in_transaction_session_timeout",
        "timezone",
    )
    with as_bi(mart_url) as reader:
        shown = [reader.execute(f"SHOW {name}".encode()).fetchone() for name in names]
        limit = reader.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user").fetchone()
    assert shown == [("on",), ("30s",), ("1min",), ("Asia/Shanghai",)]
    assert limit == (20,)


def test_a_session_writes_no_more_to_disk_than_its_role_may(server_folder: Path) -> None:
    """On a server of its own: other tests arrange the role meanwhile, and would set back what is set here."""
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url()) as connection:
            connection.execute(SCHEMAS)
        arrange(server.url())
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute(f"ALTER ROLE {BI_ROLE} SET temp_file_limit = '1MB'")
        with as_bi(server.url()) as reader:
            reader.execute("SET work_mem = '64kB'")
            with pytest.raises(errors.ConfigurationLimitExceeded):
                reader.execute("SELECT repeat(n::text, 50) FROM generate_series(1, 100000) n ORDER BY 1")
        arrange(server.url())
        with as_bi(server.url()) as reader:
            assert reader.execute("SHOW temp_file_limit").fetchone() == ("2GB",)


async def test_a_read_that_unset_its_limits_is_ended(database_url: str) -> None:
    with create_single_use_engine(database_url, application_name="tests").begin() as connection:
        ensure_bi_role(connection, BI_PASSWORD)
    engine = create_async_engine(as_application(database_url))
    with as_bi(database_url) as reader:
        reader.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        async with long_reads_ended(engine, longest_seconds=0, between_seconds=0.01):
            with pytest.raises(errors.AdminShutdown):
                await asyncio.to_thread(reader.execute, "SELECT pg_sleep(100000)")
    await engine.dispose()


def test_the_projections_still_take_their_lock(database_url: str) -> None:
    with create_single_use_engine(database_url, application_name="tests").begin() as connection:
        ensure_bi_role(connection, BI_PASSWORD)
    runner = Runner(create_single_use_engine(own_logins(database_url).folding_url, application_name="tests"))
    assert runner.run_once() == 0
    assert runner.catch_up() == 0


def test_of_the_embedded_server_the_role_enters_one_database(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url()) as connection:
            connection.execute(SCHEMAS)
        arrange(server.url())
        with as_bi(server.url()) as reader:
            assert reader.execute("SELECT figure FROM mart.v1_count").fetchone() == (1,)
        for name in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                as_bi(server.url(name))


def test_the_password_is_kept_as_a_scram_verifier(mart_url: str) -> None:
    arrange(mart_url)
    with psycopg.connect(mart_url) as connection:
        query = "SELECT rolpassword LIKE 'SCRAM-SHA-256$%%' FROM pg_authid WHERE rolname = %s"
        assert connection.execute(query, (BI_ROLE,)).fetchone() == (True,)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url_as(mart_url, BI_ROLE, "guess"))


def test_what_was_granted_by_hand_is_withdrawn(mart_url: str) -> None:
    arrange(mart_url)
    with psycopg.connect(mart_url) as connection:
        connection.execute(f"GRANT USAGE ON SCHEMA proj TO {BI_ROLE}; GRANT ALL ON proj.secrets TO {BI_ROLE}")
    arrange(mart_url)
    with as_bi(mart_url) as reader, pytest.raises(errors.InsufficientPrivilege):
        reader.execute("SELECT * FROM proj.secrets")


def test_databases_of_one_server_may_arrange_the_role_at_the_same_time() -> None:
    with ExitStack() as stack:
        urls = [stack.enter_context(fresh_database("template1")) for _ in range(4)]
        for url in urls:
            with psycopg.connect(url) as connection:
                connection.execute(SCHEMAS)
        with ThreadPoolExecutor(len(urls) * 2) as threads:
            list(threads.map(arrange, urls * 2))
        for url in urls:
            with as_bi(url) as reader:
                assert reader.execute("SELECT figure FROM mart.v1_count").fetchone() == (1,)


def test_before_the_migrations_the_missing_mart_is_named(empty_database_url: str) -> None:
    with pytest.raises(NotMigratedError, match="mart"):
        arrange(empty_database_url)


def test_an_account_that_may_not_make_roles_is_told_what_to_run(mart_url: str) -> None:
    database = parsed_url(mart_url).database
    assert database
    poor = sql.Identifier(f"poor_{database}")
    with psycopg.connect(mart_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'poor'").format(poor))
        try:
            with pytest.raises(MissingPrivilegeError, match=f'ALTER ROLE "poor_{database}" CREATEROLE'):
                arrange(url_as(mart_url, f"poor_{database}", "poor"))
        finally:
            admin.execute(sql.SQL("DROP ROLE {}").format(poor))


def test_what_the_account_is_told_to_run_is_enough(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:  # of its own: the role is made here first
        with psycopg.connect(server.url()) as admin:
            admin.execute(
                "CREATE ROLE app LOGIN PASSWORD 'app' CREATEROLE; ALTER DATABASE casebook OWNER TO app"
            )
        url = url_as(server.url(), "app", "app")
        with psycopg.connect(url) as connection:
            connection.execute(SCHEMAS)
        arrange(url)
        arrange(url)
        with as_bi(url) as reader:
            assert reader.execute("SELECT figure FROM v1_count").fetchone() == (1,)


def test_powers_given_by_hand_are_withdrawn(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url()) as connection:
            connection.execute(SCHEMAS)
            connection.execute(f"CREATE ROLE {BI_ROLE} SUPERUSER CREATEDB")
        arrange(server.url())
        with as_bi(server.url()) as reader:
            query = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
            assert reader.execute(query).fetchone() == (False,)
