"""What a report reads from: the rows of now, or those of an earlier moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from service import main
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail
from service.language import text
from service.main import Database
from service.projections.as_of.filling import AllInUseError, fill
from service.projections.as_of.moment import BeforeAllError, Moment, NotYetError, moment_of
from service.projections.as_of.schemas import reads_past
from service.settings import Settings

AS_OF_HELP = "As it was known then: a position of the record, or a time of recording. Newest if left out."


class Reading(NamedTuple):
    """A connection to the rows of one moment, and the time for which what is open is told."""

    connection: Connection
    now: datetime
    moment: Moment | None
    """None for the newest."""


def caught_up(database: Database, settings: Settings, as_of: str | None) -> Moment | None:
    """Fold what is on the record, and return the moment of `--as-of`, None for the newest.

    Leaves with a clear message where it is none of the record.
    """
    main.projections(database.folding_url, settings).catch_up()
    if as_of is None:
        return None
    with main.reading_engine(database.serving_url).connect() as connection:
        return _moment(connection, as_of)


@contextmanager
def reading(database: Database, settings: Settings, as_of: str | None) -> Iterator[Reading]:
    """Have the rows of a moment while inside; see `caught_up`."""
    moment = caught_up(database, settings, as_of)
    engine = main.reading_engine(database.serving_url).execution_options(isolation_level="REPEATABLE READ")
    if moment is not None:
        make_rows(database, moment)
    with engine.connect() as connection:
        if moment is not None:
            read_rows(connection, moment.position)
        yield Reading(connection, moment.recorded_at if moment else main.now(), moment)


def make_rows(database: Database, moment: Moment) -> None:
    """Have the rows of a moment made; leave with a clear message where nothing makes room for them."""
    try:
        fill(main.reading_engine(database.folding_url), moment.position)
    except AllInUseError as error:
        fail(error, exit_code=1)


def read_rows(connection: Connection, position: int) -> None:
    """Have a connection read the rows of a position, which were just made."""
    if not reads_past(connection, position):  # another has made room for rows of its own meanwhile
        fail(text("cli.report.as_of_again", Settings().language), exit_code=1)


def _moment(connection: Connection, as_of: str) -> Moment:
    language = Settings().language
    is_position = as_of.isascii() and as_of.isdigit()
    asked = max(int(as_of), 1) if is_position else instant("--as-of", as_of) or main.now()
    try:
        return moment_of(connection, asked, main.now())
    except NotYetError as error:
        newest = error.newest if isinstance(error.newest, int) else f"{error.newest:%Y-%m-%d %H:%M:%S%z}"
        fail(text("cli.report.as_of_ahead", language, newest=newest))
    except BeforeAllError as error:
        fail(text("cli.report.as_of_before", language, first=error.first or "–"))
