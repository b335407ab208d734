"""Engines and the checks of the server."""

import psycopg
import pytest
from sqlalchemy import text

from service.database.async_engine import create_async_engine
from service.database.embedded.postmaster import free_port
from service.database.engine import (
    check_database,
    create_engine,
    libpq_url,
    open_connection,
    refuse_old_server,
    sqlalchemy_url,
)
from service.database.problems import (
    DatabaseUnreachableError,
    InvalidDatabaseUrlError,
    UnsupportedServerError,
)

IDENTITY = text("SELECT current_setting('application_name') || ' ' || current_setting('timezone')")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_the_url_serves_both_libraries(scheme: str) -> None:
    url = f"{scheme}://me:p%40ss@host:5433/db?sslmode=require"
    assert sqlalchemy_url(url) == "postgresql+psycopg://me:p%40ss@host:5433/db?sslmode=require"
    assert libpq_url(url) == "postgresql://me:p%40ss@host:5433/db?sslmode=require"


def test_a_space_in_a_password_reaches_libpq() -> None:
    assert libpq_url("postgresql://me:a%20b@host/db") == "postgresql://me:a%20b@host/db"


def test_options_of_the_url_reach_libpq_and_stay_beside_our_own(database_url: str) -> None:
    url = f"{database_url}?options=-c%20work_mem%3D5MB%20-c%20jit%3Doff"
    assert libpq_url(url).endswith("?options=-c%20work_mem%3D5MB%20-c%20jit%3Doff")
    with psycopg.connect(libpq_url(url)) as plain:
        assert plain.execute("SHOW work_mem").fetchone() == ("5MB",)
    engine = create_engine(url)
    with open_connection(engine) as connection:
        shown = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("work_mem", "timezone")]
    engine.dispose()
    assert shown == ["5MB", "UTC"]


@pytest.mark.parametrize("url", ["sqlite:///file.db", "mysql://me:secret@host/db", "me:secret@host"])
def test_a_url_of_something_else_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(InvalidDatabaseUrlError, match="CASEBOOK_DATABASE_URL") as refusal:
        sqlalchemy_url(url)
    assert "secret" not in str(refusal.value)


def test_an_engine_names_itself_and_counts_in_utc(database_url: str) -> None:
    engine = create_engine(database_url, application_name="casebook tests")
    with open_connection(engine) as connection:
        assert connection.execute(IDENTITY).scalar_one() == "casebook tests UTC"
    engine.dispose()


async def test_an_asynchronous_engine_names_itself_and_counts_in_utc(database_url: str) -> None:
    engine = create_async_engine(database_url, application_name="casebook tests")
    async with engine.connect() as connection:
        assert (await connection.execute(IDENTITY)).scalar_one() == "casebook tests UTC"
    await engine.dispose()


def test_a_server_that_is_new_enough_is_accepted(database_url: str) -> None:
    assert check_database(database_url) >= 150_000


@pytest.mark.parametrize("number", [90_624, 140_012, 149_999])
def test_a_server_older_than_15_is_refused(number: int) -> None:
    with pytest.raises(UnsupportedServerError, match="15 or newer"):
        refuse_old_server(number)


def test_version_15_itself_is_accepted() -> None:
    refuse_old_server(150_000)


def test_an_unreachable_server_is_named_without_its_password() -> None:
    url = f"postgresql://me:secret@127.0.0.1:{free_port()}/db"
    with pytest.raises(DatabaseUnreachableError, match=r"me:\*\*\*@127\.0\.0\.1.*refused") as problem:
        check_database(url)
    assert "secret" not in str(problem.value)


def test_a_wrong_password_is_told_as_unreachable(database_url: str) -> None:
    url = database_url.split("@", maxsplit=1)[1]
    with pytest.raises(DatabaseUnreachableError, match="password authentication failed"):
        check_database(f"postgresql://casebook:secret@{url}")
