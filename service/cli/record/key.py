"""`casebook key`."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import Connection
from sqlalchemy import text as text_of

from service import main
from service.api.http.access import ANYBODY
from service.api.http.keys import InvalidKeyError, Role, create_key, list_keys, revoke_key
from service.cli.terminal.output import out, say
from service.database.engine import create_single_use_engine, open_connection
from service.domain.account.identity import account_id_of
from service.language import text
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)


def new_key(
    connection: Connection,
    name: str,
    role: Role,
    account_id: UUID | None = None,
    speaks_for: Collection[str] = (),
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


def _people(written: str | None) -> frozenset[str]:
    if written is None:
        return frozenset()
    named = frozenset(each.strip() for each in written.split(",")) - {""}
    if not named or ANYBODY in named:
        raise InvalidKeyError("--speaks-for wants staff ids with commas between, or the word any")
    return frozenset({ANYBODY}) if named == {"any"} else named


@app.command()
def create(
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
) -> None:
    """Make a key and show it, once."""
    settings = Settings()
    people = _people(speaks_for)
    with _keys(settings) as connection:
        account_id = None if account is None else _opened_account(connection, account)
        key = new_key(connection, name, role, account_id, people)
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
            for column in ("id", "name", "role", "speaks_for", "state")
        )
    )
    for key in keys:
        state = text("cli.key.revoked" if key.revoked_at else "cli.key.in_use", settings.language)
        people = ", ".join(sorted(key.speaks_for)).replace(ANYBODY, "any")
        table.add_row(key.key_id, key.name, key.role.value, people, state)
    out.print(table)


@app.command()
def revoke(key_id: Annotated[str, typer.Argument(help="The id of the key, as `key list` shows it.")]) -> None:
    """Refuse a key from now on."""
    settings = Settings()
    with _keys(settings) as connection:
        revoke_key(connection, key_id, now=main.now())
    say("key.was_revoked", settings.language, key_id=key_id)
