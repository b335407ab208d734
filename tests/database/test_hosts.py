"""One URL may name several hosts; both libraries understand it, and the one that takes writes is meant."""

import psycopg
import pytest
from sqlalchemy import text

from service.database.app_role import as_application
from service.database.embedded.postmaster import free_port
from service.database.engine import (
    check_database,
    create_engine,
    libpq_url,
    open_connection,
    parsed_url,
    shown_url,
)
from service.database.problems import DatabaseUnreachableError, InvalidDatabaseUrlError


@pytest.mark.parametrize(
    ("url", "hosts", "ports"),
    [
        ("postgresql://me:secret@one:5433,two/db", "one,two", "5433,5432"),
        ("postgresql://me:secret@one,two,three/db", "one,two,three", "5432,5432,5432"),
        ("postgresql://me@[::1]:5,two:6/db", "::1,two", "5,6"),
        ("postgresql://one,two/db", "one,two", "5432,5432"),
        ("postgresql://me:secret@/db?host=one:5433&host=two:5434", "one,two", "5433,5434"),
        ("postgresql://me:secret@/db?host=one,two&port=1,2", "one,two", "1,2"),
        ("postgresql://me:secret@/db?host=one,two&port=7", "one,two", "7,7"),
        ("postgresql://me:secret@/db?host=one,two", "one,two", "5432,5432"),
        ("postgresql://me:secret@/db?host=::1&host=two", "::1,two", "5432,5432"),
        ("postgresql://me:a%40,:/b@one:1,two:2/db?sslmode=require", "one,two", "1,2"),
    ],
)
def test_several_hosts_are_told_as_both_libraries_take_them(url: str, hosts: str, ports: str) -> None:
    for written in (url, libpq_url(url), as_application(url)):
        parsed = parsed_url(written)
        assert (parsed.query["host"], parsed.query["port"]) == (hosts, ports)
        assert parsed.query["target_session_attrs"] == "read-write"
        assert (parsed.database, parsed.password) == ("db", parsed_url(url).password)


def test_a_url_that_says_which_host_it_wants_is_left_alone() -> None:
    url = "postgresql://me@one,two/db?target_session_attrs=standby"
    assert parsed_url(url).query["target_session_attrs"] == "standby"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me@one/db?x=a,b",
        "postgresql://me:a,b@one/db",
        "postgresql://me:a,b/c@one/db",
        "postgresql://me:12,secret/c@one/db",
    ],
)
def test_a_comma_elsewhere_is_no_second_host(url: str) -> None:
    assert (parsed_url(url).host, "host" in parsed_url(url).query) == ("one", False)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:secret@one,/db",
        "postgresql://me:secret@one:x,two/db",
        "postgresql://me:secret@/db?host=one,two,three&port=1,2",
        "postgresql://me:secret@/db?host=a:b:c&host=two",
        "postgresql://me@one:x/db",
    ],
)
def test_a_host_that_is_none_is_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(InvalidDatabaseUrlError, match="host1:5432,host2:5432") as refusal:
        parsed_url(url)
    assert "secret" not in str(refusal.value)


def test_a_url_is_shown_with_its_hosts_and_without_its_password() -> None:
    shown = shown_url("postgresql://me:secret@one:1,two/db?sslpassword=secret")
    assert shown == "postgresql://me:***@/db?host=one,two&port=1,5432"
    assert shown_url("postgresql://me@one/db?password=secret") == "postgresql://me@one/db"


def test_the_host_that_answers_is_used_by_every_way_in(database_url: str) -> None:
    own = parsed_url(database_url)
    url = f"postgresql://{own.username}:{own.password}@127.0.0.1:{free_port()},127.0.0.1:{own.port}/{own.database}"
    with psycopg.connect(libpq_url(as_application(url))) as plain:
        assert plain.info.port == own.port
    engine = create_engine(url)
    with open_connection(engine) as connection:
        assert connection.execute(text("select inet_server_port()")).scalar_one() == own.port
    engine.dispose()
    assert check_database(url) >= 150_000


def test_where_no_host_answers_all_of_them_are_named() -> None:
    one, two = free_port(), free_port()
    with pytest.raises(DatabaseUnreachableError, match=f"port={one},{two}") as problem:
        check_database(f"postgresql://me:secret@127.0.0.1:{one},127.0.0.1:{two}/db")
    assert "secret" not in str(problem.value)
