"""Failures of commands that are foreseen: one clear line instead of a traceback."""

from pydantic import ValidationError

from service.api.description import VERSION
from service.api.http.keys import InvalidKeyError, KeyNotFoundError
from service.cli.terminal.output import fail, show_setting_errors
from service.database.damage import RecordDamagedError, damage_in
from service.database.engine import shown_url
from service.database.problems import DatabaseProblemError, RecordOfAnotherVersionError
from service.domain.refusal import Refusal
from service.eventstore.append import RecordUnavailableError
from service.projections.engine.checkpoints import ProjectionOutdatedError
from service.projections.engine.entries import UnreadableEventError
from service.projections.engine.swapping import RebuildRunningError, SwapRefusedError
from service.projections.rebuild import UnknownModelError
from service.settings import Settings

FORESEEN = (
    DatabaseProblemError,
    InvalidKeyError,
    KeyNotFoundError,
    ProjectionOutdatedError,
    RebuildRunningError,
    RecordUnavailableError,
    Refusal,
    SwapRefusedError,
    UnknownModelError,
)


def _opened(settings: Settings) -> str:
    """Return which database was opened, without its password."""
    url = settings.database_url
    return str(settings.data_folder.absolute()) if url is None else shown_url(url.get_secret_value())


def _said(error: ValidationError) -> str:
    """Return the first thing that is not understood, without its value."""
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{error.title}, {'.'.join(map(str, first['loc']))}: {first['msg']}"


def end_with_message(error: Exception) -> None:
    """Print a foreseen failure and leave with exit code 2; return if it is not foreseen."""
    if isinstance(error, UnreadableEventError) and isinstance(error.__cause__, ValidationError):
        error = error.__cause__  # it came up while rows were folded anew
    if isinstance(error, ValidationError):
        if error.title != Settings.__name__:
            fail(RecordOfAnotherVersionError(_opened(Settings()), VERSION, _said(error)))
        show_setting_errors(error)
        raise SystemExit(2)
    if isinstance(error, FORESEEN):
        fail(error)
    if said := damage_in(error):
        fail(RecordDamagedError(said))
