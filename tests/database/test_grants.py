"""Who may do what to the record: each statement is tried by each role, and one table says how it ends."""

from collections.abc import Iterator
from itertools import product
from typing import Literal, NamedTuple

import psycopg
import pytest
from psycopg import errors

from service.database.app_role import APP_ROLE, MAY, as_application, ensure_app_role
from service.database.bi_role import BI_ROLE, ensure_bi_role
from service.database.engine import create_single_use_engine, libpq_url, parsed_url
from service.projections.engine.columns import METADATA
from service.projections.mart import MART_VIEWS
from tests.cluster import BI_PASSWORD

Outcome = Literal["done", "guarded", "denied"]
ROLES = ("superuser", "owner", "app", "bi")
EVENT = """
insert into es.events (position, stream_id, version, type, data, event_id, command_id, command_seq, actor,
                       correlation_id, recorded_at, bucket)
select {position}, gen_random_uuid(), 1, 'Planted.v1', '{{}}', gen_random_uuid(), gen_random_uuid(), 0,
       'tests', gen_random_uuid(), now(), 0
"""
UPSERT = EVENT.format(position=1) + "on conflict (position) do update set actor = 'another'"
MERGE = """
merge into es.events using (values (1)) as wanted (position) on events.position = wanted.position
when matched then update set actor = 'another'
"""
COPY = "copy es.head from program 'echo 0,0' csv"
OWNED_TABLES = """
select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace
where (nspname in ('es', 'proj', 'access', 'files', 'jobs', 'mart') or relname = 'alembic_version')
  and relkind = 'r'
"""
SNAPSHOT = """
insert into es.snapshots (stream_id, version, position, fold_version, kind, state)
values ('00000000-0000-0000-0000-000000000001', 1, 1, 1, 'case', '')
on conflict (stream_id) do update set version = 2
"""
FILE = "insert into files.contents values (sha256('a'), 1, 'a') on conflict (sha256) do nothing"
DISABLE = "alter table es.events disable trigger events_are_never_changed"
REPLICA_DELETES = "set session_replication_role = replica; delete from es.events"
REPLICA_GOES_BACK = "set session_replication_role = replica; update es.head set position = 0"


class Row(NamedTuple):
    """One statement and how it ends for the superuser, the owner of the tables, the application and BI."""

    statement: str
    superuser: Outcome
    owner: Outcome
    app: Outcome
    bi: Outcome = "denied"


