"""Nothing is decided with knowledge of the future."""

import csv
import random
from collections.abc import Callable
from pathlib import Path

from service.eventstore.application import Application
from tests.cluster import fresh_database
from tests.importers.files import history, written
from tests.importers.recording import Streams, application_on, cases, imported

HINDSIGHT = ("resolved_at", "closed_at", "resolved_by", "closed_code")
ROWS_OF_THE_LOG = 2_000

Change = Callable[[list[str]], list[str]]


def head_of(path: Path, folder: Path) -> Path:
    """Copy the first rows of a file, so that three imports of it stay small."""
    lines = path.read_bytes().splitlines(keepends=True)
    shorter = folder / "head.csv"
    shorter.write_bytes(b"".join(lines[: ROWS_OF_THE_LOG + 1]))
    return shorter


def shuffled(path: Path) -> Path:
    """Copy a file with the columns of hindsight given to other rows."""
    chance = random.Random(1)  # noqa: S311  the same order at every run
    return _changed(path, "shuffled", lambda values: chance.sample(values, len(values)))


def blanked(path: Path) -> Path:
    """Copy a file without what stood in the columns of hindsight."""
    return _changed(path, "blanked", lambda values: ["?"] * len(values))


def _changed(path: Path, name: str, change: Change) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in HINDSIGHT:
        for row, value in zip(rows, change([row[column] for row in rows]), strict=True):
            row[column] = value
    copy = path.with_name(f"{name}.csv")
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return copy


async def cases_of(template: str, path: Path) -> Streams:
    with fresh_database(template) as url:
        async with application_on(url) as application:
            await imported(application, path)
            return await cases(application)


async def test_columns_that_know_the_future_change_no_event(
    template_database: str, uci_log: Path, tmp_path: Path
) -> None:
    path = head_of(uci_log, tmp_path)
    told = await cases_of(template_database, path)
    assert len(told) > ROWS_OF_THE_LOG / 20
    assert await cases_of(template_database, shuffled(path)) == told
    assert await cases_of(template_database, blanked(path)) == told


async def test_a_later_export_that_has_filled_them_in_is_known(
    application: Application, tmp_path: Path
) -> None:
    path = written(tmp_path / "log.csv", history("INC1"))
    await imported(application, blanked(path))
    summary = await imported(application, path)
    assert (summary.already_known, summary.rejected) == (8, 0)


async def test_every_beginning_of_a_file_gives_a_beginning_of_its_events(
    template_database: str, tmp_path: Path
) -> None:
    rows = history("INC1")
    (whole,) = (await cases_of(template_database, written(tmp_path / "whole.csv", rows))).values()
    for count in range(1, len(rows)):
        (begun,) = (await cases_of(template_database, written(tmp_path / "part.csv", rows[:count]))).values()
        assert begun == whole[: len(begun)]
        assert len(begun) >= count
