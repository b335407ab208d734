"""Reviews (复盘): looking back at a case with others like it, and improvements with owner, due and effect."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from service.importers.rule_files.default_rules import publish_default_rules
from tests.api.composition import MORNING, House

Item = dict[str, Any]


@pytest.fixture
async def office(house: House) -> House:
    """Give a house with the rules that come with the program and an account."""
    await publish_default_rules(house.application)
    await house.open_account()
    return house


async def sent(house: House, path: str, **body: Any) -> Item:
    answered = await house.post(path, body)
    assert answered.status_code == 200, answered.text
    document: Item = answered.json()
    return document


async def improvements(house: House, query: str = "") -> list[Item]:
    await house.catch_up()
    answered = await house.get(f"/v1/improvements?{query}")
    assert answered.status_code == 200, answered.text
    items: list[Item] = answered.json()["items"]
    return items


async def resolved(house: House, **told: Any) -> str:
    case = await house.receive_case(**told)
    await sent(house, f"{case}/assign", owner="li.na")
    await sent(house, f"{case}/resolve", resolution="A new bearing")
    return case


def agreed(**fields: Any) -> Item:
    due_at = (MORNING + timedelta(days=30)).isoformat()
    told: Item = {"what": "备件进驻仓库", "owner": "li.na", "due_at": due_at, "process_step": "delivery"}
    return {"action_id": str(uuid4()), **told, **fields}


@pytest.mark.requirement(69)
async def test_after_the_solution_like_cases_are_reviewed_and_the_process_is_improved(office: House) -> None:
    like = [(await resolved(office)).rpartition("/")[2] for _ in range(2)]
    case = await resolved(office, reference="R1")
    review = {
        "review_id": str(uuid4()),
        "findings": "三次都是同一批轴承",
        "like_cases": like,
        "process_step": "delivery",
        "lessons": "先问批次",
    }
    await sent(office, f"{case}/review", **review)
    action = agreed(review_id=review["review_id"])
    await sent(office, f"{case}/improvements", **action)
    (item,) = await improvements(office)
    assert {name: item[name] for name in ("what", "owner", "process_step", "review_id", "reference")} == {
        **{name: action[name] for name in ("what", "owner", "process_step", "review_id")},
        "reference": "R1",
    }
    told = {"action_id": action["action_id"], "effect": "一个月未再停机", "is_effective": True}
    await sent(office, f"{case}/improvements/complete", **told)
    assert await improvements(office) == []
    (done,) = await improvements(office, "show=done")
    assert (done["effect"], done["is_effective"], done["is_overdue"]) == ("一个月未再停机", True, False)
    shown = (await office.get(case)).json()["reviewing"]
    assert shown["reviews"][0]["like_cases"] == like
    assert shown["reviews"][0]["lessons"] == "先问批次"
    assert shown["completed"][0]["effect"] == "一个月未再停机"


async def test_a_case_is_reviewed_only_when_it_is_over(office: House) -> None:
    case = await office.receive_case()
    for last, body in (
        ("review", {"review_id": str(uuid4()), "findings": "agreed"}),
        ("improvements", agreed()),
    ):
        refused = await office.post(f"{case}/{last}", body)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/case_not_resolved")


async def test_a_case_is_not_like_itself(office: House) -> None:
    case = await resolved(office)
    review = {"review_id": str(uuid4()), "findings": "agreed", "like_cases": [case.rpartition("/")[2]]}
    refused = await office.post(f"{case}/review", review)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/reviewed_with_itself")


async def test_an_improvement_that_nobody_made_is_overdue_and_found_by_who_answers_for_it(
    office: House,
) -> None:
    case = await resolved(office)
    await sent(office, f"{case}/improvements", **agreed(owner="li.na"))
    await sent(office, f"{case}/improvements", **agreed(owner="b.li", what="Ask for the batch"))
    office.clock.advance(days=31)
    assert [(one["owner"], one["is_overdue"]) for one in await improvements(office, "owner=b.li")] == [
        ("b.li", True)
    ]
    assert {one["owner"] for one in await improvements(office, "show=missed")} == {"b.li", "li.na"}
    assert await improvements(office, "owner=nobody") == []


async def test_the_effect_can_be_judged_later_and_the_last_word_counts(office: House) -> None:
    case = await resolved(office)
    action = agreed()
    await sent(office, f"{case}/improvements", **action)
    done = {"action_id": action["action_id"]}
    await sent(office, f"{case}/improvements/complete", **done, effect="Stored")
    assert (await improvements(office, "show=done"))[0]["is_effective"] is None
    office.clock.advance(days=20)
    await sent(office, f"{case}/improvements/complete", **done, effect="Stopped again", is_effective=False)
    (item,) = await improvements(office, "show=done")
    assert (item["effect"], item["is_effective"]) == ("Stopped again", False)
    assert item["completed_at"] == MORNING.isoformat().replace("+00:00", "Z")


async def test_improvements_of_all_cases_are_listed_the_next_due_first_page_by_page(office: House) -> None:
    for days in (9, 3, 6):
        due_at = (MORNING + timedelta(days=days)).isoformat()
        await sent(
            office, f"{await resolved(office)}/improvements", **agreed(what=f"Day {days}", due_at=due_at)
        )
    await office.catch_up()
    seen, link = [], "/v1/improvements?limit=2"
    while link:
        page = (await office.get(link)).json()
        seen += [one["what"] for one in page["items"]]
        link = page["next"]
    assert seen == ["Day 3", "Day 6", "Day 9"]
