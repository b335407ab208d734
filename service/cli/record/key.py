"""`casebook key`."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import Connection
from sqlalchemy import text as text_of

from service import main
from service.api.http.access import ANYBODY
from service.api.http.keys import InvalidKeyError, Role, StoredKey, create_key, list_keys, revoke_key
from service.cli.terminal.output import out, say
from service.database.engine import create_single_use_engine, open_connection
from service.domain.account.identity import account_id_of
from service.language import text
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)
VALID_DAYS = 365
LONGEST_DAYS = 3_650
FASTEST = 100_000


def new_key(
    connection: Connection,
    name: str,
    role: Role,
    account_id: UUID | None = None,
    speaks_for: Collection[str] = (),
    *,
    valid_days: int | None = VALID_DAYS,
    requests_per_second: int | None = None,
) -> str:
    """Make a key from fresh randomness and return it: it cannot be shown again."""
    return create_key(
        connection,
        name,
        role,
        key_id=secrets.token_hex(6),
        secret=secrets.token_urlsafe(32),
        now=main.now(),
        account_id=account_id,
        speaks_for=speaks_for,
        expires_at=None if valid_days is None else main.now() + timedelta(days=valid_days),
        requests_per_second=requests_per_second,
    )


@contextmanager
def _keys(settings: Settings) -> Iterator[Connection]:
    with main.database(settings) as database:
        engine = create_single_use_engine(database.url, application_name="casebook key")
        with open_connection(engine) as connection, connection.begin():
            yield connection


def _opened_account(connection: Connection, code: str) -> UUID:
    """Return the id of an account on the record. Raises InvalidKeyError where there is none of this code."""
    account_id = account_id_of(code)
    query = text_of("select 1 from es.events where stream_id = :account_id and version = 1")
    if connection.scalar(query, {"account_id": account_id}) is None:
        raise InvalidKeyError(f"account {code!r} is not open: open it first, or check the customer number")
    return account_id


def _state(key: StoredKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "in_use" if key.is_valid_at(now) else "expired"


def _people(written: str | None) -> frozenset[str]:
    if written is None:
        return frozenset()
    named = frozenset(each.strip() for each in written.split(",")) - {""}
    if not named or ANYBODY in named:
        raise InvalidKeyError("--speaks-for wants staff ids with commas between, or the word any")
    return frozenset({ANYBODY}) if named == {"any"} else named


@app.command()
def create(  # noqa: PLR0917  typer passes arguments by position
    role: Annotated[Role, typer.Option(help="What the key may do.")],
    name: Annotated[str, typer.Option(help="Who holds it; the actor of its events.")],
    account: Annotated[
        str | None,
        typer.Option(help="The customer number, for a key of a customer's own system (customer_system)."),
    ] = None,
    speaks_for: Annotated[
        str | None,
        typer.Option(
            help="For whom it may speak by the header Casebook-Staff: staff ids with commas between, or any."
        ),
    ] = None,
    valid_days: Annotated[
        int, typer.Option(min=1, max=LONGEST_DAYS, help="Days after which it is refused.")
    ] = VALID_DAYS,
    requests_per_second: Annotated[
        int | None,
        typer.Option(min=1, max=FASTEST, help="Requests a second that it may send, instead of its role's."),
    ] = None,
) -> None:
    """Make a key and show it, once."""
    settings = Settings()
    people = _people(speaks_for)
    with _keys(settings) as connection:
        account_id = None if account is None else _opened_account(connection, account)
        key = new_key(
            connection,
            name,
            role,
            account_id,
            people,
            valid_days=valid_days,
            requests_per_second=requests_per_second,
        )
    say("key.created", settings.language, name=name, role=role.value)
    typer.echo(key)


@app.command("list")
def list_() -> None:
    """List the keys, without their secrets."""
    settings = Settings()
    with _keys(settings) as connection:
        keys = list_keys(connection)
    table = Table(
        *(
            text(f"cli.key.{column}", settings.language)
            for column in ("id", "name", "role", "speaks_for", "expires", "state")
        )
    )
    for key in keys:
        state = text(f"cli.key.{_state(key, main.now())}", settings.language)
        expires = "-" if key.expires_at is None else f"{key.expires_at.astimezone(settings.business_zone):%F}"
        people = ", ".join(sorted(key.speaks_for)).replace(ANYBODY, "any")
        table.add_row(key.key_id, key.name, key.role.value, people, expires, state)
    out.print(table)


@app.command()
def revoke(key_id: Annotated[str, typer.Argument(help="The id of the key, as `key list` shows it.")]) -> None:
    """Refuse a key from now on."""
    settings = Settings()
    with _keys(settings) as connection:
        revoke_key(connection, key_id, now=main.now())
    say("key.was_revoked", settings.language, key_id=key_id)
