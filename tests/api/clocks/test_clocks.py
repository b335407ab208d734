"""What was promised, by when, whether it was kept and why it shows so: read over HTTP."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.clocks.clock_stories import (
    at,
    clock_of,
    clocks_of,
    late_case,
    observe,
    seconds_between,
    told,
    waived,
    with_rules,
)
from tests.api.composition import OF_OLD, House, bearer


async def explained(house: House, path: str, clock: str, query: str = "") -> dict[str, Any]:
    clock_id = (await clock_of(house, path, clock))["clock_id"]
    read = await house.get(f"{path}/clocks/{clock_id}/explanation{query}")
    assert read.status_code == 200, read.text
    document: dict[str, Any] = read.json()
    return document


async def test_a_clock_shows_its_promise_as_made_and_both_times(house: House) -> None:
    clock = await clock_of(house, await late_case(house), "first_reply")
    assert (clock["target_seconds"], clock["policy_id"], clock["policy_version"]) == (1800, "default", 1)
    assert set(clock["title"]) == {"zh", "en"}
    assert clock["title"]["en"] != clock["title"]["zh"]
    assert (clock["counts_from_at"], clock["due_at"]) == ("2026-03-02T01:00:00Z", "2026-03-02T01:30:00Z")
    assert clock["promised_due_at"] == clock["due_at"]
    assert (clock["verdict"], clock["late_seconds"]) == ("breached", 7200)
    assert (clock["breached"]["type"], clock["breached"]["occurred_at"]) == (
        "ClockBreached.v1",
        "2026-03-02T01:30:00Z",
    )
    assert (clock["ended"]["type"], clock["ended"]["occurred_at"]) == (
        "ClockEndedLate.v1",
        "2026-03-02T03:30:00Z",
    )
    assert clock["ended"]["recorded_at"] == house.clock().isoformat().replace("+00:00", "Z")
    assert {each["percent"] for each in clock["warnings"]} == {50, 80}
    assert clock["thresholds"]


async def test_a_clock_explains_its_late_time_to_the_second(house: House) -> None:
    case = await late_case(house)
    why = await explained(house, case, "first_reply")
    assert why["late_seconds"] == sum(share["seconds"] for share in why["attribution"]) == 7200
    shares = {(share["holder"], share["who"]): share["seconds"] for share in why["attribution"]}
    assert shares == {
        ("customer", None): 1200,
        ("department", "logistics"): 1800,
        ("owner", "li.na"): 600 + 3600,
    }
    assert [share["words"]["en"] for share in why["attribution"]] == [
        "owner li.na",
        "department logistics",
        "waiting for the customer",
    ]
    assert sum(each["seconds"] for each in why["intervals"]) == why["seconds"] == 9000
    assert sum(each["counted_seconds"] for each in why["intervals"]) == why["counted_seconds"] == 9000
    assert [each["is_late"] for each in why["intervals"]] == [False, True]
    assert why["is_covered"] is True


async def test_a_wait_that_stops_a_clock_is_told_with_its_events(house: House) -> None:
    case = await late_case(house)
    why = await explained(house, case, "resolution")
    paused = [each for each in why["intervals"] if each["why"] == "waiting"]
    assert [(each["start_at"], each["end_at"]) for each in paused] == [
        ("2026-03-02T01:40:00Z", "2026-03-02T02:00:00Z")
    ]
    (pause,) = paused
    assert (pause["waiting_on"], pause["counts"], pause["counted_seconds"]) == ("customer", False, 0)
    assert pause["words"] == {"zh": "暂停,等待客户", "en": "paused, waiting for the customer"}
    history = (await house.get(f"{case}/history")).json()["items"]
    on_record = {each["event_id"]: each for each in history}
    assert on_record[pause["fact"]["event_id"]]["event"]["type"] == "ClockPaused.v1"
    cause = on_record[pause["because_of"]["event_id"]]
    assert cause["event"]["type"] == "WaitingStarted.v1"
    assert (cause["version"], cause["position"]) == (
        pause["because_of"]["version"],
        pause["because_of"]["position"],
    )
    assert why["held_seconds"] == 600
    spans = [(each["start_at"], each["end_at"]) for each in why["intervals"]]
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]
    assert seconds_between(why["from_at"], why["until"]) == why["seconds"]


async def test_the_rule_of_the_calendar_is_told_in_words(house: House) -> None:
    await with_rules(house)
    account = {"code": "KA-2", "name": "远山公司", "segment": "ordinary", "occurred_at": OF_OLD}
    opened = await house.post("/v1/accounts", account, **bearer(Role.INTEGRATION))
    body = {
        "account_id": opened.json()["stream_id"],
        "channel": "phone",
        "kind": "technical",
        "subject": "late",
    }
    evening = "2026-02-13T17:30:00+08:00"  # a Friday before a working Saturday and the Spring Festival
    case = (await house.post("/v1/cases", {**body, "occurred_at": evening})).headers["Location"]
    why = await explained(house, case, "resolution")
    assert why["clock"]["calendar_id"] == "cn_5x8"
    words = {each["why"]: each["words"] for each in why["intervals"]}
    assert {"window", "outside_windows", "closed_day", "special_window", "rest_day"} <= set(words)
    assert why["calendar"]["zh"] in words["outside_windows"]["zh"]
    assert any("春节" in each["words"]["zh"] for each in why["intervals"] if each["why"] == "closed_day")
    by_reason = {each["why"]: (each["seconds"], each["counted_seconds"]) for each in why["sums"]}
    assert by_reason.keys() == set(words)
    assert sum(seconds for seconds, _ in by_reason.values()) == why["seconds"]
    assert sum(counted for _, counted in by_reason.values()) == why["counted_seconds"]
    assert all(each["fact"] is None for each in why["intervals"])


async def test_the_pause_audit_counts_a_wait_once_whatever_clocks_stood_still(house: House) -> None:
    shown = await clocks_of(house, await late_case(house))
    assert len(shown["clocks"]) > 1
    (held,) = shown["held_pauses"]
    assert (held["answered_at"], held["ended_at"]) == ("2026-03-02T01:50:00Z", "2026-03-02T02:00:00Z")
    assert held["held_seconds"] == shown["held_seconds"] == 600


async def test_verdicts_travel_in_time(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=at("16:50"))
    house.clock.advance(hours=1)
    await told(house, f"{case}/reply", text="An engineer comes", occurred_at=at("17:10"))
    assert (await clock_of(house, case, "first_reply"))["verdict"] == "met"
    for query, verdict in (
        ("?occurred_at=2026-03-02T09:05:00Z", "running"),
        ("?recorded_at=2026-03-02T09:19:00Z", "running"),
        ("?recorded_at=2026-03-02T09:21:00Z", "breached"),
        ("?occurred_at=2026-03-02T09:21:00Z", "met"),
    ):
        assert (await clock_of(house, case, "first_reply", query))["verdict"] == verdict, query
    missing = await house.get(f"{case}/clocks?version=99")
    assert missing.json()["type"] == "/problems/version_not_found"


async def test_a_breach_that_nobody_has_noted_yet_is_shown_all_the_same(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    house.clock.advance(minutes=31)
    clock = await clock_of(house, case, "first_reply")
    assert (clock["verdict"], clock["breached"], clock["late_seconds"]) == ("breached", None, 60)
    await observe(house, case)
    noted = await clock_of(house, case, "first_reply")
    assert noted["breached"]["occurred_at"] == noted["due_at"]
    assert noted["breached"]["actor"] == "watch"
    assert noted["calls"]


async def test_a_supervisor_answers_for_a_breach_which_stays_one(house: House) -> None:
    case = await late_case(house)
    clock_id = (await clock_of(house, case, "first_reply"))["clock_id"]
    answered = await waived(house, case, clock_id)
    assert answered.status_code == 200, answered.text
    assert [each["event"]["type"] for each in answered.json()["events"]] == ["ClockWaived.v1"]
    clock = await clock_of(house, case, "first_reply")
    assert (clock["verdict"], clock["late_seconds"]) == ("waived", 7200)
    (waiver,) = clock["waivers"]
    assert (waiver["waived_by"], waiver["reason"]) == ("b.li", "the line was down")
    assert waiver["fact"]["actor"] == "key:supervisor/b.li"
    assert clock["breached"]["occurred_at"] == clock["due_at"]
    again = await waived(house, case, clock_id)
    assert (again.status_code, again.json()["events"]) == (200, [])


@pytest.mark.parametrize("role", [Role.AGENT, Role.INTEGRATION, Role.AUDITOR])
async def test_nobody_but_a_supervisor_waives(house: House, role: Role) -> None:
    case = await late_case(house)
    clock_id = (await clock_of(house, case, "first_reply"))["clock_id"]
    refused = await waived(house, case, clock_id, role)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")


async def test_the_clocks_of_an_account_are_read_explained_and_waived(house: House) -> None:
    await with_rules(house)
    account = f"/v1/accounts/{await house.open_account()}"
    owned = {"owner": "li.na", "reason": "knows presses", "occurred_at": at("16:00")}
    await told(house, f"{account}/owner", **owned)
    house.clock.advance(days=8)
    clock = await clock_of(house, account, "first_contact")
    assert (clock["verdict"], clock["owner"]) == ("breached", "li.na")
    why = await explained(house, account, "first_contact")
    assert (why["stream"], why["late_seconds"]) == ("account", clock["late_seconds"])
    assert {share["who"] for share in why["attribution"]} == {"li.na"}
    assert (await waived(house, account, clock["clock_id"])).status_code == 200
    assert (await clock_of(house, account, "first_contact"))["verdict"] == "waived"


REFUSED_ON_CLOCKS = frozenset({"clock_not_found"})
NO_CLOCK = "0195c3a0-0000-7000-8000-000000000099"


@pytest.mark.parametrize("stream", ["case", "account"])
async def test_a_clock_or_stream_that_is_not_there_is_named(house: House, stream: str) -> None:
    account = f"/v1/accounts/{await house.open_account()}"
    case = await house.receive_case()
    path, other = (case, account) if stream == "case" else (account, case)
    missing = await house.get(f"{path}/clocks/{NO_CLOCK}/explanation")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/clock_not_found")
    refused = await waived(house, path, NO_CLOCK)
    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/clock_not_found")
    crossed = f"/v1/{stream}s/{other.rpartition('/')[2]}"
    for found in (await house.get(f"{crossed}/clocks"), await waived(house, crossed, NO_CLOCK)):
        assert (found.status_code, found.json()["type"]) == (404, f"/problems/{stream}_not_found")
