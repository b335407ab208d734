"""Where things lie inside the folder of an embedded server."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def unfinished_data(self) -> Path:
        """What initdb works on; renamed to `data` when complete: a killed initdb leaves nothing half-made."""
        return self.folder / "data.unfinished"

    @property
    def postmaster_pid(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def version(self) -> Path:
        return self.data / "PG_VERSION"

    @property
    def password(self) -> Path:
        return self.folder / "superuser.secret"

    @property
    def lock(self) -> Path:
        return self.folder / "owner.lock"

    @property
    def address(self) -> Path:
        return self.folder / "server.json"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def binaries(self) -> Path:
        """Copies of PostgreSQL, one folder a version, for an account that cannot reach the installed ones."""
        return self.folder / "binaries"
