"""A case is read as it is and as it was, with its words and its history."""

import pytest

from service.api.http.access import Role
from tests.api.composition import House
from tests.domain.account.examples.contacts import CONTACT
from tests.scene import RESOLVE_AND_CONFIRM


async def worked_case(house: House) -> str:
    account_id = await house.open_account()
    contact = {"contact_id": "0195c3a0-0000-7000-8000-0000000000d1"}
    added = await house.post(f"/v1/accounts/{account_id}/contacts", {**contact, "name": "王芳"})
    assert added.status_code == 200, added.text
    case = await house.receive_case(subject="压机停机", reported_by="王芳", order_reference="SO-7")
    await house.post(f"{case}/assign", {"owner": "li.na", "team": "presses"})
    await house.post(f"{case}/escalate", {"level": "manager", "reason": "agreed"})
    await house.post(f"{case}/reply", {"text": "on the way"})
    rated = ("rate", {"score": 4, **contact, "channel": "phone"})
    for last, body in [*RESOLVE_AND_CONFIRM, rated, ("close", {})]:
        house.clock.advance(minutes=10)
        assert (await house.post(f"{case}/{last}", body)).status_code == 200
    return case


async def test_a_case_shows_where_it_stands_and_what_was_said(house: House) -> None:
    shown = (await house.get(await worked_case(house))).json()
    received = shown["received"]
    assert (received["subject"], received["reported_by"], received["order_reference"]) == (
        "压机停机",
        "王芳",
        "SO-7",
    )
    assert (shown["status"], shown["owner"], shown["team"]) == ("closed", "li.na", "presses")
    (escalation,) = shown["escalations"]
    assert (escalation["level"], escalation["escalated_to"]) == ("manager", None)
    assert (escalation["kind"], escalation["skipped"]) == ("hierarchical", ["supervisor"])
    assert shown["first_response_at"] == "2026-03-02T09:00:00Z"
    assert shown["resolved"]["resolution"] == "Bearing replaced"
    assert shown["ratings"][0]["score"] == 4
    assert shown["closed"]["reason"] == "confirmed"
    assert (shown["segment"], shown["is_confirmed"], shown["version"]) == ("high_value", True, 8)


async def test_a_case_is_shown_as_it_was_at_a_version(house: House) -> None:
    case = await worked_case(house)
    early = (await house.get(f"{case}?version=2")).json()
    assert (early["version"], early["status"], early["owner"], early["resolved"]) == (
        2,
        "open",
        "li.na",
        None,
    )
    assert early["escalations"] == early["ratings"] == []


@pytest.mark.parametrize(
    ("recorded_at", "version"),
    [
        ("2026-03-02T09:09:59Z", 4),
        ("2026-03-02T17:10:00%2B08:00", 5),
        ("2026-03-02T09:25:00Z", 6),
        ("2027-01-01T00:00:00Z", 8),
    ],
)
async def test_a_case_is_shown_as_it_stood_on_the_record_at_a_moment(
    house: House, recorded_at: str, version: int
) -> None:
    case = await worked_case(house)
    assert (await house.get(f"{case}?recorded_at={recorded_at}")).json()["version"] == version


async def test_what_was_recorded_late_was_not_known_before(house: House) -> None:
    await house.open_account()
    case = await house.receive_case(occurred_at="2026-03-02T08:00:00Z")
    house.clock.advance(hours=2)
    await house.post(f"{case}/resolve", {"occurred_at": "2026-03-02T08:30:00Z"})
    assert (await house.get(f"{case}?recorded_at=2026-03-02T10:00:00Z")).json()["status"] == "open"
    assert (await house.get(case)).json()["status"] == "resolved"


async def test_before_it_was_on_the_record_it_was_not_there_yet(house: House) -> None:
    case = await worked_case(house)
    answered = await house.get(f"{case}?recorded_at=2026-03-01T00:00:00Z")
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/not_yet_recorded")


async def test_a_version_that_is_not_there_yet_is_named(house: House) -> None:
    case = await worked_case(house)
    answered = await house.get(f"{case}?version=9")
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/version_not_found")
    assert "8" in answered.json()["detail"]


async def test_a_history_holds_every_event_with_its_envelope(house: House) -> None:
    case = await worked_case(house)
    page = (await house.get(f"{case}/history", Role.AUDITOR)).json()
    assert [item["version"] for item in page["items"]] == list(range(1, 9))
    assert [item["position"] for item in page["items"]] == list(range(3, 11))
    first = page["items"][0]
    assert first["event"]["type"] == "CaseReceived.v1"
    assert (first["actor"], first["recorded_at"]) == ("key:agent", "2026-03-02T09:00:00Z")
    assert {"event_id", "command_id", "correlation_id", "causation_id"} <= set(first)
    assert (page["next"], page["position"]) == (None, 10)


async def test_a_long_history_comes_in_pages(house: House) -> None:
    case = await worked_case(house)
    versions: list[int] = []
    following: str | None = f"{case}/history?limit=3"
    while following is not None:
        page = (await house.get(following)).json()
        versions += [item["version"] for item in page["items"]]
        following = page["next"]
    assert versions == list(range(1, 9))


async def test_an_account_shows_its_contacts(house: House) -> None:
    account_id = await house.open_account()
    path = f"/v1/accounts/{account_id}"
    await house.post(f"{path}/contacts", {"contact_id": CONTACT, "name": "王芳", "role": "purchasing"})
    await house.post(f"{path}/segment", {"segment": "potential", "reason": "buys less"})
    await house.post(f"{path}/owner", {"owner": "li.na", "reason": "knows presses"})
    shown = (await house.get(path)).json()
    assert (shown["code"], shown["segment"], shown["owner"]) == ("KA-1", "potential", "li.na")
    assert shown["opened"]["name"] == "海天公司"
    assert [contact["name"] for contact in shown["contacts"]] == ["王芳"]


async def test_an_account_that_is_not_there_is_not_found(house: House) -> None:
    answered = await house.get("/v1/accounts/00000000-0000-0000-0000-000000000000")
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/account_not_found")
