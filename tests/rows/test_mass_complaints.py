"""Many customers complain of one thing (row 88): one parent, and one word to all."""

from typing import Any

import pytest

from tests.rows.desk import Desk, desk_on

NEWS: dict[str, Any] = {"problem": "整批配件晚到", "solution": "今晚全部补发", "channel": "sms"}


async def mass(desk: Desk, size: int = 3) -> tuple[str, list[str]]:
    """Return the paths of a parent and of its children."""
    parent, *children = [await desk.case(kind="complaint") for _ in range(size + 1)]
    for child in children:
        await desk.tell(f"{child}/assign", owner="li.na", reason="complaints")
        await desk.tell(f"{parent}/link", other_case_id=child.rpartition("/")[2], relation="child")
    await desk.house.catch_up()
    return parent, children


async def of_all(desk: Desk, parent: str, what: str, **body: Any) -> list[int]:
    await desk.house.catch_up()
    told = await desk.tell(f"{parent}/mass/{what}", **body)
    return [each["status"] for each in told["answers"]]


@pytest.mark.requirement(88)
async def test_all_customers_of_a_mass_complaint_are_told_how_it_stands_and_what_came_of_it(
    desk: Desk,
) -> None:
    parent, children = await mass(desk)
    assert await of_all(desk, parent, "progress", **NEWS) == [200, 200, 200]
    assert await of_all(desk, parent, "resolve", resolution="全部补发") == [200, 200, 200]
    assert await of_all(desk, parent, "result", channel="sms", text="今晚送达") == [200, 200, 200]
    for child in children:
        assert await desk.verdict(child, "complaint_answer") == "met"
        assert (await desk.read(child))["work"]["result_told"]["channel"] == "sms"
    assert (await desk.read(f"{parent}/mass"))["by_status"] == {"resolved": 3}


@pytest.mark.evasion(88)
async def test_a_child_that_cannot_be_resolved_is_named_and_spoils_no_other(desk: Desk) -> None:
    parent, children = await mass(desk)
    await of_all(desk, parent, "progress", **NEWS)
    await desk.tell(f"{children[1]}/reply", text="我再确认一下", substantive=False)
    await desk.house.catch_up()
    told = await desk.tell(f"{parent}/mass/resolve", resolution="全部补发")
    (failed,) = [each for each in told["answers"] if each["status"] != 200]
    assert failed["case_id"] == children[1].rpartition("/")[2]
    assert failed["problem"]["type"].endswith("open_questions_remain")
    assert (await desk.read(f"{parent}/mass"))["by_status"] == {"open": 1, "resolved": 2}


async def test_the_result_is_told_to_nobody_whose_case_is_not_resolved(desk: Desk) -> None:
    parent, _ = await mass(desk)
    assert await of_all(desk, parent, "result", channel="sms", text="今晚送达") == []


@pytest.mark.evasion(36)
@pytest.mark.requirement(36)
async def test_a_result_is_not_told_to_nobody_while_the_links_are_not_known_yet(database_url: str) -> None:
    async with desk_on(database_url, min_position_wait_seconds=0.05) as desk:
        await told_before_the_links_are_known(desk)


async def told_before_the_links_are_known(desk: Desk) -> None:
    parent, children = await mass(desk, 1)
    child = children[0]
    await desk.tell(f"{child}/reply", text="今晚补发")
    resolved = await desk.tell(f"{child}/resolve", resolution="全部补发")
    result = {"channel": "sms", "text": "今晚送达"}
    behind = await desk.house.post(f"{parent}/mass/result", result)
    assert (behind.status_code, behind.json()["type"]) == (503, "/problems/projection_behind")
    await desk.house.catch_up()
    told = (await desk.house.post(f"{parent}/mass/result", result)).json()
    assert [each["status"] for each in told["answers"]] == [200]
    assert told["position"] >= resolved["position"]
