"""Failures of commands that are foreseen: one clear line instead of a traceback."""

from pydantic import ValidationError

from service.api.http.keys import InvalidKeyError, KeyNotFoundError
from service.cli.terminal.output import fail, show_setting_errors
from service.database.problems import DatabaseProblemError
from service.domain.refusal import Refusal
from service.eventstore.append import RecordUnavailableError
from service.projections.advance import ProjectionOutdatedError
from service.projections.rebuild import RebuildRunningError, SwapRefusedError

FORESEEN = (
    DatabaseProblemError,
    InvalidKeyError,
    KeyNotFoundError,
    ProjectionOutdatedError,
    RebuildRunningError,
    RecordUnavailableError,
    Refusal,
    SwapRefusedError,
)


def end_with_message(error: Exception) -> None:
    """Print a foreseen failure and leave with exit code 2; return if it is not foreseen."""
    if isinstance(error, ValidationError):
        show_setting_errors(error)
        raise SystemExit(2)
    if isinstance(error, FORESEEN):
        fail(error)
