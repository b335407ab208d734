"""`casebook export ocel2` and `casebook export xes`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from service import main
from service.cli.reports.period import asked
from service.database.async_engine import create_async_engine
from service.projections.engine.checkpoints import projection_position
from service.reports.process_log.courses import LogWriter, ProcessLogQuery, stream_log
from service.reports.process_log.ocel import Ocel
from service.reports.process_log.xes import Xes
from service.settings import Settings

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="Cases received at or after, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or "
        "2026-03-01T08:00+08:00.",
    ),
]
To = Annotated[str | None, typer.Option("--to", help="Cases received before.")]
File = Annotated[Path | None, typer.Option("--file", help="Write to this file instead of the terminal.")]


def ocel2(from_: From = None, to: To = None, file: File = None) -> None:
    _export(Ocel, from_, to, file)


def xes(from_: From = None, to: To = None, file: File = None) -> None:
    _export(Xes, from_, to, file)


def _export(writer: Callable[[], LogWriter], from_: str | None, to: str | None, file: Path | None) -> None:
    settings, query = Settings(), asked(ProcessLogQuery, from_, to)
    with main.database(settings) as database:
        main.projections(database.folding_url, settings).catch_up()
        if file is None:
            main.run(written_to(database.serving_url, writer(), sys.stdout.buffer, query))
            return
        with file.open("wb") as written:
            main.run(written_to(database.serving_url, writer(), written, query))


async def written_to(url: str, writer: LogWriter, written: BinaryIO, query: ProcessLogQuery) -> None:
    """Write a log of the record in a database."""
    engine: AsyncEngine = create_async_engine(url, application_name="casebook export")
    try:
        async with engine.connect() as connection:
            position = await connection.run_sync(projection_position)
        async for piece in stream_log(engine.connect, query, writer, position, _at_once):
            written.write(piece)
    finally:
        await engine.dispose()


async def _at_once(compute: Callable[[], bytes]) -> bytes:
    return compute()
