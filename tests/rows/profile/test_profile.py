"""The profile of a customer: told with its source, true, complete and traceable (rows 26, 126, 127)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import ACCOUNT, Desk

PROFILE, VALUES = f"{ACCOUNT}/profile", f"{ACCOUNT}/profile-values"
CHAIN: dict[str, Any] = {
    "field": "decision_chain",
    "words": "生产副总提出, 董事会批准",
    "source": "sales_handover",
}


async def profile(desk: Desk, query: str = "") -> dict[str, Any]:
    document: dict[str, Any] = await desk.read(f"{PROFILE}{query}")
    return document


async def field(desk: Desk, name: str, query: str = "") -> dict[str, Any]:
    """Return how one field of the profile stands."""
    sections = (await profile(desk, query))["sections"]
    found: dict[str, Any] = next(
        one for section in sections for one in section["fields"] if one["field"] == name
    )
    return found


async def sent_for(desk: Desk, person: str | None, path: str, **body: Any) -> dict[str, Any]:
    """Send a command by the key of an integration, for a person or for nobody."""
    headers = {**bearer(Role.INTEGRATION), **({"Casebook-Staff": person} if person else {})}
    answer = await desk.house.client.post(path, json=body, headers=headers)
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.requirement(126)
async def test_industry_size_decision_chain_preferences_and_service_history_are_kept_with_their_source(
    desk: Desk,
) -> None:
    told = {
        "industry": ("汽车零部件", "sales_handover"),
        "size": ("medium", "questionnaire"),
        "decision_chain": ("生产副总提出, 董事会批准", "sales_handover"),
        "buying_preference": ("季末集中采购", "event"),
        "service_notes": ("三号线每年检修两次", "service_case"),
    }
    for name, (words, source) in told.items():
        await desk.tell(VALUES, field=name, words=words, source=source)
    sections = (await profile(desk))["sections"]
    assert [one["section"] for one in sections] == ["company", "decisions", "preferences", "service_history"]
    assert all(one["title"]["zh"] and one["title"]["en"] for one in sections)
    known = {one["field"]: one for section in sections for one in section["fields"] if one["words"]}
    assert {name: (one["words"], one["source"]) for name, one in known.items()} == told
    assert all(one["vouched_by"] and one["learnt_at"] for one in known.values())


@pytest.mark.requirement(126)
async def test_a_profile_moves_with_the_customer_and_shows_what_it_said_then(desk: Desk) -> None:
    await desk.tell(VALUES, **CHAIN)
    then = (await profile(desk))["as_of_at"]
    await desk.later(days=90)
    await desk.tell(VALUES, **{**CHAIN, "words": "新任总经理一人决定", "source": "visit"})
    now = await field(desk, "decision_chain")
    assert (now["words"], now["source"]) == ("新任总经理一人决定", "visit")
    was = await field(desk, "decision_chain", f"?occurred_at={then}")
    assert (was["words"], was["source"]) == (CHAIN["words"], "sales_handover")


@pytest.mark.evasion(126)
@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({**CHAIN, "words": "x"}, "words_without_meaning"),
        ({**CHAIN, "words": "待定"}, "profile_value_says_nothing"),
        ({**CHAIN, "words": "N/A."}, "profile_value_says_nothing"),
        ({**CHAIN, "field": "size", "words": "很大"}, "profile_value_not_a_choice"),
        ({**CHAIN, "source": "hearsay"}, "profile_source_unknown"),
        ({**CHAIN, "field": "decision_chains"}, "profile_field_unknown"),
        ({**CHAIN, "occurred_at": "2014-12-31T00:00:00+08:00"}, "occurred_before_opening"),
        ({"field": "decision_chain", "words": "董事会"}, "validation_failed"),
    ],
    ids=[
        "a letter",
        "to come",
        "n/a",
        "no choice",
        "no source",
        "no field",
        "before the opening",
        "sourceless",
    ],
)
async def test_a_value_that_says_nothing_or_comes_from_nowhere_is_refused(
    desk: Desk, told: dict[str, Any], problem: str
) -> None:
    assert await desk.refused(VALUES, **told) == problem
    assert (await profile(desk))["completeness"]["points"] == 0


@pytest.mark.requirement(127)
async def test_each_value_can_be_traced_to_its_source_its_time_and_who_vouched_for_it(desk: Desk) -> None:
    await sent_for(desk, "li.na", VALUES, **CHAIN)
    await desk.later(days=30)
    correction = {**CHAIN, "words": "生产副总提出, 总经理批准", "was_wrong": True, "reason": "听错了"}
    await sent_for(desk, "b.li", VALUES, **{**correction, "source": "call"})
    now = await field(desk, "decision_chain")
    assert (now["words"], now["source"], now["vouched_by"]) == (correction["words"], "call", "b.li")
    first, second = now["history"]
    assert (first["words"], first["vouched_by"], first["was_wrong"]) == (CHAIN["words"], "li.na", False)
    assert (second["was_wrong"], second["reason"]) == (True, "听错了")


@pytest.mark.requirement(127)
async def test_the_scores_of_a_profile_are_the_sums_of_the_parts_of_its_fields(desk: Desk) -> None:
    await desk.tell(VALUES, **CHAIN)
    await desk.tell(VALUES, field="size", words="large", source="questionnaire")
    seen = await profile(desk)
    fields = [one for section in seen["sections"] for one in section["fields"]]
    for score, part in (("completeness", "complete_points"), ("freshness", "fresh_points")):
        assert seen[score]["points"] == sum(one[part] for one in fields) == 7
        assert seen[score]["most_points"] == sum(one["weight"] for one in fields) == 24
        assert seen[score]["percent"] == 29
    await desk.later(days=200)
    aged = await profile(desk)
    assert (aged["completeness"]["points"], aged["freshness"]["points"]) == (7, 3)


@pytest.mark.evasion(127)
async def test_what_a_machine_tells_for_nobody_is_on_record_but_nobody_vouches_for_it(desk: Desk) -> None:
    told = await sent_for(desk, None, VALUES, **CHAIN)
    assert told["events"][0]["event"].get("vouched_by") is None
    seen = await field(desk, "decision_chain")
    assert (seen["gap"], seen["complete_points"], seen["fresh_points"]) == ("unvouched", 4, 0)
    assert (await sent_for(desk, "li.na", VALUES, **CHAIN))["events"]
    assert (await field(desk, "decision_chain"))["gap"] is None


@pytest.mark.evasion(127)
async def test_saying_it_twice_adds_nothing_and_an_older_value_told_late_does_not_replace_a_newer_one(
    desk: Desk,
) -> None:
    await desk.tell(VALUES, **CHAIN)
    assert (await desk.tell(VALUES, **CHAIN))["events"] == []
    await desk.later(days=2)
    late = {**CHAIN, "words": "车间主任", "occurred_at": "2026-03-01T09:00:00+08:00"}
    await desk.tell(VALUES, Role.SUPERVISOR, **late)
    seen = await field(desk, "decision_chain")
    assert seen["words"] == CHAIN["words"]
    assert [one["words"] for one in seen["history"]] == ["车间主任", CHAIN["words"]]


@pytest.mark.evasion(127)
async def test_a_correction_of_nothing_or_without_a_reason_is_refused(desk: Desk) -> None:
    assert await desk.refused(VALUES, **CHAIN, was_wrong=True, reason="听错了") == "nothing_to_correct"
    assert await desk.refused(VALUES, **CHAIN, was_wrong=True) == "validation_failed"


@pytest.mark.requirement(26)
async def test_for_each_contact_is_kept_what_they_like_when_and_how_they_are_reached(desk: Desk) -> None:
    contact_id = await desk.contact("王工")
    likes: dict[str, Any] = {
        "decision_role": "decider",
        "preferences": ["charts", "short_voice", "green_supply_chain"],
        "preferred_channel": "wecom",
        "language": "zh",
        "reachable_from": "09:30",
        "reachable_until": "11:30",
    }
    await desk.tell(f"{ACCOUNT}/contacts/change", contact_id=contact_id, **likes)
    await desk.tell(f"{ACCOUNT}/contacts/change", contact_id=contact_id, phone="13900000000")
    (contact,) = (await profile(desk))["contacts"]
    assert {name: contact[name] for name in likes} == likes
    assert (contact["name"], contact["phone"]) == ("王工", "13900000000")
    assert (await desk.read(ACCOUNT))["contacts"] == [contact]
    for name in ("decision_chain", "contact_preferences"):
        assert (await field(desk, name))["source"] == "contacts"


@pytest.mark.evasion(26)
async def test_a_preference_of_nobody_or_that_no_list_knows_is_refused_and_the_same_again_adds_nothing(
    desk: Desk,
) -> None:
    path, contact_id = f"{ACCOUNT}/contacts/change", await desk.contact()
    nobody = "00000000-0000-4000-8000-000000000001"
    assert await desk.refused(path, contact_id=nobody, preferences=["charts"]) == "contact_not_found"
    assert await desk.refused(path, contact_id=contact_id) == "validation_failed"
    for told, problem in (
        ({"preferences": ["whatever"]}, "contact_preference_unknown"),
        ({"decision_role": "important"}, "decision_role_unknown"),
        ({"reachable_from": "11:30", "reachable_until": "09:30"}, "validation_failed"),
    ):
        assert await desk.refused(path, contact_id=contact_id, **told) == problem
    assert (await desk.tell(path, contact_id=contact_id, phone="139", preferences=["charts"]))["events"]
    assert (await desk.tell(path, contact_id=contact_id, phone="139", preferences=["charts"]))["events"] == []
    assert (await desk.tell(path, contact_id=contact_id, phone="138"))["events"]
