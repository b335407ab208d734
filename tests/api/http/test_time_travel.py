"""A case or an account as of a version, a position, a recorded time, a business time."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import House
from tests.domain.account.examples.contacts import CONTACT


async def told_late(house: House) -> str:
    """A case received at 9, whose owner of 8:30 is told at 10 and whose resolution of 8:40 is told at 11."""
    await house.open_account()
    case = await house.receive_case(occurred_at="2026-03-02T08:00:00Z")
    house.clock.advance(hours=1)
    await house.post(f"{case}/note", {"text": "x"})
    await house.post(f"{case}/assign", {"owner": "li.na", "occurred_at": "2026-03-02T08:30:00Z"})
    house.clock.advance(hours=1)
    await house.post(f"{case}/resolve", {"occurred_at": "2026-03-02T08:40:00Z"})
    return case


async def shown(house: House, path: str) -> Any:
    answered = await house.get(path)
    assert answered.status_code == 200, answered.text
    return answered.json()


@pytest.mark.parametrize(
    ("moment", "version", "owner", "status"),
    [
        ("version=1", 1, None, "open"),
        ("position=3", 2, None, "open"),
        ("position=4", 3, "li.na", "open"),
        ("position=999", 4, "li.na", "resolved"),
        ("recorded_at=2026-03-02T09:59:59Z", 1, None, "open"),
        ("recorded_at=2026-03-02T18:00:00%2B08:00", 3, "li.na", "open"),
        ("occurred_at=2026-03-02T08:29:59Z", 1, None, "open"),
        ("occurred_at=2026-03-02T08:30:00Z", 3, "li.na", "open"),
        ("occurred_at=2026-03-02T08:40:00Z", 4, "li.na", "resolved"),
    ],
)
async def test_a_case_is_shown_as_of_a_moment(
    house: House, moment: str, version: int, owner: str | None, status: str
) -> None:
    found = await shown(house, f"{await told_late(house)}?{moment}")
    assert (found["version"], found["owner"], found["status"]) == (version, owner, status)


async def test_what_we_knew_and_what_had_happened_differ(house: House) -> None:
    case = await told_late(house)
    moment = "2026-03-02T09:00:00Z"
    assert (await shown(house, f"{case}?recorded_at={moment}"))["status"] == "open"
    assert (await shown(house, f"{case}?occurred_at={moment}"))["status"] == "resolved"


async def test_a_history_is_shown_as_of_a_moment_page_by_page(house: House) -> None:
    case = await told_late(house)
    path: str | None = f"{case}/history?occurred_at=2026-03-02T08:45:00Z&limit=2"
    versions: list[int] = []
    while path is not None:
        page = await shown(house, path)
        versions += [item["version"] for item in page["items"]]
        path = page["next"]
    assert versions == [1, 3, 4]
    assert [item["version"] for item in (await shown(house, f"{case}/history?position=3"))["items"]] == [1, 2]


async def test_an_account_and_its_history_travel_too(house: House) -> None:
    path = f"/v1/accounts/{await house.open_account()}"
    house.clock.advance(hours=1)
    await house.post(f"{path}/contacts", {"contact_id": CONTACT, "name": "王芳"})
    await house.post(f"{path}/segment", {"segment": "potential", "reason": "buys less"})
    assert (await shown(house, f"{path}?version=2"))["segment"] == "high_value"
    assert (await shown(house, f"{path}?recorded_at=2026-03-02T09:30:00Z"))["contacts"] == []
    assert (await shown(house, f"{path}?position=3"))["segment"] == "potential"
    assert (await shown(house, f"{path}?occurred_at=2026-03-02T09:00:00Z"))["version"] == 1
    history = await shown(house, f"{path}/history?position=2")
    assert [item["event"]["type"] for item in history["items"]] == ["AccountOpened.v1", "ContactAdded.v1"]
    assert (await house.get(f"{path}/history", Role.BI)).status_code == 403


@pytest.mark.parametrize("last", ["", "/history"])
@pytest.mark.parametrize("resource", ["cases", "accounts"])
async def test_there_is_one_moment_and_it_must_have_been(house: House, resource: str, last: str) -> None:
    case = await told_late(house)
    account = f"/v1/accounts/{await account_of(house, case)}"
    path = (case if resource == "cases" else account) + last
    two = await house.get(f"{path}?version=1&occurred_at=2026-03-02T08:00:00Z")
    assert (two.status_code, two.json()["errors"][0]["field"]) == (422, "occurred_at")
    later = await house.get(f"{path}?version=99")
    assert (later.status_code, later.json()["type"]) == (404, "/problems/version_not_found")
    assert (await house.get(f"{path}?at=2026-03-01T00:00:00Z")).status_code == 422


@pytest.mark.parametrize("last", ["", "/history", "/story", "/clocks"])
@pytest.mark.parametrize(
    ("resource", "moment", "first"),
    [
        ("cases", "position=1", "2"),
        ("cases", "recorded_at=2026-03-01T00:00:00Z", "2026-03-02T09:00:00Z"),
        ("cases", "occurred_at=1970-01-01T00:00:00Z", "2026-03-02T08:00:00Z"),
        ("accounts", "recorded_at=2026-03-01T00:00:00Z", "2026-03-02T09:00:00Z"),
        ("accounts", "occurred_at=1970-01-01T00:00:00Z", "2014-12-31T16:00:00Z"),
    ],
)
async def test_before_its_first_event_it_was_not_there_yet(
    house: House, resource: str, moment: str, first: str, last: str
) -> None:
    case = await told_late(house)
    account = f"/v1/accounts/{await account_of(house, case)}"
    early = await house.get(f"{case if resource == 'cases' else account}{last}?{moment}")
    problem = early.json()
    assert (early.status_code, problem["type"]) == (404, "/problems/not_yet_recorded")
    assert [error["field"] for error in problem["errors"]] == [moment.partition("=")[0]]
    assert first in problem["detail"]
    assert first in problem["errors"][0]["message"]


@pytest.mark.parametrize("last", ["", "/history", "/story", "/clocks"])
async def test_what_is_no_case_was_none_at_any_moment(house: House, last: str) -> None:
    account = await account_of(house, await told_late(house))
    found = await house.get(f"/v1/cases/{account}{last}?recorded_at=2026-03-01T00:00:00Z")
    assert (found.status_code, found.json()["type"]) == (404, "/problems/case_not_found")


async def account_of(house: House, case: str) -> str:
    account_id: str = (await shown(house, case))["received"]["account_id"]
    return account_id
