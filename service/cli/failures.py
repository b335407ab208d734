"""Failures of commands that are foreseen: one clear line instead of a traceback."""

from pydantic import ValidationError

from service.api.http.keys import InvalidKeyError, KeyNotFoundError
from service.cli.terminal.output import fail, show_setting_errors
from service.database.damage import RecordDamagedError, damage_in
from service.database.problems import DatabaseProblemError
from service.domain.refusal import Refusal
from service.eventstore.append import RecordUnavailableError
from service.projections.engine.checkpoints import ProjectionOutdatedError
from service.projections.engine.swapping import RebuildRunningError, SwapRefusedError
from service.projections.rebuild import UnknownModelError

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


def end_with_message(error: Exception) -> None:
    """Print a foreseen failure and leave with exit code 2; return if it is not foreseen."""
    if isinstance(error, ValidationError):
        show_setting_errors(error)
        raise SystemExit(2)
    if isinstance(error, FORESEEN):
        fail(error)
    if said := damage_in(error):
        fail(RecordDamagedError(said))
