"""The courses of cases for process mining, over HTTP and on the command line: whole, in order, nameless."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from service.api.http.access import Role
from service.reports.process_log import courses
from tests.api.clocks.clock_stories import at, late_case, told, with_rules
from tests.api.composition import House, composed
from tests.cli.command import casebook

XES = "{http://www.xes-standard.org/}"


async def log_of(house: House, kind: str, query: str = "") -> str:
    read = await house.get(f"/v1/exports/{kind}{query}", Role.BI)
    assert read.status_code == 200, read.text
    assert int(read.headers["Case-Position"]) > 0
    return str(read.text)


async def ocel_of(house: House, query: str = "") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(await log_of(house, "ocel2.json", query))
    return document


def values(of: ET.Element) -> dict[str, str]:
    return {str(each.get("key")): str(each.get("value")) for each in of if each.get("key")}


async def traces_of(house: House, query: str = "") -> list[list[dict[str, str]]]:
    log = ET.fromstring(await log_of(house, "xes", query))  # noqa: S314  written by ourselves
    return [[values(each) for each in trace.iter(f"{XES}event")] for trace in log.iter(f"{XES}trace")]


async def two_cases(house: House) -> tuple[str, str]:
    """Tell of a case with a collaboration, and of one three hours later."""
    first = await late_case(house)
    second = await house.receive_case(occurred_at=at("12:00"))
    await house.catch_up()
    return first, second


def related(document: dict[str, Any]) -> Iterable[str]:
    for each in (*document["events"], *document["objects"]):
        for relation in each["relationships"]:
            yield relation["objectId"]


async def test_every_object_of_an_event_is_in_the_log_once(house: House) -> None:
    await two_cases(house)
    document = await ocel_of(house)
    ids = [each["id"] for each in document["objects"]]
    assert len(ids) == len(set(ids))
    assert set(related(document)) <= set(ids)
    types = {each["name"] for each in document["objectTypes"]}
    assert {"case", "account", "agent", "department", "department_task"} <= types
    assert {each["type"] for each in document["objects"]} <= types
    assert {each["type"] for each in document["events"]} <= {each["name"] for each in document["eventTypes"]}
    asked = next(each for each in document["events"] if each["type"] == "CollaborationRequested")
    kinds = {one["qualifier"] for one in asked["relationships"]}
    assert {"case", "account", "department", "department_task", "actor"} <= kinds


@pytest.mark.parametrize("cases_a_part", [1, 2, 100])
async def test_a_log_is_the_same_in_however_many_parts_it_is_read(
    house: House, monkeypatch: pytest.MonkeyPatch, cases_a_part: int
) -> None:
    await two_cases(house)
    whole = await ocel_of(house), await traces_of(house)
    monkeypatch.setattr(courses, "CASES_A_PART", cases_a_part)
    assert (await ocel_of(house), await traces_of(house)) == whole
    assert len(whole[1]) == 2


async def test_a_trace_is_in_the_order_in_which_things_happened(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=at("09:00"))
    await told(house, f"{case}/reply", text="It comes", occurred_at=at("09:30"))
    await told(house, f"{case}/acknowledge", occurred_at=at("09:10"))
    await house.catch_up()
    (trace,) = await traces_of(house)
    assert [one["concept:name"] for one in trace][:3] == ["CaseReceived", "ReceiptAcknowledged", "ReplySent"]
    times = [one["time:timestamp"] for one in trace]
    assert times == sorted(times)
    assert all(one["org:resource"] for one in trace)


async def test_a_period_holds_the_cases_received_in_it_with_their_whole_course(house: House) -> None:
    first, second = await two_cases(house)
    noon = "2026-03-02T04:00:00Z"
    before, after = [await ocel_of(house, f"?{end}={noon}") for end in ("to_at", "from_at")]
    of = [
        {each["id"] for each in document["objects"] if each["type"] == "case"} for document in (before, after)
    ]
    assert of == [{first.rpartition("/")[2]}, {second.rpartition("/")[2]}]
    nothing = await ocel_of(house, "?from_at=2031-01-01T00:00:00Z")
    assert (nothing["events"], nothing["objects"]) == ([], [])
    assert await traces_of(house, "?from_at=2031-01-01T00:00:00Z") == []
    backward = await house.get(
        "/v1/exports/xes?from_at=2026-03-03T00:00:00Z&to_at=2026-03-01T00:00:00Z", Role.BI
    )
    assert backward.status_code == 422


async def test_no_log_holds_a_word_that_somebody_wrote(house: House) -> None:
    canary = "金丝雀 canary 13800138000"
    await house.open_account()
    case = await house.receive_case(subject=canary, description=canary, reported_by=canary)
    await told(house, f"{case}/reply", text=canary)
    await house.catch_up()
    for kind in ("ocel2.json", "xes"):
        written = await log_of(house, kind)
        assert "ReplySent" in written
        assert not any(word in written for word in canary.split())


async def test_a_number_of_a_case_that_no_xml_may_hold_spoils_no_log(house: House) -> None:
    await house.open_account()
    await house.receive_case(reference="R<&\"'>")
    await house.catch_up()
    assert 'value="R&lt;&amp;&quot;\'&gt;"' in await log_of(house, "xes")
    (trace,) = await traces_of(house)
    assert trace[0]["concept:name"] == "CaseReceived"


@pytest.mark.xdist_group("processes")
async def test_the_command_line_writes_what_http_sends(reachable_folder: Path, database_url: str) -> None:
    async with composed(database_url) as house:
        await two_cases(house)
        sent = {kind: await log_of(house, kind) for kind in ("ocel2.json", "xes")}
    for kind, command in (("ocel2.json", "ocel2"), ("xes", "xes")):
        ran = casebook(reachable_folder, "export", command, CASEBOOK_DATABASE_URL=database_url)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout == sent[kind]
    file = reachable_folder / "log.xes"
    only = ("--from", "2026-03-02T12:00+08:00", "--file", str(file))
    ran = casebook(reachable_folder, "export", "xes", *only, CASEBOOK_DATABASE_URL=database_url)
    assert (ran.returncode, ran.stdout, file.read_text().count("<trace>")) == (0, "", 1)
