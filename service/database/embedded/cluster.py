"""The data of an embedded server: made once, checked before each start."""

import os
import secrets
import shutil

from service.database.embedded.binaries import FIRST_WITH_BUILTIN_LOCALE, Binaries
from service.database.embedded.layout import Layout
from service.database.embedded.os_user import OsUser, hand_over, run
from service.database.embedded.ownership import serves
from service.database.problems import DataVersionError, SecretUnusableError, ServerStartError

SUPERUSER = "casebook"
WITHOUT_BACKUP = (
    "If there is none: stop Casebook, write a new one into the file, and give it to PostgreSQL, "
    "as the account that owns {layout.data}: "
    "`echo \"alter role casebook password 'the new one'\" | postgres --single -D {layout.data} postgres`."
)


def ensure_data(layout: Layout, binaries: Binaries, account: OsUser | None, *, durable: bool) -> None:
    """Make the data where there is none; raises DataVersionError where another major version made it."""
    if layout.version.exists():
        written_by = _major(layout)
        if written_by != binaries.major:
            raise DataVersionError(layout.folder, written_by, binaries.major)
        return
    _write_password(layout, account)
    shutil.rmtree(layout.unfinished_data, ignore_errors=True)
    layout.unfinished_data.mkdir(mode=0o700)
    hand_over(layout.unfinished_data, account)
    made = run(_initdb(layout, binaries, durable=durable), account)
    if made.returncode:
        raise ServerStartError(f"initdb could not set up {layout.folder}: {made.stderr.strip()}")
    layout.unfinished_data.rename(layout.data)


def _major(layout: Layout) -> int:
    written = layout.version.read_text(errors="replace").strip()
    if not written.isdigit():
        raise ServerStartError(
            f"{layout.version} is damaged: it should hold the version of PostgreSQL that made the data. "
            "Have the disk examined, and restore the folder from a backup."
        )
    return int(written)


def read_password(layout: Layout) -> str:
    """Return the password of the superuser. Raises SecretUnusableError where it is not there."""
    password = layout.password.read_text().strip() if layout.password.is_file() else ""
    if not password:
        raise SecretUnusableError(
            layout.password, "is missing or empty", WITHOUT_BACKUP.format(layout=layout)
        )
    return password


def settle_leftover(layout: Layout, binaries: Binaries, account: OsUser | None) -> None:
    """Deal with a postmaster.pid that an earlier owner left; to be called only while owning the folder.

    A server that still runs on this data is an orphan and is stopped. Otherwise the file is stale, and its
    process number may meanwhile belong to anybody. It is not deleted: our own number is put in, which
    PostgreSQL, as our child, takes for stale while it still looks for survivors in the shared memory that
    the file names.
    """
    try:
        first, *rest = layout.postmaster_pid.read_text().splitlines()
        pid = int(first)
    except FileNotFoundError:
        return
    except ValueError:
        layout.postmaster_pid.unlink()
        return
    if serves(pid, layout.data):
        _stop_orphan(layout, binaries, account)
    else:
        layout.postmaster_pid.write_text("\n".join((str(os.getpid()), *rest)) + "\n")


def _stop_orphan(layout: Layout, binaries: Binaries, account: OsUser | None) -> None:
    command = [binaries.program("pg_ctl"), "-D", str(layout.data), "-m", "fast", "-w", "stop"]
    stopped = run(command, account)
    if stopped.returncode:
        raise ServerStartError(
            f"A server left behind in {layout.folder} does not stop: {stopped.stderr.strip()}"
        )


def _write_password(layout: Layout, account: OsUser | None) -> None:
    layout.password.unlink(missing_ok=True)
    descriptor = os.open(layout.password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w") as file:  # noqa: PTH123 - a descriptor
        file.write(secrets.token_urlsafe(24))
    hand_over(layout.password, account)


def _initdb(layout: Layout, binaries: Binaries, *, durable: bool) -> list[str]:
    command = [
        binaries.program("initdb"),
        f"--pgdata={layout.unfinished_data}",
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        f"--pwfile={layout.password}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--data-checksums",
    ]
    if binaries.major >= FIRST_WITH_BUILTIN_LOCALE:
        command.append("--locale-provider=builtin")
    if not durable:
        command.append("--no-sync")
    return command
