"""Keys are made, listed and revoked; the secret is stored nowhere."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from service.api.http.access import Role
from service.api.http.keys import (
    InvalidKeyError,
    KeyNotFoundError,
    KeyStore,
    create_key,
    list_keys,
    revoke_key,
    written_key,
)
from service.database.async_engine import create_async_engine
from service.database.engine import create_engine
from tests.api.composition import MORNING, Clock
from tests.cluster import ensure_template

CHECKSUM = "af6a9cfc"
SECRET = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYm_-"  # noqa: S105  of a throw-away database


@pytest.fixture(scope="module")
def template_database() -> str:
    """Return the template without the keys that other tests of the interface find."""
    return ensure_template()


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def make(connection: Connection, name: str = "crm", key_id: str = "abcd") -> str:
    return create_key(connection, name, Role.INTEGRATION, key_id=key_id, secret=SECRET, now=MORNING)


def test_a_key_is_written_out_once_and_its_secret_is_not_stored(connection: Connection) -> None:
    assert make(connection) == written_key("abcd", SECRET) == f"csk_abcd_{SECRET}_{CHECKSUM}"
    row = connection.execute(text("select row_to_json(k)::text from access.api_keys as k")).scalar_one()
    assert SECRET not in row
    [stored] = list_keys(connection)
    assert (stored.name, stored.role, stored.created_at) == ("crm", Role.INTEGRATION, MORNING)
    assert stored.revoked_at is None


def test_a_name_is_taken_once(connection: Connection) -> None:
    make(connection)
    with pytest.raises(InvalidKeyError, match="choose another name"):
        make(connection, key_id="efgh")
    assert len(list_keys(connection)) == 1


@pytest.mark.parametrize(("name", "key_id"), [("", "abcd"), ("a\x00", "abcd"), ("crm", "a_b"), ("crm", "")])
def test_a_name_or_id_that_cannot_be_written_in_a_key_is_refused(
    connection: Connection, name: str, key_id: str
) -> None:
    with pytest.raises(InvalidKeyError, match="must look like"):
        make(connection, name, key_id)


def test_a_short_secret_is_refused(connection: Connection) -> None:
    with pytest.raises(InvalidKeyError, match="secret"):
        create_key(connection, "crm", Role.BI, key_id="abcd", secret="short", now=MORNING)


@pytest.mark.parametrize(
    ("role", "account_id"), [(Role.CUSTOMER_SYSTEM, None), (Role.AGENT, UUID(int=1)), (Role.BI, UUID(int=1))]
)
def test_a_customers_key_and_no_other_is_bound_to_an_account(
    connection: Connection, role: Role, account_id: UUID | None
) -> None:
    with pytest.raises(InvalidKeyError, match="account"):
        create_key(connection, "crm", role, key_id="abcd", secret=SECRET, now=MORNING, account_id=account_id)
    assert list_keys(connection) == []


async def test_a_customers_key_speaks_for_its_account(connection: Connection, database_url: str) -> None:
    account_id = UUID(int=7)
    written = create_key(
        connection,
        "crm",
        Role.CUSTOMER_SYSTEM,
        key_id="abcd",
        secret=SECRET,
        now=MORNING,
        account_id=account_id,
    )
    connection.commit()
    engine = create_async_engine(database_url)
    holder = await KeyStore(engine, now=Clock()).holder(written)
    await engine.dispose()
    assert holder is not None
    assert (holder.role, holder.account_id) == (Role.CUSTOMER_SYSTEM, account_id)


def test_the_database_itself_keeps_no_customers_key_without_an_account(connection: Connection) -> None:
    make(connection)
    loosen = text("update access.api_keys set role = 'customer_system' where key_id = 'abcd'")
    with pytest.raises(IntegrityError, match="customers_keys_have_an_account"):
        connection.execute(loosen)


def test_revoking_twice_keeps_the_first_moment(connection: Connection) -> None:
    make(connection)
    revoke_key(connection, "abcd", now=MORNING)
    revoke_key(connection, "abcd", now=MORNING + timedelta(days=1))
    assert list_keys(connection)[0].revoked_at == MORNING


def test_revoking_what_is_not_there_is_an_error(connection: Connection) -> None:
    with pytest.raises(KeyNotFoundError, match="abcd"):
        revoke_key(connection, "abcd", now=MORNING)


async def test_keys_are_remembered_for_a_short_time_and_never_too_many(
    connection: Connection, database_url: str
) -> None:
    keys = [make(connection, f"crm {number}", f"key{number}") for number in range(3)]
    connection.commit()
    clock = Clock()
    engine = create_async_engine(database_url)
    store = KeyStore(engine, now=clock, remembered_keys=2)
    for key in keys:
        holder = await store.holder(key)
        assert holder is not None
    assert list(store._remembered) == ["key1", "key2"]
    for key_id in ("key0", "key1", "key2"):
        revoke_key(connection, key_id, now=MORNING)
    connection.commit()
    assert await store.holder(keys[0]) is None, "forgotten, so looked up again"
    assert await store.holder(keys[2]) is not None, "still remembered"
    clock.advance(seconds=5)
    assert await store.holder(keys[2]) is None
    await engine.dispose()


async def test_all_who_show_the_same_key_at_once_share_one_look_at_the_database(
    connection: Connection, database_url: str
) -> None:
    written = make(connection)
    connection.commit()
    engine = create_async_engine(database_url)
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    store = KeyStore(engine, now=Clock())
    callers = await asyncio.gather(*(store.holder(written) for _ in range(20)))
    assert {caller.name for caller in callers if caller} == {"crm"}
    assert len([statement for statement in asked if "api_keys" in statement]) == 1
    await engine.dispose()
