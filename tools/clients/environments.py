"""Environments for clients: made once, kept in the user's cache, apart from that of the project."""

import os
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

PACKAGES = {
    "dbt": ("dbt-core<1.12", "dbt-postgres"),
    "pm4py": ("pm4py>=2.7,<2.8",),
    "pandas": ("pandas>=2.2,<3", "psycopg[binary]>=3.2,<4"),
}
INSTALL_SECONDS = 600


class NotInstallableError(RuntimeError):
    """A client cannot be installed here: no registry, no `uv`."""


def environment_of(client: str) -> Path:
    """Return the folder of programs of a client, installed when it is first asked for.

    Raises NotInstallableError.
    """
    packages = PACKAGES[client]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    digest = sha256(repr(packages).encode()).hexdigest()[:12]
    folder = cache / "casebook-clients" / f"{client}-{digest}"
    done = folder / "installed"
    if not done.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        _run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
        _run("uv", "pip", "install", "--quiet", "--python", str(folder), *packages)
        done.touch()
    return folder / "bin"


def _run(*command: str) -> None:
    """Run a command where the versions that the project is pinned to do not count."""
    bounds: dict[str, Any] = {"timeout": INSTALL_SECONDS, "cwd": tempfile.gettempdir()}
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, **bounds)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstallableError(f"{command[0]}: {type(error).__name__}") from error
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no message"])[-1]
        raise NotInstallableError(f"{' '.join(command[:3])}: {last}")
