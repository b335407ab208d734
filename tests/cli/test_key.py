"""`casebook key`, with the mistakes that people make."""

from pathlib import Path

import pytest

from tests.cli.command import casebook, found

pytestmark = pytest.mark.xdist_group("processes")


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(started_folder: Path) -> None:
    made = casebook(started_folder, "key", "create", "--role", "agent", "--name", "crm")
    key = found(r"csk_[\w-]+", made.stdout)
    key_id, secret = key.split("_", 2)[1:]
    listed = casebook(started_folder, "key", "list").stdout
    assert key_id in listed
    assert secret not in listed
    assert casebook(started_folder, "key", "revoke", key_id).returncode == 0
    assert "revoked" in casebook(started_folder, "key", "list").stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("create", "--role", "agent", "--name", "a;b"),
        ("create", "--role", "agent", "--name", ""),
        ("create", "--role", "emperor", "--name", "a"),
        ("revoke", "nosuch"),
        ("create", "--role", "customer_system", "--name", "a"),
        ("create", "--role", "agent", "--name", "a", "--account", "KA-1"),
        ("create", "--role", "customer_system", "--name", "a", "--account", "KA-404"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_code_2(started_folder: Path, wrong: tuple[str, ...]) -> None:
    refused = casebook(started_folder, "key", *wrong)
    assert refused.returncode == 2
    assert refused.stderr.strip()
    assert "Traceback" not in refused.stderr


def test_a_name_that_is_taken_is_refused(started_folder: Path) -> None:
    for expected in (0, 2):
        made = casebook(started_folder, "key", "create", "--role", "agent", "--name", "crm")
        assert made.returncode == expected
        assert "Traceback" not in made.stderr
