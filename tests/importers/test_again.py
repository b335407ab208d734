"""A file may be imported again, longer than before, or after a crash: nothing is doubled and nothing lost."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.domain.account.identity import account_id_of
from service.domain.account.record.profile import AccountOpened
from service.eventstore.application import Application
from tests.cluster import fresh_database
from tests.importers.files import history, line, written
from tests.importers.recording import Streams, application_on, cases, imported, streams, told

ROWS = [row for n in range(150) for row in history(f"INC{n}")]
ROOT = Path(__file__).parents[2]

# Imports in small batches and tells of each; it never gets past two thirds of the file.
IMPORT_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from tests.importers.recording import application_on, imported

def tell(rows, done, total):
    print(rows, flush=True)
    if done > total * 2 / 3:
        sys.stdin.read()

async def main(url, path):
    async with application_on(url) as application:
        await imported(application, Path(path), rows_per_batch=40, on_progress=tell)

asyncio.run(main(*sys.argv[1:]))
"""


async def imported_whole(url: str, path: Path) -> Streams:
    async with application_on(url) as application:
        await imported(application, path)
        return await streams(application)


async def test_importing_again_adds_nothing(application: Application, tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [*history("INC1"), *history("INC2"), "broken"])
    first = await imported(application, path)
    before = await streams(application)
    again = await imported(application, path)
    assert (first.accepted, first.already_known, first.rejected, first.cases) == (16, 0, 1, 2)
    assert (again.accepted, again.already_known, again.rejected, again.cases) == (0, 16, 1, 0)
    assert await streams(application) == before


async def test_the_whole_real_log_again_adds_nothing(
    application: Application, tmp_path: Path, uci_log: Path
) -> None:
    await imported(application, uci_log, rejects_folder=tmp_path)
    head = await application.log.head()
    again = await imported(application, uci_log, rejects_folder=tmp_path)
    assert (again.accepted, again.already_known, again.rejected) == (0, 15_567, 0)
    assert await application.log.head() == head


@pytest.mark.parametrize("batches_before", [1, 5, 12])
async def test_a_killed_import_run_again_ends_as_if_never_killed(
    database_url: str, template_database: str, tmp_path: Path, batches_before: int
) -> None:
    path = written(tmp_path / "log.csv", ROWS)
    arguments = [sys.executable, "-c", IMPORT_UNTIL_KILLED, database_url, str(path)]
    with subprocess.Popen(  # noqa: ASYNC220  nothing else runs meanwhile
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as importing:
        assert importing.stdout is not None
        told_of = [importing.stdout.readline() for _ in range(batches_before)]
        importing.send_signal(signal.SIGKILL)
    assert importing.returncode == -signal.SIGKILL
    assert all(told_of)
    async with application_on(database_url) as application:
        survived = sum(map(len, (await streams(application)).values()))
        summary = await imported(application, path)
        ended = await streams(application)
    with fresh_database(template_database) as other_url:
        assert ended == await imported_whole(other_url, path)
    assert 0 < survived < sum(map(len, ended.values()))
    assert summary.accepted > 0
    assert summary.already_known > 0
    assert summary.accepted + summary.already_known == len(ROWS)


@pytest.mark.parametrize("rows_before", range(1, 8))
async def test_a_history_cut_anywhere_and_continued_from_the_record_tells_the_same(
    application: Application, tmp_path: Path, rows_before: int
) -> None:
    rows = history("INC1")
    await imported(application, written(tmp_path / "whole.csv", history("INC2")))
    await imported(application, written(tmp_path / "march.csv", rows[:rows_before]))
    summary = await imported(application, written(tmp_path / "april.csv", rows[rows_before:]))
    assert (summary.rejected, summary.cases) == (0, 0)
    assert await told(application, "INC1") == await told(application, "INC2")


async def test_a_longer_file_adds_only_what_is_new(application: Application, tmp_path: Path) -> None:
    rows = history("INC1")
    await imported(application, written(tmp_path / "log.csv", rows[:3]))
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.accepted, summary.already_known) == (5, 3)
    assert (await told(application))[-1] == "CaseClosed"


async def test_the_account_is_opened_once_and_may_have_been_open(
    application: Application, tmp_path: Path
) -> None:
    path = written(tmp_path / "log.csv", [line()])
    await imported(application, path, account_code="KA-1")
    await imported(application, written(tmp_path / "next.csv", [line(number="INC2")]), account_code="ka-1")
    found = await streams(application)
    assert [type(event) for event in found[account_id_of("KA-1")]] == [AccountOpened]
    assert {getattr(events[0], "account_id", None) for events in (await cases(application)).values()} == {
        account_id_of("KA-1")
    }


async def test_progress_is_told_to_the_last_row_and_byte(application: Application, tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [*history("INC1"), "broken", *history("INC2"), "broken"])
    heard: list[tuple[int, int, int]] = []
    await imported(application, path, rows_per_batch=1, on_progress=lambda *done: heard.append(done))
    size = len(path.read_bytes())
    assert heard[-1] == (18, size, size)
    assert heard == sorted(heard)
    assert len(set(heard)) > 1
