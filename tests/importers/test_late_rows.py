"""A row is taken over only behind what is on the record of its case, in the order of the source."""

from pathlib import Path
from uuid import uuid4

import pytest

from service.domain.case.decisions.closure import CloseCase
from service.domain.case.decisions.intake import RecordSourceUpdate
from service.domain.command import Command
from service.domain.vocabulary import CloseReason
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers.identity import case_id_of
from service.importers.sources.servicenow import SERVICENOW
from tests.importers.files import history, later, line, written
from tests.importers.recording import NOW, imported, rejected, streams, told

WITHIN_A_MINUTE = ("Active", "Awaiting Vendor", "Active", "Resolved", "Active", "Resolved", "Closed")
TWICE_ONE = ("29/2/2016 11:10", "29/2/2016 09:52")
"""Of two rows with the same count the real log has the later one first."""


def rows_with_one_count(first: str, second: str) -> list[str]:
    words = zip((first, second), TWICE_ONE, strict=True)
    return [
        line(),
        *(later(1, word, sys_updated_at=at) for word, at in words),
        later(2, "Active", sys_updated_at="29/2/2016 11:10"),
    ]


async def done_by_hand(application: Application, *commands: Command) -> None:
    stream_id = case_id_of(SERVICENOW, "INC1")
    await application.execute(
        Request(stream_id=stream_id, commands=commands, command_id=uuid4(), actor="tester")
    )


async def test_an_old_row_by_itself_does_not_turn_the_case_back(
    application: Application, tmp_path: Path
) -> None:
    rows = history("INC1")
    await imported(application, written(tmp_path / "log.csv", [*rows[:3], *rows[4:]]))
    before = await told(application)
    summary = await imported(application, written(tmp_path / "late.csv", [rows[3]]))
    assert rejected(summary) == [(2, "sys_updated_at", "comes_too_late")]
    assert await told(application) == before


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("rows_per_batch", [1, 500])
async def test_a_corrected_row_older_than_what_is_taken_over_turns_nothing_back(
    application: Application, tmp_path: Path, rows_per_batch: int, *, dry_run: bool
) -> None:
    rows = [line(), later(1, "Bogus"), later(2, "Active")]
    await imported(application, written(tmp_path / "log.csv", rows))
    before = await streams(application)
    rows[1] = later(1, "Resolved")
    path = written(tmp_path / "log.csv", rows)
    summary = await imported(application, path, rows_per_batch=rows_per_batch, dry_run=dry_run)
    assert (summary.accepted, summary.already_known) == (0, 2)
    assert rejected(summary) == [(3, "sys_updated_at", "comes_too_late")]
    assert await streams(application) == before


async def test_a_corrected_row_is_too_late_though_the_rows_share_a_minute(
    application: Application, tmp_path: Path
) -> None:
    at = "29/2/2016 08:30"
    rows = [line(), *(later(n, word, sys_updated_at=at) for n, word in ((1, "Bogus"), (2, "Active")))]
    await imported(application, written(tmp_path / "log.csv", rows))
    rows[1] = later(1, "Resolved", sys_updated_at=at)
    for path in (written(tmp_path / "log.csv", rows), written(tmp_path / "row.csv", rows[1:2])):
        summary = await imported(application, path)
        assert [code for _, _, code in rejected(summary)] == ["comes_too_late"]
    assert "CaseResolved" not in await told(application)


async def test_the_counts_are_compared_as_numbers(application: Application, tmp_path: Path) -> None:
    rows = [line(), later(9, "Bogus"), later(10, "Active"), later(11, "Resolved")]
    await imported(application, written(tmp_path / "log.csv", rows[:3]))
    rows[1] = later(9, "Closed")
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert rejected(summary) == [(3, "sys_updated_at", "comes_too_late")]
    assert (await told(application))[-1] == "CaseResolved"


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_row_that_comes_too_late_says_what_to_do(
    application: Application, tmp_path: Path, language: str
) -> None:
    await imported(application, written(tmp_path / "log.csv", [line(), later(2, "Active")]))
    path = written(tmp_path / "row.csv", [later(1, "Resolved")])
    summary = await imported(application, path, language=language)
    assert summary.rejects_file is not None
    reason = summary.rejects_file.read_text(encoding="utf-8-sig")
    assert "2 2016-02-29T08:12Z" in reason
    assert {"en": "by hand in Casebook", "zh": "在 Casebook 中手工"}[language] in reason


async def test_a_tail_goes_on_from_the_rows_taken_over_and_not_from_those_rejected(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), later(1, "Bogus"), later(2, "Awaiting Vendor"), later(3, "Awaiting Vendor")]
    await imported(application, written(tmp_path / "log.csv", rows[:3]))
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.accepted, summary.already_known, summary.rejected) == (1, 2, 1)
    assert (await told(application))[-1] == "WaitingStarted"


@pytest.mark.parametrize("rows_per_batch", [1, 500])
async def test_a_tail_further_down_the_file_goes_on_from_the_rows_above(
    application: Application, tmp_path: Path, rows_per_batch: int
) -> None:
    rows = [line(), later(1, "Awaiting Vendor"), line(number="INC2"), later(2, "Awaiting Vendor")]
    await imported(application, written(tmp_path / "log.csv", rows[:3]))
    path = written(tmp_path / "log.csv", rows)
    assert (await imported(application, path, rows_per_batch=rows_per_batch)).accepted == 1
    assert (await told(application)).count("WaitingStarted") == 1


