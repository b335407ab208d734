"""Two customers number cases alike: the numbers of installations stay apart, a case has one account."""

from pathlib import Path
from uuid import uuid4

import pytest

from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.case.record.intake import CaseReceived
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers import batches
from service.importers.identity import case_id_of, row_id_of
from service.importers.problems import InstallationUnusableError
from tests.importers.figures import of_kind
from tests.importers.files import history, later, line, written
from tests.importers.recording import Streams, cases, imported, rejected, streams

OTHERS = [line(opened_at="29/2/2016 07:00", caller_id="Caller 9"), later(3, "Closed", caller_id="Caller 9")]


def accounts(found: Streams) -> dict[str, int]:
    """Return how many events the case of each account has."""
    codes = {account_id_of(code): code for code in ("SERVICENOW", "KA-A", "KA-B")}
    return {codes[of_kind(events, CaseReceived)[0].account_id]: len(events) for events in found.values()}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"account_code": "KA-A"}, {"account_code": "KA-B"}),
        ({}, {"account_code": "KA-B"}),
        ({"account_code": "KA-A"}, {}),
        ({"account_code": "KA-A", "installation": "plant"}, {"account_code": "KA-B", "installation": "hq"}),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
async def test_the_same_number_of_two_customers_is_two_cases(
    application: Application, tmp_path: Path, first: dict[str, str], second: dict[str, str], *, dry_run: bool
) -> None:
    await imported(application, written(tmp_path / "a.csv", history("INC1")), **first)
    before = await cases(application)
    summary = await imported(application, written(tmp_path / "b.csv", OTHERS), dry_run=dry_run, **second)
    assert (summary.accepted, summary.rejected, summary.cases) == (2, 0, 1)
    after = await cases(application)
    assert before.items() <= after.items()
    assert len(after) == (1 if dry_run else 2)
    assert len(accounts(after)) == len(after)


async def test_two_installations_of_one_customer_are_two_cases(
    application: Application, tmp_path: Path
) -> None:
    for name in ("plant", "hq"):
        path = written(tmp_path / f"{name}.csv", history("INC1"))
        summary = await imported(application, path, account_code="KA-A", installation=name)
        assert (summary.accepted, summary.cases) == (8, 1)
    again = await imported(application, path, account_code="ka-a", installation="HQ")
    assert (again.already_known, again.cases) == (8, 0)
    assert len(await cases(application)) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            {"account_code": "KA-A", "installation": "plant"},
            {"account_code": "KA-B", "installation": "plant"},
        ),
        (
            {"account_code": "KA-A", "installation": "plant"},
            {"account_code": "KA-B", "installation": "PLANT"},
        ),
        ({"account_code": "KA-A", "installation": "ka-b"}, {"account_code": "KA-B"}),
        ({"account_code": "KA-A", "installation": "servicenow"}, {}),
    ],
)
@pytest.mark.parametrize("rows", [history("INC1"), OTHERS])
@pytest.mark.parametrize("dry_run", [False, True])
async def test_a_second_account_for_a_known_case_is_refused(
    application: Application,
    tmp_path: Path,
    first: dict[str, str],
    second: dict[str, str],
    rows: list[str],
    *,
    dry_run: bool,
) -> None:
    await imported(application, written(tmp_path / "a.csv", history("INC1")), **first)
    before = await cases(application)
    path = written(tmp_path / "b.csv", [*rows, line(number="INC2")])
    summary = await imported(application, path, dry_run=dry_run, **second)
    assert (summary.accepted, summary.already_known, summary.cases) == (1, 0, 1)
    assert {(field, code) for _, field, code in rejected(summary)} == {("number", "of_another_account")}
    assert summary.rejects_file is not None
    assert "KA-A" in summary.rejects_file.read_text()
    after = await cases(application)
    assert before.items() <= after.items()


@pytest.fixture
def before_installations(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Import as it was done when an id named the system only."""
    monkeypatch.setattr(batches, "case_id_of", lambda source, number, _: case_id_of(source, number))
    monkeypatch.setattr(batches, "row_id_of", lambda source, number, row, _: row_id_of(source, number, row))
    return monkeypatch


@pytest.mark.parametrize("account", [None, "KA-A"])
@pytest.mark.parametrize("rows_before", [1, 3, 8])
async def test_an_import_made_before_finds_its_cases_and_goes_on(
    application: Application,
    tmp_path: Path,
    before_installations: pytest.MonkeyPatch,
    account: str | None,
    rows_before: int,
) -> None:
    rows = history("INC1")
    first = written(tmp_path / "march.csv", rows[:rows_before])
    await imported(application, first, account_code=account)
    before_installations.undo()
    whole = written(tmp_path / "april.csv", [*rows, line(number="INC2")])
    summary = await imported(application, whole, account_code=account, rows_per_batch=2)
    assert (summary.already_known, summary.rejected, summary.cases) == (rows_before, 0, 1)
    assert len(await cases(application)) == 2


async def test_a_case_imported_before_by_another_account_stays_that_accounts(
    application: Application, tmp_path: Path, before_installations: pytest.MonkeyPatch
) -> None:
    await imported(application, written(tmp_path / "a.csv", history("INC1")), account_code="KA-A")
    before_installations.undo()
    before = await cases(application)
    summary = await imported(application, written(tmp_path / "b.csv", OTHERS), account_code="KA-B")
    assert (summary.accepted, summary.rejected, summary.cases) == (2, 0, 1)
    after = await cases(application)
    assert before.items() <= after.items()
    assert accounts(after).keys() == {"KA-A", "KA-B"}


@pytest.mark.parametrize("name", ["", "a plant", "-plant", "p" * 65, "a\x1fb"])
async def test_a_name_that_names_no_installation_is_refused(
    application: Application, tmp_path: Path, name: str
) -> None:
    with pytest.raises(InstallationUnusableError):
        await imported(application, written(tmp_path / "log.csv", [line()]), installation=name)
    assert await streams(application) == {}


async def test_an_account_that_was_open_is_found_by_its_code_in_any_case(
    application: Application, tmp_path: Path
) -> None:
    opening = OpenAccount(code="KA-A", name="Nordwind", occurred_at="2015-01-01T00:00:00Z")
    request = Request(
        stream_id=account_id_of("KA-A"), commands=(opening,), command_id=uuid4(), actor="tester"
    )
    await application.execute(request)
    path = written(tmp_path / "log.csv", history("INC1"))
    assert (await imported(application, path, account_code="ka-a")).accepted == 8
    assert (await imported(application, path, account_code="KA-A")).already_known == 8


@pytest.mark.parametrize(
    "rows",
    [
        history("INC1"),
        [later(1, "Dreaming", number="INC2")],
        [line(number="INC2", sys_updated_at="29/2/2016 07:00")],
    ],
    ids=["of another account", "not understood", "changed before it was received"],
)
@pytest.mark.parametrize("dry_run", [False, True])
async def test_a_file_of_which_no_row_is_taken_opens_no_account(
    application: Application, tmp_path: Path, rows: list[str], *, dry_run: bool
) -> None:
    await imported(application, written(tmp_path / "a.csv", history("INC1")), account_code="KA-A")
    before = await streams(application)
    path = written(tmp_path / "b.csv", rows)
    summary = await imported(application, path, account_code="KA-B", installation="KA-A", dry_run=dry_run)
    assert (summary.accepted, summary.rejected) == (0, len(rows))
    assert await streams(application) == before
