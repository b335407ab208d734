"""Secrets that an installation makes for itself and keeps in its data folder."""

import os
from contextlib import suppress
from pathlib import Path

from service.database.problems import SecretUnusableError


def kept_secret(folder: Path, name: str, fresh: str) -> str:
    """Return the secret in a file of the folder; where there is none, `fresh` is kept and returned.

    Only the owner of the file can read it. Of two that start at once the second reads what the first kept.
    Raises SecretUnusableError where what is kept is shorter than what is made.
    """
    kept = folder / name
    if not kept.exists():
        # Whole before it has its name, so that nobody reads half of it.
        made = folder / f"{name}.{os.getpid()}"
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(fresh)
        with suppress(FileExistsError):
            kept.hardlink_to(made)
        made.unlink()
    found = kept.read_text(errors="replace")
    if len(found) < len(fresh):
        raise SecretUnusableError(
            kept, "is cut short", "If there is none, remove the file: one is made anew."
        )
    return found