async def test_a_tail_goes_on_from_the_record_where_the_file_lacks_the_rows_between(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), later(1, "Resolved"), later(2, "Active")]
    await imported(application, written(tmp_path / "log.csv", rows[:2]))
    summary = await imported(application, written(tmp_path / "log.csv", [rows[0], rows[2]]))
    assert (summary.accepted, summary.already_known) == (1, 1)
    assert (await told(application))[-3:] == ["CaseResolved", "CaseReopened", "ReceiptAcknowledged"]


@pytest.mark.parametrize("rows_per_batch", [1, 500])
async def test_an_old_row_repeated_further_down_does_not_turn_the_case_back(
    application: Application, tmp_path: Path, rows_per_batch: int
) -> None:
    other = [line(number="INC2")]
    rows = [*history("INC1"), *other, line(), *other, later(9, "Active")]
    path = written(tmp_path / "log.csv", rows)
    summary = await imported(application, path, rows_per_batch=rows_per_batch)
    assert (summary.accepted, summary.already_known, summary.rejected) == (10, 2, 0)
    assert (await told(application)).count("CaseReopened") == 2


async def test_an_older_row_further_down_the_file_is_rejected_in_the_first_run_as_in_the_next(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), later(2, "Active"), line(number="INC2"), later(1, "Resolved")]
    path = written(tmp_path / "log.csv", rows)
    for _ in range(2):
        assert rejected(await imported(application, path)) == [(5, "sys_updated_at", "comes_too_late")]
    assert (await told(application))[-1] == "ReceiptAcknowledged"


@pytest.mark.parametrize("rows_before", range(1, 8))
async def test_a_tail_within_the_same_minute_is_taken_over(
    application: Application, tmp_path: Path, rows_before: int
) -> None:
    at = "29/2/2016 08:30"
    rows = [line(), *(later(n, word, sys_updated_at=at) for n, word in enumerate(WITHIN_A_MINUTE, 1))]
    await imported(application, written(tmp_path / "log.csv", rows[:rows_before]))
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.accepted, summary.already_known) == (8 - rows_before, rows_before)
    whole = written(tmp_path / "whole.csv", [row.replace("INC1", "INC2") for row in rows])
    await imported(application, whole)
    assert await told(application, "INC1") == await told(application, "INC2")


@pytest.mark.parametrize("rows_before", [1, 2, 3])
async def test_two_rows_with_one_count_may_be_cut_apart(
    application: Application, tmp_path: Path, rows_before: int
) -> None:
    rows = rows_with_one_count("Active", "Resolved")
    await imported(application, written(tmp_path / "log.csv", rows[:rows_before]))
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.accepted, summary.rejected) == (4 - rows_before, 0)
    assert (await told(application))[-3:] == ["CaseResolved", "CaseReopened", "ReceiptAcknowledged"]


async def test_of_two_rows_with_one_count_the_order_in_the_file_decides(
    application: Application, tmp_path: Path
) -> None:
    await imported(application, written(tmp_path / "log.csv", rows_with_one_count("Bogus", "Active")[:3]))
    path = written(tmp_path / "log.csv", rows_with_one_count("Resolved", "Active")[:3])
    assert rejected(await imported(application, path)) == [(3, "sys_updated_at", "comes_too_late")]
    assert (await told(application))[-1] == "ReceiptAcknowledged"


@pytest.mark.parametrize(
    ("taken", "alone", "found"),
    [(0, 1, [(2, "sys_updated_at", "comes_too_late")]), (1, 0, [])],
)
async def test_of_two_rows_with_one_count_the_time_decides_where_only_one_is_in_the_file(
    application: Application, tmp_path: Path, taken: int, alone: int, found: list[tuple[int, str, str]]
) -> None:
    rows = rows_with_one_count("Active", "Active")[1:3]
    await imported(application, written(tmp_path / "log.csv", [line(), rows[taken]]))
    assert rejected(await imported(application, written(tmp_path / "row.csv", [rows[alone]]))) == found


async def test_an_update_recorded_by_hand_has_no_place_in_the_order(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), later(1, "Active"), later(2, "Resolved")]
    await imported(application, written(tmp_path / "log.csv", rows[:2]))
    by_hand = [
        RecordSourceUpdate(occurred_at=NOW, source="servicenow", reference="INC1", update="by telephone"),
        RecordSourceUpdate(occurred_at=NOW, source="other", reference="7", update="9 2016-03-01T08:00Z"),
    ]
    await done_by_hand(application, *by_hand)
    assert (await imported(application, written(tmp_path / "log.csv", rows))).accepted == 1


async def test_what_the_domain_refuses_is_rejected_with_its_reason(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), later(1, "Awaiting Vendor"), later(1, "Awaiting Vendor")]
    await imported(application, written(tmp_path / "log.csv", rows[:1]))
    close = CloseCase(
        occurred_at=NOW.replace(year=2016, month=2, day=29, hour=8, minute=10), reason=CloseReason.WITHDRAWN
    )
    await done_by_hand(application, close)
    summary = await imported(application, written(tmp_path / "log.csv", rows), language="zh")
    assert rejected(summary) == [(n, "number", "case_already_closed") for n in (3, 4)]
    assert summary.already_known == 1
    assert summary.rejects_file is not None
    assert "请先重新打开" in summary.rejects_file.read_text(encoding="utf-8-sig")
