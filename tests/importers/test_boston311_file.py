"""The real Boston 311 file gives the figures that another program computed from the raw file."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.intake import CaseReceived, SourceUpdateRecorded
from service.eventstore.application import Application
from service.importers.run import import_file
from service.importers.sources.boston311 import BOSTON311
from tests.importers.figures import figures, minutes_to, of_kind
from tests.importers.recording import cases, rejected

HEADER = (
    "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,outcome,"
    "subject,reason,type,queue,department,neighborhood,source\n"
)
OPEN = (
    "1,2011-07-01 08:00:00,2011-07-02 08:00:00,,ONTIME,Open,,"
    "Works,Lights,Lamp out,Queue,PWDx,Centre,Twitter\n"
)
CLOSED = OPEN.replace(",,ONTIME,Open,,", ",2011-07-01 09:00:00,ONTIME,Closed,Resolved,")


async def test_the_real_file_gives_the_figures_of_another_program(
    application: Application, boston_file: Path
) -> None:
    expected: dict[str, Any] = json.loads((boston_file.parent / "expected.json").read_text())
    summary = await import_file(boston_file, BOSTON311, application, actor="tester")
    found = await cases(application)
    closed = [(events, of_kind(events, CaseClosed)) for events in found.values()]
    minutes = [minutes_to(events, one.occurred_at) for events, ends in closed for one in ends]
    verdicts = [
        update.promise_kept
        for events, ends in closed
        for update in of_kind(events, SourceUpdateRecorded)
        if ends and update.promise_due_at
    ]
    wanted, computed = expected["close_min"], figures(minutes)
    assert summary.accepted == summary.cases == len(found) == expected["cases"]
    assert len(minutes) == expected["closed"]["k"] == wanted["n"]
    assert computed["negative"] == wanted["neg"]
    assert computed["mean"] == pytest.approx(wanted["mean"], abs=1e-6)
    assert round(computed["median"], 3) == pytest.approx(wanted["median_lin"], abs=1e-6)
    assert round(computed["p90"], 3) == pytest.approx(wanted["p90_lin"], abs=1e-6)
    assert round(max(minutes), 3) == pytest.approx(wanted["max"], abs=1e-6)
    assert len(verdicts) == expected["on_time_of_closed_with_target"]["n"]
    assert verdicts.count(True) == expected["on_time_of_closed_with_target"]["k"]


def written(path: Path, text: str) -> Path:
    path.write_text(HEADER + text)
    return path


async def rejections(application: Application, path: Path) -> list[tuple[int, str, str]]:
    folder = path.parent / "rejects"
    return rejected(await import_file(path, BOSTON311, application, actor="tester", rejects_folder=folder))


async def test_an_open_request_is_closed_by_a_later_file(application: Application, tmp_path: Path) -> None:
    assert await rejections(application, written(tmp_path / "july.csv", OPEN)) == []
    assert await rejections(application, written(tmp_path / "august.csv", CLOSED)) == []
    (events,) = (await cases(application)).values()
    (received,), (resolved,), (closed,) = (
        of_kind(events, CaseReceived),
        of_kind(events, CaseResolved),
        of_kind(events, CaseClosed),
    )
    assert minutes_to(events, closed.occurred_at) == minutes_to(events, resolved.occurred_at) == 60
    assert received.channel == "community"


async def test_a_reopening_without_a_time_is_rejected(application: Application, tmp_path: Path) -> None:
    found = await rejections(application, written(tmp_path / "july.csv", CLOSED + OPEN))
    assert found == [(3, "closed_dt", "undated_change")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("2011-07-01 08:00:00", "2011-07-32 08:00:00", (2, "open_dt", "not_a_time")),
        ("2011-07-01 09:00:00", "", (2, "closed_dt", "missing")),
        ("2011-07-01 09:00:00", "2011-07-01 07:59:59", (2, "closed_dt", "before_received")),
        ("Twitter", "Telegram", (2, "source", "unknown_word")),
        (",Closed,", ",Shut,", (2, "case_status", "unknown_word")),
        ("ONTIME", "SOON", (2, "ontime", "unknown_word")),
        ("1,", "1x,", (2, "case_enquiry_id", "not_a_number")),
    ],
)
async def test_a_bad_field_is_named(
    application: Application, tmp_path: Path, old: str, new: str, found: tuple[int, str, str]
) -> None:
    path = written(tmp_path / "july.csv", CLOSED.replace(old, new, 1))
    assert await rejections(application, path) == [found]


async def test_a_time_with_a_zone_is_taken_as_it_says(application: Application, tmp_path: Path) -> None:
    zoned = CLOSED.replace("2011-07-01 08:00:00", "2011-07-01T08:00:00+02:00", 1)
    assert await rejections(application, written(tmp_path / "july.csv", zoned)) == []
    (events,) = (await cases(application)).values()
    assert minutes_to(events, of_kind(events, CaseClosed)[0].occurred_at) == 180
