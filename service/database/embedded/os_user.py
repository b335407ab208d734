"""Who runs the embedded server: PostgreSQL refuses root, so root hands it to an ordinary account."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from service.database.problems import FolderIsFileError, FolderUnreachableError, NoServerAccountError

ORDINARY_ACCOUNTS = ("postgres", "nobody")


class RunAs(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class OsUser:
    name: str
    uid: int
    gid: int


def server_user(effective_uid: int) -> OsUser | None:
    """Return the account to run the server as, or None for the caller's own.

    Raises NoServerAccountError where root finds no ordinary account, and for a user id without an entry in
    the account database (as OpenShift hands out), which initdb cannot work with.
    """
    import pwd

    if effective_uid == 0:
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        for name in ORDINARY_ACCOUNTS:
            if name in known:
                return OsUser(name, known[name].pw_uid, known[name].pw_gid)
        raise NoServerAccountError(
            "PostgreSQL does not run as root, and this machine has no account named "
            f"{' or '.join(ORDINARY_ACCOUNTS)}. Run as an ordinary user, or set CASEBOOK_DATABASE_URL."
        )
    try:
        pwd.getpwuid(effective_uid)
    except KeyError:
        raise NoServerAccountError(
            f"The user id {effective_uid} has no entry in the account database (/etc/passwd), and PostgreSQL "
            "cannot be set up without one. Add an entry, or set CASEBOOK_DATABASE_URL."
        ) from None
    return None


def run_as(account: OsUser | None) -> RunAs:
    return RunAs(user=account.uid, group=account.gid, extra_groups=[]) if account else RunAs()


def run(command: Sequence[str], account: OsUser | None) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's own programs to its end, from `/`, where every account may stand."""
    return subprocess.run(  # noqa: S603 - a program of the PostgreSQL that we found
        command, capture_output=True, text=True, check=False, cwd="/", **run_as(account)
    )


def hand_over(path: Path, account: OsUser | None) -> None:
    if account:
        os.chown(path, account.uid, account.gid)


def prepare_folder(folder: Path, account: OsUser | None) -> None:
    """Make the folder and let the account pass through it; the folders above stay as they are.

    Raises FolderUnreachableError where the account cannot come here or we cannot write here.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if account:
            folder.chmod(folder.stat().st_mode | 0o111)
    except (FileExistsError, NotADirectoryError) as error:
        raise FolderIsFileError(folder) from error
    except OSError as error:
        raise FolderUnreachableError(
            f"The data folder {folder} cannot be used: {error}. Set CASEBOOK_DATA_FOLDER to another one."
        ) from error
    if account and not _can_enter(folder, account):
        raise FolderUnreachableError(
            f"The server runs as the account {account.name}, which cannot reach {folder}. Choose a data "
            "folder outside the home of root, such as /var/lib/casebook."
        )


def _can_enter(folder: Path, account: OsUser) -> bool:
    try:
        subprocess.run(
            ["/bin/sh", "-c", ":"],
            check=True,
            preexec_fn=lambda: os.chdir(folder),  # runs as the account, where cwd= would run as root
            **run_as(account),
        )
    except subprocess.SubprocessError:
        return False
    return True
