"""A mistake in where to listen, where to ask or where the data is, is one line with its remedy."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield str(listening.getsockname()[1])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_taken_port_is_named_before_a_database_is_started(
    reachable_folder: Path, taken: str, language: str
) -> None:
    refused = casebook(reachable_folder, "serve", "--port", taken, CASEBOOK_LANGUAGE=language)
    assert refused.returncode == 2
    [line] = refused.stderr.splitlines()
    assert [word for word in (taken, "--port", "CASEBOOK_PORT") if word not in line] == []
    assert "Errno" not in line
    assert list(reachable_folder.iterdir()) == []


def test_an_address_of_another_machine_is_refused_with_its_remedy(reachable_folder: Path) -> None:
    refused = casebook(reachable_folder, "serve", "--host", "192.0.2.1")
    assert refused.returncode == 2
    assert [word for word in ("192.0.2.1", "--host", "CASEBOOK_HOST") if word not in refused.stderr] == []


@pytest.mark.parametrize(("option", "value"), [("--port", "99999"), ("--host", "nowhere")])
def test_a_wrong_option_is_named_and_no_setting_is(reachable_folder: Path, option: str, value: str) -> None:
    refused = casebook(reachable_folder, "serve", option, value)
    assert refused.returncode == 2
    assert f"{option}: " in refused.stderr
    assert "CASEBOOK_" not in refused.stderr


def test_health_says_where_it_asked_and_what_to_do(reachable_folder: Path) -> None:
    for url, asked in (((), "http://127.0.0.1:1/livez"), (("--url", "http://[::1"), "http://[::1/livez")):
        unheard = casebook(reachable_folder, "health", *url, CASEBOOK_PORT="1")
        assert unheard.returncode == 1
        told = unheard.stderr
        assert [
            word for word in (asked, "casebook serve", "--url", "CASEBOOK_PORT") if word not in told
        ] == []


@pytest.mark.parametrize("below", ["", "further/down"])
@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("replay", "CB-1")])
def test_a_data_folder_that_is_a_file_is_named_with_its_remedy(
    reachable_folder: Path, below: str, command: tuple[str, ...]
) -> None:
    file = reachable_folder / "data"
    file.touch()
    refused = casebook(file / below, *command)
    assert refused.returncode == 2
    assert [word for word in (str(file / below), "CASEBOOK_DATA_FOLDER") if word not in refused.stderr] == []
    assert "Errno" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_doctor_and_serve_warn_of_a_misspelt_setting_and_doctor_says_where_it_asked(
    reachable_folder: Path, database_url: str, taken: str
) -> None:
    misspelt = {"CASEBOOK_MAX_BODYBYTES": "1", "CASEBOOK_DATABASE_URL": database_url}
    told = casebook(reachable_folder, "doctor", **misspelt, CASEBOOK_PORT="1")
    assert told.returncode == 0
    words = " ".join(told.stdout.split())
    assert "CASEBOOK_MAX_BODYBYTES is no setting" in words
    assert "nearest one is CASEBOOK_MAX_BODY_BYTES" in words
    assert "nothing answers at http://127.0.0.1:1/readyz, and no other address was asked" in words
    served = casebook(reachable_folder, "serve", "--port", taken, **misspelt)
    assert "nearest one is CASEBOOK_MAX_BODY_BYTES" in served.stderr