MATRIX = (
    # What the application lives by.
    Row("select * from es.events", "done", "done", "done"),
    Row("select position from es.head where id = 0", "done", "done", "done"),
    Row(EVENT.format(position=2), "done", "done", "done"),
    Row("update es.head set position = position + 1 where id = 0 returning position", "done", "done", "done"),
    Row("select from es.head where id = 0 for update", "done", "done", "done"),
    Row(SNAPSHOT, "done", "done", "done"),
    Row("delete from es.snapshots", "done", "done", "done"),
    Row("select * from access.api_keys", "done", "done", "done"),
    Row("select * from proj.cases", "done", "done", "done"),
    Row(FILE, "done", "done", "done"),
    Row("select content from files.contents", "done", "done", "done"),
    Row("select pg_notify('casebook_events', '1')", "done", "done", "done", "done"),
    # What nobody may do.
    Row("update es.events set actor = 'another'", "guarded", "guarded", "denied"),
    Row("update es.events set actor = 'another' where false", "guarded", "guarded", "denied"),
    Row("delete from es.events", "guarded", "guarded", "denied"),
    Row("delete from es.events where false", "guarded", "guarded", "denied"),
    Row("truncate es.events", "guarded", "guarded", "denied"),
    Row("truncate es.events, es.head cascade", "guarded", "guarded", "denied"),
    Row(UPSERT, "guarded", "guarded", "denied"),
    Row(MERGE, "guarded", "guarded", "denied"),
    Row(REPLICA_DELETES, "guarded", "denied", "denied"),
    Row(REPLICA_GOES_BACK, "guarded", "denied", "denied"),
    Row("update files.contents set content = ''", "guarded", "guarded", "denied"),
    Row("truncate files.contents", "guarded", "guarded", "denied"),
    Row("update es.head set position = position - 1", "guarded", "guarded", "guarded"),
    Row("update es.head set id = id", "done", "done", "denied"),
    Row("delete from es.head", "guarded", "guarded", "denied"),
    Row("truncate es.head", "guarded", "guarded", "denied"),
    Row("insert into es.head (id, position) values (0, 9)", "guarded", "guarded", "denied"),
    Row(COPY, "guarded", "denied", "denied"),
    # What only the owner may do, because nothing in PostgreSQL can forbid it: the start-up check finds it.
    Row(DISABLE, "done", "done", "denied"),
    Row("alter table es.events disable trigger all", "done", "done", "denied"),
    Row("drop trigger events_are_never_changed on es.events", "done", "done", "denied"),
    Row("create or replace rule r as on insert to es.events do instead nothing", "done", "done", "denied"),
    Row("drop function es.refuse_change() cascade", "done", "done", "denied"),
    Row("alter table es.events drop constraint events_pkey", "done", "done", "denied"),
    Row("drop table es.events cascade", "done", "done", "denied"),
    Row("drop schema es cascade", "done", "done", "denied"),
    # What only the owner may do, because the data of a person must be able to go.
    Row("delete from files.contents", "done", "done", "denied"),
    # What the application has no business with.
    Row("create table es.mine (id integer)", "done", "done", "denied"),
    Row("lock table es.events in exclusive mode", "done", "done", "denied"),
    Row("insert into access.api_keys values ('k', 'n', 'admin', '', now())", "done", "done", "denied"),
    Row("update access.api_keys set role = 'admin'", "done", "done", "denied"),
    Row("update proj.cases set owner = 'another'", "done", "done", "denied"),
    Row("delete from proj.checkpoints", "done", "done", "denied"),
    Row("select * from public.alembic_version", "done", "done", "denied"),
    Row(f"create role mine in role {APP_ROLE}", "done", "denied", "denied"),
)


@pytest.fixture(scope="module")
def logins(module_database_url: str) -> Iterator[dict[str, str]]:
    """Give the URL of each role on a database that an account without powers owns, with one event in it."""
    name = parsed_url(module_database_url).database
    owner = f"owner_{name}"
    with psycopg.connect(module_database_url, autocommit=True) as admin:
        admin.execute(EVENT.format(position=1).encode())
        admin.execute(b"update es.head set position = 1")
        with create_single_use_engine(module_database_url, application_name="tests").begin() as connection:
            ensure_bi_role(connection, BI_PASSWORD)
        admin.execute(f"create role {owner} login password 'owner'".encode())
        admin.execute(f"grant all on schema public to {owner}".encode())
        for kind, things in owned(admin):
            for thing in things:
                admin.execute(f"alter {kind} {thing} owner to {owner}".encode())
        yield {
            "superuser": module_database_url,
            "owner": url_as(module_database_url, owner, "owner"),
            "app": libpq_url(as_application(module_database_url)),
            "bi": url_as(module_database_url, BI_ROLE, BI_PASSWORD),
        }
        admin.execute(f"reassign owned by {owner} to current_user; drop owned by {owner}".encode())
        admin.execute(f"drop role {owner}".encode())


def owned(admin: psycopg.Connection) -> Iterator[tuple[str, list[str]]]:
    """Yield what the migrations made in this database, as ALTER names it."""
    for kind, query in (
        ("table", OWNED_TABLES),
        ("function", "select oid::regprocedure::text from pg_proc where pronamespace = 'es'::regnamespace"),
        (
            "schema",
            "select nspname from pg_namespace where nspname in ('es', 'proj', 'access', 'files', 'mart')",
        ),
    ):
        yield kind, [thing for (thing,) in admin.execute(query.encode())]


