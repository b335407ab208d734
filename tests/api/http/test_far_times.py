"""A year that only a slip of the pen writes is refused with the bound, wherever a time can be sent."""

from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest

from service.api.accounts.routes import COMMANDS as OF_ACCOUNTS
from service.api.cases.routes import COMMANDS as OF_CASES
from service.api.http.access import Role
from service.api.http.commands.command_route import CommandRoute
from service.domain.event import Instant, LocalDate
from tests.api.composition import House, bearer
from tests.api.rules.test_rules import ALWAYS

FAR = {
    "the last day": "9999-12-31T00:00:00Z",
    "the last second, west": "9999-12-31T23:59:59-14:00",
    "year 1, east": "0001-01-01T00:00:00+08:00",
    "year 1": "0001-01-01T00:00:00Z",
    "one digit too many": "2262-04-12T00:00:00Z",
    "just too late": "2200-01-01T00:00:00Z",
    "just too early": "1970-01-01T07:59:59+08:00",
}
FIRST, LAST = "1970-01-01", "2199-12-31"


def timed_fields(route: CommandRoute) -> Iterator[tuple[str, bool]]:
    """Return the fields of a route's body that are times, and whether they are days."""
    for name, hint in get_type_hints(route.command, include_extras=True).items():
        if name in route.command.model_fields:
            if hint in {Instant, Instant | None}:
                yield name, False
            if hint in {LocalDate, LocalDate | None}:
                yield name, True


TIMED = [
    (route.path, name, is_day) for route in (*OF_CASES, *OF_ACCOUNTS) for name, is_day in timed_fields(route)
]


def test_there_are_times_to_try() -> None:
    names = {name for _, name, _ in TIMED}
    assert {"occurred_at", "due_at", "planned_at", "eta_at", "ends_at", "settlement_on"} <= names


async def errors_of(house: House, path: str, body: dict[str, Any]) -> dict[str, str]:
    role = Role.INTEGRATION if path.endswith("/source-update") else Role.SUPERVISOR
    answer = await house.post(path, body, **bearer(role))
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation_failed"), answer.text
    found: dict[str, str] = {}
    for error in answer.json()["errors"]:
        found[error["field"]] = found.get(error["field"], "") + error["message"]
    return found


@pytest.mark.parametrize("far", FAR.values(), ids=FAR)
async def test_every_time_of_every_command_has_its_bounds(house: House, far: str) -> None:
    account_id = await house.open_account()
    case = await house.receive_case()
    for pattern, name, is_day in TIMED:
        value = far[:10] if is_day else far
        if is_day and FIRST <= value <= LAST:
            continue
        path = pattern.format(case_id=case[-36:], account_id=account_id)
        said = (await errors_of(house, path, {name: value})).get(name, "")
        assert FIRST in said, (path, name, said)
        assert LAST in said
    assert await house.application.log.head() == 2


async def test_the_bounds_themselves_can_be_meant(house: House) -> None:
    await house.open_account()
    case = await house.receive_case(fault_began_at="1970-01-01T00:00:00Z")
    due = {"commitment_id": "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a13", "what": "agreed"}
    made = await house.post(f"{case}/commitments", {**due, "due_at": "2199-12-31T23:59:59.999999Z"})
    assert made.status_code == 200, made.text
    await house.catch_up()
    assert house.runner.status().failure is None
    for path in ("/v1/clocks", "/v1/cases", case, f"{case}/clocks", f"{case}/story"):
        assert (await house.get(path)).status_code == 200


async def test_a_stage_of_a_plan_has_the_bounds_too(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    for far in FAR.values():
        stage = {"title": "agreed", "due_at": far, "responsible": "li.na"}
        said = await errors_of(house, f"{case}/plan", {"stages": [stage]})
        assert LAST in said["stages"]


@pytest.mark.parametrize("far", FAR.values(), ids=FAR)
async def test_a_read_as_of_no_time_or_about_no_period_is_refused(house: House, far: str) -> None:
    await house.open_account()
    case = await house.receive_case()
    moment = far.replace("+", "%2B")
    asked = [f"{case}{part}?{name}={moment}" for part in ("", "/history", "/story") for name in MOMENTS]
    periods = ("kpi", "attribution", "complaints")
    asked += [f"/v1/reports/{one}?{name}={moment}" for one in periods for name in ("from_at", "to_at")]
    asked.append(f"/v1/clocks?due_before={moment}")
    for path in asked:
        answer = await house.get(path)
        assert answer.status_code == 422, (path, answer.text)
        assert LAST in answer.json()["errors"][0]["message"]


MOMENTS = ("recorded_at", "occurred_at")

CALENDARS: dict[str, dict[str, Any]] = {
    "zone": {"zone": "localtime"},
    "zone, the default of a machine": {"zone": "posixrules"},
    "zone, of none": {"zone": "Factory"},
    "zone, with leap seconds": {"zone": "right/Asia/Shanghai"},
    "zone, twice there": {"zone": "posix/Asia/Shanghai"},
    "zone, unknown": {"zone": "Asia/Peking"},
    "covered_until": {"covered_until": "9999-12-31"},
    "covered_from": {"covered_from": "0001-01-01"},
    "special_days": {
        "always": False,
        "weekly": {"monday": ["09:00-18:00"]},
        "special_days": [{"date": "9999-12-31", "name": {"zh": "末", "en": "Last"}}],
    },
}


@pytest.mark.parametrize("wrong", CALENDARS.values(), ids=CALENDARS)
async def test_a_calendar_means_the_same_on_every_machine_and_ends(
    house: House, wrong: dict[str, Any]
) -> None:
    assert "calendar" in await errors_of(house, "/v1/calendars", {"calendar": {**ALWAYS, **wrong}})
    assert (await house.get("/v1/calendars")).json()["items"] == []


@pytest.mark.parametrize("seconds", [10**9, 10**12, 2**63, 10**30, 0, -1])
async def test_a_time_limit_that_would_leave_all_calendars_is_refused(house: House, seconds: int) -> None:
    account_id = await house.open_account()
    term = {"clock": "first_reply", "target_seconds": seconds}
    agreement = {
        "agreement_id": "C-1",
        "title": "agreed",
        "effective_at": "2026-01-01T00:00:00Z",
        "terms": [term],
    }
    assert "terms" in await errors_of(house, f"/v1/accounts/{account_id}/sign-agreement", agreement)
