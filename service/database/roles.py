"""What arranging a role takes. Roles belong to the whole server: others may arrange the same one just now."""

from collections.abc import Callable
from typing import LiteralString

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection

from service.database.problems import MissingPrivilegeError

ATTEMPTS = 20
POWERLESS = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
MIGHTY = """
    SELECT 1 FROM pg_roles
    WHERE rolname = %s AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
"""


def arranged(
    connection: Connection,
    arrange: Callable[[psycopg.Connection], None],
    remedy: Callable[[psycopg.Connection, errors.InsufficientPrivilege], str],
) -> None:
    """Run `arrange` inside the caller's transaction, again where another database of the server was faster.

    Raises MissingPrivilegeError, with the remedy, where our own account may not do it.
    """
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("roles need a connection of psycopg")
    for attempts_left in range(ATTEMPTS - 1, -1, -1):
        try:
            with raw.transaction():
                arrange(raw)
        except (errors.DuplicateObject, errors.UniqueViolation, errors.InternalError_):
            # Another database of this server arranges the same role just now ("tuple concurrently updated").
            if not attempts_left:
                raise
        except errors.InsufficientPrivilege as error:
            raise MissingPrivilegeError(remedy(raw, error)) from error
        else:
            return


def take_powers_away(raw: psycopg.Connection, role: str) -> None:
    """Withdraw powers given by hand. Who lacks a power may not even deny it to others: only where needed."""
    if one(raw, MIGHTY, role):
        raw.execute(sql.SQL("ALTER ROLE {role} " + POWERLESS).format(role=sql.Identifier(role)))


def set_password(raw: psycopg.Connection, role: str, password: str) -> None:
    """Set a password. The server gets the SCRAM verifier only: a plain one could end in its log."""
    verifier = raw.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    command = sql.SQL("ALTER ROLE {} PASSWORD {}")
    raw.execute(command.format(sql.Identifier(role), sql.Literal(verifier)))


def one(raw: psycopg.Connection, query: LiteralString, *values: str) -> object:
    """Return the first column of the first row, None where there is no row."""
    row = raw.execute(query, values).fetchone()
    return row[0] if row else None
