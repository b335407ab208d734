"""Keeps the sums near the rows, beside the folding."""

import threading

import psycopg
import structlog
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from service.projections.engine.checkpoints import projection_position
from service.projections.engine.entries import head
from service.projections.kpi.rollups.settling import settle
from service.projections.kpi.rollups.tables import settling

SECONDS_BETWEEN_PORTIONS = 1.0

_log = structlog.get_logger()


def keep_settled(engine: Engine, stop: threading.Event) -> None:
    """Add up what was told, again and again, until `stop` is set.

    A lost connection is tried again. Any other error ends it, and is logged without what the database quotes:
    figures then come from the rows, slowly and as true as before.
    """
    while not stop.wait(SECONDS_BETWEEN_PORTIONS):
        try:
            while not stop.is_set() and _is_time(engine) and settle(engine):
                pass
        except (OperationalError, psycopg.OperationalError) as error:
            _log.warning("sums_of_figures_interrupted", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  whatever it is, it only makes figures slow
            _log.error("sums_of_figures_stopped", error=type(error).__name__)
            return


def _is_time(engine: Engine) -> bool:
    """Return whether to begin or go on: while rows catch up, nothing begins that they would have to note."""
    with engine.connect() as connection:
        has_begun = bool(connection.scalar(select(settling.c.digest)))
        return has_begun or projection_position(connection) >= head(connection)
