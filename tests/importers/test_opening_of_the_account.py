"""The account of an import was opened when its first case was received, and no case is older than it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.account.record.profile import AccountOpened
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers.problems import AccountOpenedLaterError
from service.importers.run import import_file
from service.importers.sources.boston311 import BOSTON311
from tests.importers.figures import of_kind
from tests.importers.files import history, later, line, written
from tests.importers.recording import NOW, cases, imported, rejected, streams
from tests.importers.test_boston311_file import CLOSED, HEADER

EIGHT = datetime(2016, 2, 29, 8, 0, tzinfo=UTC)
OLDER = line(number="INC7", opened_at="1/2/2016 08:00")


async def opened(application: Application, code: str) -> datetime:
    (event,) = of_kind((await streams(application))[account_id_of(code)], AccountOpened)
    return event.occurred_at


async def open_account(application: Application, at: datetime) -> None:
    opening = OpenAccount(code="KA-A", name="Nordwind", occurred_at=at)
    await application.execute(
        Request(stream_id=account_id_of("KA-A"), commands=(opening,), command_id=uuid4(), actor="tester")
    )


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        (history("INC1"), EIGHT),
        ([*history("INC1"), OLDER], EIGHT.replace(day=1)),
        ([OLDER, *history("INC1")], EIGHT.replace(day=1)),
        ([*history("INC1"), OLDER.replace("Phone", "Pigeon"), "broken"], EIGHT),
        ([*history("INC1"), line(number="INC7", opened_at="1/1/2027 08:00")], EIGHT),
        ([later(n, "New", number=f"INC{n}") for n in range(9)], EIGHT),
    ],
)
async def test_the_account_is_opened_when_its_first_case_was_received(
    application: Application, tmp_path: Path, rows: list[str], at: datetime
) -> None:
    await imported(application, written(tmp_path / "log.csv", rows), account_code="KA-A")
    assert await opened(application, "KA-A") == at


async def test_the_account_of_another_source_is_too(application: Application, tmp_path: Path) -> None:
    path = tmp_path / "july.csv"
    path.write_text(HEADER + CLOSED + CLOSED.replace("1,", "2,", 1).replace("2011-07-01 08", "2011-06-30 08"))
    await import_file(path, BOSTON311, application, actor="tester")
    assert await opened(application, "BOSTON311") == datetime(2011, 6, 30, 8, tzinfo=UTC)


async def test_no_account_is_opened_for_rows_that_nobody_understands(
    application: Application, tmp_path: Path
) -> None:
    summary = await imported(application, written(tmp_path / "log.csv", ["broken", "too"]))
    assert summary.exit_code == 2
    assert await application.log.head() == 0


@pytest.mark.parametrize("opened_at", [NOW, EIGHT.replace(minute=1)])
@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("rows", [[OLDER], history("INC1"), [OLDER, *history("INC1")]])
async def test_a_case_older_than_its_account_is_said_once_for_the_file(
    application: Application, tmp_path: Path, opened_at: datetime, rows: list[str], *, dry_run: bool
) -> None:
    await open_account(application, opened_at)
    head = await application.log.head()
    path = written(tmp_path / "log.csv", rows)
    with pytest.raises(AccountOpenedLaterError) as caught:
        await imported(application, path, account_code="KA-A", dry_run=dry_run)
    for message in (caught.value.message("en"), caught.value.message("zh")):
        assert all(part in message for part in (str(opened_at), "2016-02-", "KA-A", "--account", str(path)))
    assert await application.log.head() == head


@pytest.mark.parametrize("dry_run", [False, True])
async def test_what_fits_is_taken_and_each_older_case_rejected_with_both_instants(
    application: Application, tmp_path: Path, *, dry_run: bool
) -> None:
    await open_account(application, EIGHT)
    path = written(tmp_path / "log.csv", [OLDER, *history("INC1")])
    options = {"account_code": "KA-A", "dry_run": dry_run, "take_what_fits": True}
    summary = await imported(application, path, **options)
    assert (summary.accepted, summary.exit_code) == (8, 1)
    assert rejected(summary) == [(2, "opened_at", "before_account")]
    assert summary.rejects_file is not None
    told = summary.rejects_file.read_text(encoding="utf-8-sig")
    assert all(at in told for at in ("2016-02-01 08:00", "2016-02-29 08:00"))


@pytest.mark.parametrize("at", [EIGHT, datetime(2015, 1, 1, tzinfo=UTC)])
async def test_an_account_of_long_standing_takes_its_cases(
    application: Application, tmp_path: Path, at: datetime
) -> None:
    await open_account(application, at)
    path = written(tmp_path / "log.csv", history("INC1"))
    assert (await imported(application, path, account_code="KA-A")).accepted == 8
    assert await opened(application, "KA-A") == at


async def test_cases_on_record_go_on_although_their_account_was_opened_later(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier versions opened the account on the day of the import."""
    await open_account(application, NOW)
    rows = history("INC1")
    path = written(tmp_path / "log.csv", rows[:3])
    with monkeypatch.context() as earlier:
        earlier.setattr("service.importers.taking.check_times", lambda *_, **__: None)
        earlier.setattr("service.importers.run.check_first_case", _checks_nothing)
        earlier.setattr("service.domain.case.decisions.intake.CLOCK_TOLERANCE", NOW - EIGHT)
        await imported(application, path, account_code="KA-A")
    summary = await imported(application, written(path, rows), account_code="KA-A")
    assert (summary.already_known, summary.accepted) == (3, 5)
    with pytest.raises(AccountOpenedLaterError, match="INC7"):
        await imported(application, written(path, [*rows, OLDER]), account_code="KA-A")
    assert len(await cases(application)) == 1


async def _checks_nothing(*_: object, **__: object) -> None:
    return
