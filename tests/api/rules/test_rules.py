"""Policies, calendars and rosters are published and read over HTTP."""

from typing import Any

import pytest

from service.api.http.access import Role
from service.domain.rulebook.identity import RULEBOOK_ID
from tests.api.composition import House, bearer

ALWAYS: dict[str, Any] = {
    "calendar_id": "always",
    "version": 1,
    "title": {"zh": "全天候", "en": "Always"},
    "zone": "Asia/Shanghai",
    "always": True,
}
RULE: dict[str, Any] = {
    "rule": "first_reply",
    "clock": "first_reply",
    "title": {"zh": "首次回复", "en": "First reply"},
    "starts_on": ["received"],
    "met_by": ["answered"],
    "target_seconds": 1800,
}


def policy(version: int = 1, **told: Any) -> dict[str, Any]:
    return {
        "policy_id": "default",
        "version": version,
        "unclassified_counts_as": "routine",
        "segment_calendars": {},
        "rules": [{**RULE, **told}],
    }


async def publish(house: House, kind: str, body: dict[str, Any], **headers: str) -> Any:
    return await house.post(f"/v1/{kind}", body, **bearer(Role.SUPERVISOR), **headers)


async def test_what_is_published_can_be_read_and_says_what_is_in_force(house: House) -> None:
    assert (await publish(house, "calendars", {"calendar": ALWAYS})).status_code == 200
    first = await publish(house, "policies", {"policy": policy(), "effective_at": "2020-01-01T00:00:00Z"})
    assert first.status_code == 200, first.text
    assert first.json()["stream_id"] == str(RULEBOOK_ID)
    later = {"policy": policy(2, target_seconds=60), "effective_at": "2026-04-01T00:00:00Z"}
    second = await publish(house, "policies", later)
    read = await house.get("/v1/policies")
    items = [(item["policy"]["version"], item["is_in_force"]) for item in read.json()["items"]]
    assert items == [(1, True), (2, False)]
    assert read.json()["position"] == int(second.headers["Case-Position"])
    assert read.headers["ETag"] == second.headers["ETag"] == '"3"'
    house.clock.advance(days=60)
    again = (await house.get("/v1/policies")).json()["items"]
    assert [item["is_in_force"] for item in again] == [False, True]
    calendars = (await house.get("/v1/calendars")).json()["items"]
    assert [item["calendar_id"] for item in calendars] == ["always"]


async def test_a_roster_is_set_and_read(house: House) -> None:
    await publish(house, "calendars", {"calendar": ALWAYS})
    people = [{"staff_id": "staff-7", "calendar_id": "always"}]
    answer = await publish(house, "rosters", {"level": "manager", "people": people})
    assert answer.status_code == 200, answer.text
    (roster,) = (await house.get("/v1/rosters")).json()["items"]
    assert (roster["level"], roster["people"], roster["is_in_force"]) == ("manager", people, True)


async def test_an_empty_record_has_no_rules(house: House) -> None:
    for kind in ("policies", "calendars", "rosters"):
        assert (await house.get(f"/v1/{kind}")).json() == {"items": [], "position": 0}


REFUSED: dict[str, tuple[int, str, dict[str, Any]]] = {
    "changed_backwards": (
        422,
        "policies",
        {"policy": policy(2), "effective_at": "2026-03-01T00:00:00Z"},
    ),
    "calendar_not_published": (422, "policies", {"policy": policy(2, counts="nights")}),
    "segment_without_calendar": (422, "policies", {"policy": policy(2, counts="segment")}),
    "policy_version_not_next": (409, "policies", {"policy": policy(3)}),
    "calendar_version_not_next": (409, "calendars", {"calendar": {**ALWAYS, "version": 3}}),
}
REFUSED_ON_RULES = frozenset({*REFUSED, "policy_not_published"})


@pytest.mark.parametrize("slug", REFUSED)
async def test_a_refusal_about_rules_says_why_and_changes_nothing(house: House, slug: str) -> None:
    await publish(house, "calendars", {"calendar": ALWAYS})
    await publish(house, "policies", {"policy": policy(), "effective_at": "2020-01-01T00:00:00Z"})
    status, kind, body = REFUSED[slug]
    refused = await publish(house, kind, body)
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{slug}")
    assert (await house.get("/v1/policies")).headers["ETag"] == '"2"'


async def test_one_version_of_a_policy_is_read_or_is_not_there(house: House) -> None:
    await publish(house, "calendars", {"calendar": ALWAYS})
    await publish(house, "policies", {"policy": policy(), "effective_at": "2020-01-01T00:00:00Z"})
    read = (await house.get("/v1/policies/default/1")).json()
    assert (read["policy"]["version"], read["is_in_force"]) == (1, True)
    missing = await house.get("/v1/policies/default/2")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/policy_not_published")


async def test_a_wrong_rule_is_named_with_its_place(house: House) -> None:
    refused = await publish(house, "policies", {"policy": policy(target_months=1)})
    assert refused.status_code == 422
    assert "/policy/rules/0" in refused.json()["errors"][0]["pointer"]


async def test_whoever_saw_older_rules_is_told(house: House) -> None:
    await publish(house, "calendars", {"calendar": ALWAYS})
    refused = await publish(house, "calendars", {"calendar": {**ALWAYS, "version": 2}}, If_Match='"0"')
    assert refused.status_code == 412


async def test_agents_read_the_rules_and_do_not_change_them(house: House) -> None:
    refused = await house.post("/v1/calendars", {"calendar": ALWAYS})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert (await house.get("/v1/calendars", Role.AGENT)).status_code == 200


async def test_rules_are_published_in_a_batch_too(house: House) -> None:
    sent = {
        "commands": [
            {"id": "1", "type": "PublishCalendar", "command": {"calendar": ALWAYS}},
            {"id": "2", "type": "PublishPolicy", "command": {"policy": policy()}},
            {
                "id": "3",
                "type": "PublishPolicy",
                "stream_id": "0195c3a0-0000-7000-8000-000000000042",
                "command": {"policy": policy(2)},
            },
        ]
    }
    answered = await house.client.post("/v1/commands", json=sent, headers=bearer(Role.SUPERVISOR))
    assert answered.status_code == 200, answered.text
    assert [each["status"] for each in answered.json()["answers"]] == [200, 200, 422]


async def test_a_guideline_is_read_by_its_kind_and_an_unknown_parameter_is_refused(house: House) -> None:
    content = {"guideline": "staff", "version": 1, "people": [{"staff_id": "li.na"}]}
    assert (await publish(house, "guidelines", {"content": content})).status_code == 200
    (staff,) = (await house.get("/v1/guidelines?guideline=staff&is_in_force=true")).json()["items"]
    assert (staff["content"]["guideline"], staff["is_in_force"]) == ("staff", True)
    assert (await house.get("/v1/guidelines?guideline=staff&is_in_force=false")).json()["items"] == []
    assert (await house.get("/v1/guidelines?guideline=handling")).json()["items"] == []
    assert (await house.get("/v1/guidelines?kind=staff")).status_code == 422
