"""What serves and what folds log in as somebody who can do nothing else: no statement gets further."""

from itertools import product
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from service.database.app_role import APP_ROLE
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import create_single_use_engine, libpq_url, parsed_url
from service.database.migrate import migrate
from service.database.own_logins import Logins, own_logins
from service.projections.runner import Runner
from tests.database.test_app_role import arrange, url_as

STEPPING_OUT = (
    "reset role",
    "set role none",
    "set session authorization default",
    "discard all",
    "set session_replication_role = origin",
    "set role {owner}",
    "set session authorization {owner}",
    "set role casebook_bi",
    "set role pg_execute_server_program",
)
FURTHER = (
    "copy (select 1) to program 'cat'",
    "copy es.head from program 'echo 0,0' csv",
    "copy (select 1) to '/tmp/casebook-left-behind'",
    "select pg_read_file('PG_VERSION')",
    "update es.events set actor = 'another'",
    "delete from es.events",
    "truncate es.events",
    "alter table es.events disable trigger all",
    "create table es.mine (id integer)",
    "create table public.mine (id integer)",
    "create role mine superuser",
    "alter role {owner} password null",
    "alter system set fsync = off",
    "insert into access.api_keys values ('k', 'n', 'admin', '', now())",
    "drop schema es cascade",
)


@pytest.fixture(scope="module")
def logins(module_database_url: str) -> Logins:
    return own_logins(module_database_url)


def outcome(url: str, *statements: str) -> str:
    """Say the statements in one session; tell how the last one ended, and whatever else may be refused."""
    owner = "casebook"
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        for statement in statements[:-1]:
            try:
                connection.execute(statement.format(owner=owner).encode())
            except (errors.InsufficientPrivilege, errors.InvalidParameterValue):
                continue  # the latter: nobody of this name is there
        try:
            connection.execute(statements[-1].format(owner=owner).encode())
        except errors.InsufficientPrivilege:
            return "denied"
    return "done"


@pytest.mark.parametrize(("way", "statement"), list(product(STEPPING_OUT, FURTHER)))
def test_no_way_out_of_the_role_leads_further(logins: Logins, way: str, statement: str) -> None:
    for url in (logins.serving_url, logins.folding_url):
        assert outcome(url, way, statement) == "denied"


def test_what_serves_records_and_what_folds_writes_rows(logins: Logins) -> None:
    assert outcome(logins.serving_url, "select * from es.events") == "done"
    assert outcome(logins.serving_url, "update proj.cases set owner = 'another'") == "denied"
    assert outcome(logins.folding_url, "update proj.cases set owner = 'another'") == "done"
    assert outcome(logins.folding_url, "insert into es.head (id, position) values (0, 9)") == "denied"
    assert outcome(logins.folding_url, "select * from access.api_keys") == "denied"
    assert outcome(logins.folding_url, "select content from files.contents") == "denied"
    engine = create_single_use_engine(logins.folding_url, application_name="tests")
    assert Runner(engine).catch_up() == 0


def test_a_login_has_no_powers_and_leads_to_one_role(logins: Logins, module_database_url: str) -> None:
    with psycopg.connect(module_database_url) as owner:
        for url in (logins.serving_url, logins.folding_url):
            name = parsed_url(url).username
            powers = """select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
                or rolinherit from pg_roles where rolname = %s"""
            assert owner.execute(powers, (name,)).fetchone() == (False,)
            roles = "select count(*) from pg_auth_members where member = %s::regrole"
            assert owner.execute(roles, (name,)).fetchone() == (1,)


def test_powers_and_passwords_changed_by_hand_are_taken_back(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        migrate(server.url())
        arrange(server.url())
        first = own_logins(server.url())
        name = parsed_url(first.serving_url).username
        with psycopg.connect(server.url()) as admin:
            admin.execute(f"alter role {name} superuser password 'guessed'".encode())
        assert own_logins(server.url()) == first
        assert outcome(first.serving_url, "reset role", "copy (select 1) to program 'cat'") == "denied"


@pytest.mark.parametrize("may", [True, False], ids=["may make roles", "may not"])
def test_an_owner_without_powers_makes_the_logins_where_it_may_and_says_so_where_not(
    server_folder: Path, *, may: bool
) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("create role ours login password 'p'")
            admin.execute("alter database casebook owner to ours")
            if may:
                admin.execute("alter role ours createrole")
            else:
                admin.execute(f"create role {APP_ROLE} nologin; grant {APP_ROLE} to ours".encode())
        url = url_as(server.url(), "ours", "p")
        migrate(url)
        arrange(url)
        found = own_logins(url)
        if may:
            assert parsed_url(found.serving_url).username == "ours_serves"
            assert outcome(found.serving_url, "set role none", "select * from es.events") == "denied"
        else:
            assert parsed_url(found.serving_url).username == "ours"
            assert 'ALTER ROLE "ours" CREATEROLE' in str(found.why_shared)
