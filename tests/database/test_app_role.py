"""The role of the application: how it is made and taken."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from service.database.app_role import APP_ROLE, as_application, ensure_app_role
from service.database.async_engine import create_async_engine
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import create_engine, create_single_use_engine, libpq_url, parsed_url
from service.database.migrate import migrate
from service.database.problems import MissingPrivilegeError, NotMigratedError
from service.projections.mart import ensure_mart
from service.projections.rebuild import rebuild
from tests.cluster import fresh_database

DENIED = psycopg.errors.InsufficientPrivilege
WHO = "select current_user || ' ' || session_user"


def arrange(url: str) -> None:
    with create_single_use_engine(url, application_name="tests").begin() as connection:
        ensure_app_role(connection)


def url_as(url: str, user: str, password: str) -> str:
    changed = parsed_url(url).set(username=user, password=password)
    return libpq_url(changed.render_as_string(hide_password=False))


def who(url: str) -> object:
    with psycopg.connect(libpq_url(as_application(url))) as connection:
        row = connection.execute(WHO.encode()).fetchone()
        return row and row[0]


def login_of(url: str) -> str:
    return str(parsed_url(url).username)


async def test_every_kind_of_connection_takes_the_role(database_url: str) -> None:
    expected = f"{APP_ROLE} {login_of(database_url)}"
    assert who(database_url) == expected
    engine = create_engine(as_application(database_url))
    with engine.connect() as connection:
        assert connection.scalar(text(WHO)) == expected
    engine.dispose()
    async_engine = create_async_engine(as_application(database_url))
    async with async_engine.connect() as async_connection:
        assert await async_connection.scalar(text(WHO)) == expected
    await async_engine.dispose()


def test_the_options_of_the_url_are_kept_but_for_the_role(database_url: str) -> None:
    url = as_application(
        f"{database_url}?options=-c%20work_mem%3D5MB%20-c%20role%3Dpg_monitor&sslmode=prefer"
    )
    with psycopg.connect(libpq_url(url)) as connection:
        assert connection.execute("show work_mem").fetchone() == ("5MB",)
        assert connection.execute("select current_user").fetchone() == (APP_ROLE,)


def test_the_role_cannot_log_in_and_has_no_powers(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        query = """select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication
            from pg_roles where rolname = %s"""
        assert connection.execute(query, (APP_ROLE,)).fetchone() == (False,) * 6


def test_databases_of_one_server_may_arrange_the_role_at_the_same_time(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:  # of its own: the role is made here first
        names = [f"d{number}" for number in range(4)]
        with psycopg.connect(server.url(), autocommit=True) as admin:
            for name in names:
                admin.execute(f"create database {name}".encode())
        urls = [server.url(name) for name in names]
        for url in urls:
            migrate(url)
        with ThreadPoolExecutor(len(urls) * 2) as threads:
            list(threads.map(arrange, urls * 2))
        assert [who(url) for url in urls] == [f"{APP_ROLE} {login_of(server.url())}"] * 4


def test_before_the_migrations_the_missing_record_is_named(empty_database_url: str) -> None:
    with pytest.raises(NotMigratedError, match=r"es\.events"):
        arrange(empty_database_url)


def test_an_account_that_may_not_take_the_role_is_told_what_to_run(database_url: str) -> None:
    poor = f"poor_{parsed_url(database_url).database}"
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(sql.SQL("create role {} login password 'poor'").format(sql.Identifier(poor)))
        admin.execute(sql.SQL("grant usage on schema es to {}").format(sql.Identifier(poor)))
        try:
            with pytest.raises(MissingPrivilegeError, match=f'GRANT {APP_ROLE} TO "{poor}"'):
                arrange(url_as(database_url, poor, "poor"))
        finally:
            admin.execute(sql.SQL("drop owned by {0}; drop role {0}").format(sql.Identifier(poor)))


@pytest.mark.parametrize("told", [True, False], ids=["what it is told to run", "CREATEROLE"])
def test_an_ordinary_account_needs_no_more_than(server_folder: Path, *, told: bool) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("create role login_of_ours login password 'p'")
            admin.execute("alter database casebook owner to login_of_ours")
            if told:
                admin.execute(f"create role {APP_ROLE} nologin; grant {APP_ROLE} to login_of_ours".encode())
            else:
                admin.execute("alter role login_of_ours createrole")
        url = url_as(server.url(), "login_of_ours", "p")
        migrate(url)
        arrange(url)
        arrange(url)
        assert who(url) == f"{APP_ROLE} login_of_ours"


def test_powers_given_by_hand_are_withdrawn(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url()) as admin:
            admin.execute(f"create role {APP_ROLE} superuser createdb".encode())
        migrate(server.url())
        arrange(server.url())
        with psycopg.connect(libpq_url(as_application(server.url()))) as connection:
            query = "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
            assert connection.execute(query).fetchone() == (False,)


def test_a_start_where_nothing_is_to_be_arranged_writes_nothing(database_url: str) -> None:
    marks = "select xmin::text from pg_class where oid = 'es.events'::regclass"
    with psycopg.connect(database_url, autocommit=True) as connection:
        arrange(database_url)  # roles made elsewhere on the server get their rights here
        before = connection.execute(marks).fetchone()
        arrange(database_url)
        assert connection.execute(marks).fetchone() == before


def test_after_a_rebuild_the_application_reads_the_new_tables(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
    rebuild(engine)
    engine.dispose()
    with psycopg.connect(libpq_url(as_application(database_url))) as reader:
        assert reader.execute("select count(*) from proj.cases").fetchone() == (0,)


def test_two_databases_of_a_server_share_the_role_but_not_its_privileges(template_database: str) -> None:
    with ExitStack() as stack:
        ours = stack.enter_context(fresh_database(template_database))
        other = stack.enter_context(fresh_database("template1"))
        with psycopg.connect(other, autocommit=True) as connection:
            connection.execute("create schema es; create table es.events (position bigint)")
        assert who(ours) == f"{APP_ROLE} {login_of(ours)}"
        with psycopg.connect(libpq_url(as_application(other))) as connection, pytest.raises(DENIED):
            connection.execute("select * from es.events")
