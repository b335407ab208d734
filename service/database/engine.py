"""Engines, and what must hold of the server behind them."""

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import NullPool

from service.database.embedded.binaries import OLDEST_MAJOR
from service.database.hosts import meaning_the_writable, written_as_parameters
from service.database.problems import (
    DatabaseUnreachableError,
    InvalidDatabaseUrlError,
    UnsupportedServerError,
)

DIALECT = "postgresql+psycopg"
ACCEPTED = frozenset({"postgres", "postgresql", DIALECT})
VERSIONS_A_MAJOR = 10_000
CONNECT_LIMIT_SECONDS = 10
SILENT_HOST_SECONDS = 3
"""The limit for each of several hosts: one that is dead and says nothing must not use up the others' time."""
POOL_LIMIT_SECONDS = 10.0


def sqlalchemy_url(url: str) -> str:
    """Return the URL as SQLAlchemy wants it; raises InvalidDatabaseUrlError where it names no PostgreSQL."""
    return parsed_url(url).render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """Return the URL as psycopg, psql and pg_dump want it; raises InvalidDatabaseUrlError."""
    written = parsed_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    # SQLAlchemy leaves spaces of a password as they are and writes those of a parameter as +: libpq refuses
    # the ones and takes the others for what they are not.
    place, mark, query = written.partition("?")
    return place.replace(" ", "%20") + mark + query.replace("+", "%20")


def create_engine(
    url: str, *, application_name: str = "casebook", pool_size: int = 5, overflow: int = 5
) -> Engine:
    """Return an engine with at most `pool_size + overflow` connections, all in UTC."""
    return sqlalchemy.create_engine(
        parsed_url(url),
        connect_args=connect_arguments(url, application_name),
        pool_size=pool_size,
        max_overflow=overflow,
        pool_timeout=POOL_LIMIT_SECONDS,
        pool_pre_ping=True,
    )


def create_single_use_engine(url: str, *, application_name: str) -> Engine:
    """Return an engine that keeps no connection, for work done once, such as migrations."""
    return sqlalchemy.create_engine(
        parsed_url(url), connect_args=connect_arguments(url, application_name), poolclass=NullPool
    )


def open_connection(engine: Engine) -> Connection:
    """Connect; raises DatabaseUnreachableError, without the password, where the server does not let us in."""
    try:
        return engine.connect()
    except OperationalError as error:
        raise DatabaseUnreachableError(
            f"The database {_shown(engine.url)} cannot be reached: {str(error.orig).strip()}. "
            "Check CASEBOOK_DATABASE_URL and that the server runs."
        ) from error


def check_server(connection: Connection) -> int:
    """Return the server's version, such as 180006; raises UnsupportedServerError below PostgreSQL 15."""
    number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    refuse_old_server(number)
    return number


def refuse_old_server(number: int) -> None:
    """Raise UnsupportedServerError for a version number (such as 140012) below PostgreSQL 15."""
    major = number // VERSIONS_A_MAJOR
    if major < OLDEST_MAJOR:
        raise UnsupportedServerError(
            f"The server is PostgreSQL {major}; Casebook needs {OLDEST_MAJOR} or newer. Upgrade the server "
            "that CASEBOOK_DATABASE_URL names."
        )


def check_database(url: str) -> int:
    """Connect once and check the server; returns its version number, raises as the two functions above."""
    engine = create_single_use_engine(url, application_name="casebook check")
    with open_connection(engine) as connection:
        return check_server(connection)


def parsed_url(url: str) -> URL:
    """Return the URL in parts, with our dialect; raises InvalidDatabaseUrlError."""
    try:
        parsed = meaning_the_writable(make_url(written_as_parameters(url)))
    except (ArgumentError, ValueError):
        # The unreadable text is not repeated and the cause is cut off: it may hold a password.
        raise InvalidDatabaseUrlError(
            "CASEBOOK_DATABASE_URL is no URL. It looks like postgresql://user:password@host:5432/database, or"
            " with several hosts, host1:5432,host2:5432."
        ) from None
    if parsed.drivername not in ACCEPTED:
        raise InvalidDatabaseUrlError(
            f"CASEBOOK_DATABASE_URL begins with {parsed.drivername}://, but Casebook needs postgresql://."
        )
    return parsed.set(drivername=DIALECT)


def shown_url(url: str) -> str:
    """Return the URL without its password and parameters, but for hosts; raises InvalidDatabaseUrlError."""
    return _shown(parsed_url(url))


def _shown(url: URL) -> str:
    hosts = {name: value for name, value in url.query.items() if name in {"host", "port"}}
    written = url.set(drivername="postgresql", query=hosts).render_as_string(hide_password=True)
    return written.replace("%2C", ",")


def connect_arguments(url: str, application_name: str) -> dict[str, str | int]:
    query = parsed_url(url).query
    given = query.get("options", ())
    has_several_hosts = "," in str(query.get("host", ""))
    return {
        "application_name": application_name,
        "connect_timeout": SILENT_HOST_SECONDS if has_several_hosts else CONNECT_LIMIT_SECONDS,
        # These arguments replace what the URL says under the same name; its options are kept.
        "options": " ".join((*((given,) if isinstance(given, str) else given), "-c timezone=UTC")),
    }
