"""What must hold before the first command is taken."""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
import pytest

import service.database.durability as assurance_module
from service.database.app_role import APP_ROLE
from service.database.durability import GUARDS, OWN_PERSISTENCE_MODULE, Assurance, assure
from service.database.engine import parsed_url
from service.database.problems import (
    ApplicationRoleError,
    DatabaseProblemError,
    ForgetfulServerError,
    NewerSchemaError,
    OlderSchemaError,
    RecordNotWholeError,
    RecordUnguardedError,
    SecondWriterError,
    SeveralProblemsError,
)
from tests.cluster import without_guards

EVENT = """
insert into es.events (position, stream_id, version, type, data, event_id, command_id, command_seq, actor,
                       correlation_id, recorded_at, bucket)
select %s, gen_random_uuid(), 1, 'Planted.v1', '{}', gen_random_uuid(), gen_random_uuid(), 0, 'tests',
       gen_random_uuid(), now(), 0
"""


def assured(url: str, environment: Mapping[str, str] | None = None) -> Assurance:
    """Look at a database of the tests' own server, which forgets on purpose."""
    return assure(url, environment or {}, is_evaluation=False, allow_unsafe_durability=True)


@contextmanager
def owner_of(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def with_options(url: str, options: str) -> str:
    return parsed_url(url).update_query_dict({"options": options}).render_as_string(hide_password=False)


def test_a_fresh_record_is_whole_and_its_risks_are_named(database_url: str) -> None:
    found = assured(database_url)
    assert found.position == 0
    assert [risk.setting for risk in found.tolerated] == ["synchronous_commit", "fsync", "full_page_writes"]


def test_a_record_with_events_is_whole_up_to_the_newest(database_url: str) -> None:
    with owner_of(database_url) as owner:
        owner.execute(EVENT, (1,))
        owner.execute("update es.head set position = 1")
    assert assured(database_url).position == 1


def test_a_forgetful_server_of_ones_own_is_refused_with_all_its_settings(database_url: str) -> None:
    with pytest.raises(SeveralProblemsError, match="fsync is off") as refusal:
        assure(database_url, {}, is_evaluation=False, allow_unsafe_durability=False)
    problems = refusal.value.each()
    assert all(isinstance(problem, ForgetfulServerError) for problem in problems)
    assert len(problems) == len(str(refusal.value).split("\n")) == 3


def test_for_evaluation_a_slack_disk_is_tolerated_but_no_slack_commit(database_url: str) -> None:
    with pytest.raises(ForgetfulServerError, match="synchronous_commit is off"):
        assure(database_url, {}, is_evaluation=True, allow_unsafe_durability=False)
    careful = with_options(database_url, "-c synchronous_commit=local")
    found = assure(careful, {}, is_evaluation=True, allow_unsafe_durability=False)
    assert [risk.setting for risk in found.tolerated] == ["fsync", "full_page_writes"]


@pytest.mark.parametrize("level", ["on", "local", "remote_write", "remote_apply"])
def test_every_level_of_commit_but_off_will_do(database_url: str, level: str) -> None:
    found = assured(with_options(database_url, f"-c synchronous_commit={level}"))
    assert "synchronous_commit" not in [risk.setting for risk in found.tolerated]


def test_an_event_that_no_head_knows_of_is_found(database_url: str) -> None:
    with owner_of(database_url) as owner:
        owner.execute(EVENT, (1,))
    with pytest.raises(RecordNotWholeError, match=r"position 0.*position 1.*Something else"):
        assured(database_url)


def test_a_head_that_ran_ahead_is_found(database_url: str) -> None:
    with owner_of(database_url) as owner:
        owner.execute("update es.head set position = 7")
    with pytest.raises(RecordNotWholeError) as problem:
        assured(database_url)
    assert (problem.value.head, problem.value.newest) == (7, 0)


def test_a_missing_head_is_found(database_url: str) -> None:
    with without_guards(database_url) as owner:
        owner.execute("delete from es.head")
    with pytest.raises(RecordNotWholeError, match="says position None"):
        assured(database_url)


@pytest.mark.parametrize("guard", sorted(GUARDS))
@pytest.mark.parametrize("change", ["disable trigger", "enable trigger", "enable replica trigger"])
def test_a_guard_that_does_not_always_stand_is_found(database_url: str, guard: str, change: str) -> None:
    table = "es.events" if guard.startswith("event") else "es.head"
    with owner_of(database_url) as owner:
        owner.execute(f"alter table {table} {change} {guard}".encode())
    with pytest.raises(RecordUnguardedError) as problem:
        assured(database_url)
    assert problem.value.triggers == (guard,)


def test_guards_that_were_dropped_are_found(database_url: str) -> None:
    with owner_of(database_url) as owner:
        owner.execute("drop function es.refuse_change() cascade")
    with pytest.raises(RecordUnguardedError) as problem:
        assured(database_url)
    assert set(problem.value.triggers) == GUARDS


def test_a_guard_is_looked_for_only_on_the_record(database_url: str) -> None:
    with owner_of(database_url) as owner:
        owner.execute("alter table es.events disable trigger events_are_never_changed")
        owner.execute("""
            create table public.another (id integer);
            create trigger events_are_never_changed before update on public.another
                for each statement execute function es.refuse_change();
            alter table public.another enable always trigger events_are_never_changed
        """)
    with pytest.raises(RecordUnguardedError):
        assured(database_url)


@pytest.mark.parametrize(("revision", "kind"), [("9999", NewerSchemaError), ("0004", OlderSchemaError)])
def test_a_schema_of_another_age_is_refused(
    database_url: str, revision: str, kind: type[DatabaseProblemError]
) -> None:
    with owner_of(database_url) as owner:
        owner.execute("update public.alembic_version set version_num = %s", (revision,))
    with pytest.raises(kind, match=revision):
        assured(database_url)


def test_a_connection_that_loses_the_role_on_its_way_is_found(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assurance_module, "as_application", lambda url: url)  # as a pooler does it
    with pytest.raises(ApplicationRoleError, match=f"instead of {APP_ROLE}.*options"):
        assured(database_url)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PERSISTENCE_MODULE", "eventsourcing.postgres"),
        ("PERSISTENCE_MODULE", "eventsourcing.postgres:Factory"),
        ("INFRASTRUCTURE_FACTORY", "eventsourcing.popo:Factory"),
        ("FACTORY_TOPIC", "eventsourcing.sqlite:Factory"),
        ("POSTGRES_ENABLE_DB_FUNCTIONS", "yes"),
    ],
)
def test_another_kind_of_writer_in_the_environment_is_refused(
    database_url: str, variable: str, value: str
) -> None:
    with pytest.raises(SecondWriterError, match=variable) as problem:
        assured(database_url, {variable: value, "HOME": "/"})
    assert problem.value.variable == variable


def test_our_own_recorder_may_be_named(database_url: str) -> None:
    for topic in (OWN_PERSISTENCE_MODULE, f"{OWN_PERSISTENCE_MODULE}:CasebookFactory"):
        assert assured(database_url, {"PERSISTENCE_MODULE": topic}).position == 0
    assert hasattr(importlib.import_module(OWN_PERSISTENCE_MODULE), "CasebookFactory")


def test_all_that_is_wrong_is_told_at_once(database_url: str) -> None:
    with owner_of(database_url) as owner:
        owner.execute("update es.head set position = 7")
        owner.execute("alter table es.head disable trigger head_row_stays")
    with pytest.raises(SeveralProblemsError) as problem:
        assured(database_url, {"POSTGRES_ENABLE_DB_FUNCTIONS": "y"})
    kinds = [type(each) for each in problem.value.each()]
    assert kinds == [SecondWriterError, RecordUnguardedError, RecordNotWholeError]