def url_as(url: str, user: str, password: str) -> str:
    return libpq_url(
        parsed_url(url).set(username=user, password=password).render_as_string(hide_password=False)
    )


def outcome(url: str, statement: str) -> Outcome:
    """Try the statement, take everything back, and tell how it went. Other errors are not caught."""
    with psycopg.connect(url) as connection:
        if connection.info.user == BI_ROLE:
            connection.execute("set transaction read write")
        try:
            connection.execute(statement.encode())
        except errors.RestrictViolation:
            return "guarded"
        except errors.InsufficientPrivilege:
            return "denied"
        finally:
            connection.rollback()
    return "done"


@pytest.mark.parametrize(
    ("row", "role"), list(product(MATRIX, ROLES)), ids=lambda value: getattr(value, "statement", value)
)
def test_each_statement_ends_for_each_role_as_declared(logins: dict[str, str], row: Row, role: str) -> None:
    assert outcome(logins[role], row.statement) == getattr(row, role)


def test_nothing_that_was_refused_has_left_a_trace(logins: dict[str, str]) -> None:
    with psycopg.connect(logins["superuser"]) as connection:
        assert connection.execute("select position, actor from es.events").fetchall() == [(1, "tests")]
        assert connection.execute("select id, position from es.head").fetchall() == [(0, 1)]


def test_a_content_is_stored_under_no_other_name_than_its_hash(logins: dict[str, str]) -> None:
    with psycopg.connect(logins["app"]) as connection, pytest.raises(errors.CheckViolation):
        connection.execute("insert into files.contents values (sha256('a'), 1, 'b')")


def test_the_refusal_says_what_to_do_instead(logins: dict[str, str]) -> None:
    with psycopg.connect(logins["superuser"]) as connection:
        with pytest.raises(errors.RestrictViolation, match=r"DELETE on es\.events is refused") as refusal:
            connection.execute("delete from es.events")
        assert refusal.value.diag.message_hint == "Correct a fact by recording another one."


def test_every_table_is_declared_to_be_open_to_the_application_or_it_is_closed(database_url: str) -> None:
    query = """
        select format('TABLE %I.%I', nspname, relname), privilege
        from pg_class join pg_namespace on pg_namespace.oid = relnamespace,
             unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) as privilege
        where nspname in ('es', 'proj', 'access', 'files', 'jobs', 'mart', 'public')
          and relkind in ('r', 'p', 'v')
          and has_table_privilege('casebook_app', pg_class.oid, privilege)
    """
    with psycopg.connect(database_url) as connection:
        held = set(connection.execute(query).fetchall())
    declared = {(thing, right) for thing, rights in MAY.items() for right in rights if "(" not in right}
    derived = {(f"TABLE {table}", "SELECT") for table in METADATA.tables}
    derived |= {(f"TABLE mart.{view.name}", "SELECT") for view in MART_VIEWS}
    assert held == {pair for pair in declared if pair[0].startswith("TABLE")} | derived


def test_what_the_application_was_granted_by_hand_is_withdrawn(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(f"grant all on es.events, es.head to {APP_ROLE}")
        connection.execute(
            f"grant update (actor) on es.events to {APP_ROLE}; grant create on schema es to {APP_ROLE}"
        )
        connection.execute("revoke select on proj.cases from casebook_app")
    for _ in range(2):
        with create_single_use_engine(database_url, application_name="tests").begin() as connection:
            ensure_app_role(connection)
    app = libpq_url(as_application(database_url))
    for statement, expected in (
        ("update es.events set actor = 'another'", "denied"),
        ("update es.head set id = 0", "denied"),
        ("update es.head set position = position", "done"),
        ("create table es.mine (id integer)", "denied"),
        ("select * from proj.cases", "done"),
    ):
        assert outcome(app, statement) == expected
