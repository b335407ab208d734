"""A dry run says what an import would do, and writes nothing to the record."""

from dataclasses import replace
from pathlib import Path

from service.eventstore.application import Application
from tests.importers.files import history, later, line, written
from tests.importers.recording import imported, streams

MIXED = [
    *history("INC1"),
    line(),
    line(priority="1 - Critical"),
    line(incident_state="-100"),
    "broken",
    *history("INC2"),
    later(9, "Active", number="INC1"),
]


async def test_a_dry_run_reports_what_the_import_then_does(application: Application, tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", MIXED)
    rehearsed = await imported(application, path, dry_run=True, rows_per_batch=3)
    rejects = rehearsed.rejects_file and rehearsed.rejects_file.read_bytes()
    assert await application.log.head() == 0
    done = await imported(application, path, rows_per_batch=3)
    assert rehearsed.is_dry_run
    assert replace(rehearsed, is_dry_run=False) == done
    assert (done.accepted, done.already_known, done.rejected, done.cases) == (17, 1, 3, 2)
    assert done.rejects_file is not None
    assert done.rejects_file.read_bytes() == rejects


async def test_a_dry_run_knows_what_is_on_record(application: Application, tmp_path: Path) -> None:
    rows = [line(), later(1, "-100"), later(2, "Closed")]
    await imported(application, written(tmp_path / "log.csv", rows))
    before = await streams(application)
    rows[1] = later(1, "Awaiting Vendor")
    summary = await imported(
        application, written(tmp_path / "log.csv", [*rows, later(3, "Active")]), dry_run=True
    )
    assert (summary.accepted, summary.already_known) == (1, 2)
    assert summary.rejected_by_code == {"comes_too_late": 1}
    assert await streams(application) == before
