"""Many customers complain of one thing: one parent, many children, and one word told to all."""

from typing import Any

import pytest

from tests.api.clocks.clock_stories import told
from tests.api.complaints.complaint_stories import archive, complaint, granted
from tests.api.composition import House

NEWS: dict[str, Any] = {"problem": "整批配件晚到", "solution": "今晚全部补发", "channel": "sms"}


def id_of(case: str) -> str:
    return case.rpartition("/")[2]


async def mass(house: House, size: int = 3) -> tuple[str, list[str]]:
    """Make a parent with so many children; the last one told the link itself. Return all their paths."""
    await house.open_account()
    await house.open_account("KA-2")
    parent = await complaint(house, subject="整批配件晚到")
    children = []
    for _ in range(size):
        house.clock.advance(minutes=1)
        children.append(await complaint(house))
    for child in children[:-1]:
        await told(house, f"{parent}/link", other_case_id=id_of(child), relation="child")
    await told(house, f"{children[-1]}/link", other_case_id=id_of(parent), relation="parent")
    await house.catch_up()
    return parent, children


@pytest.mark.requirement(88)
async def test_a_mass_complaint_shows_its_cases_where_they_stand_and_what_was_given(house: House) -> None:
    parent, children = await mass(house)
    await told(house, f"{children[0]}/assign", owner="li.na")
    await told(house, f"{children[0]}/reply", text="今晚补发")
    await told(house, f"{children[0]}/resolve", resolution="已补发")
    await granted(
        house,
        children[1],
        "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a71",
        remedy_type="coupon",
        amount_minor=10_000,
    )
    await house.catch_up()
    read = (await house.get(f"{parent}/mass")).json()
    assert (read["children"], read["by_status"], read["accounts"]) == (3, {"open": 2, "resolved": 1}, 1)
    assert read["granted"] == [{"currency": "CNY", "remedies": 1, "amount_minor": 10_000}]
    assert [item["case_id"] for item in read["items"]] == [id_of(child) for child in children]
    assert {row["case_id"]: row["is_mass"] for row in await archive(house)} == {
        id_of(case): True for case in (parent, *children)
    }


@pytest.mark.requirement(88)
async def test_progress_is_told_once_to_all_open_children(house: House) -> None:
    parent, children = await mass(house)
    await told(house, f"{children[0]}/resolve", resolution="已补发")
    await house.catch_up()
    first = await house.post(f"{parent}/mass/progress", NEWS, idempotency_key="news-1")
    assert first.status_code == 200, first.text
    answers = first.json()["answers"]
    assert [answer["case_id"] for answer in answers] == [id_of(child) for child in children[1:]]
    assert [answer["status"] for answer in answers] == [200, 200]
    await house.catch_up()
    again = await house.post(f"{parent}/mass/progress", NEWS, idempotency_key="news-1")
    assert [answer["is_repeat"] for answer in again.json()["answers"]] == [True, True]
    for child in children[1:]:
        history = (await house.get(f"{child}/history")).json()["items"]
        said = [item["event"] for item in history if item["event"]["type"] == "ProgressShared.v1"]
        assert [one["solution"] for one in said] == ["今晚全部补发"]


async def test_a_child_to_whom_nothing_can_be_promised_spoils_no_other(house: House) -> None:
    parent, children = await mass(house, 2)
    commitment = {"commitment_id": "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a72"}
    await told(
        house,
        f"{children[0]}/commitments",
        **commitment,
        what="明天补发",
        due_at="2026-03-03T09:00:00+08:00",
    )
    await house.catch_up()
    promise = {**NEWS, **commitment, "eta_at": "2026-03-04T09:00:00+08:00"}
    answered = await house.post(f"{parent}/mass/progress", promise)
    refused, carried_out = answered.json()["answers"]
    assert (refused["status"], refused["problem"]["type"]) == (409, "/problems/commitment_already_made")
    assert (carried_out["status"], carried_out["is_repeat"]) == (200, False)


async def test_a_link_that_was_taken_back_makes_no_child(house: House) -> None:
    parent, children = await mass(house, 2)
    await told(house, f"{parent}/unlink", other_case_id=id_of(children[0]), relation="child")
    await house.catch_up()
    read = (await house.get(f"{parent}/mass")).json()
    assert [item["case_id"] for item in read["items"]] == [id_of(children[1])]


async def test_a_case_that_is_not_there_has_no_children(house: House) -> None:
    nowhere = "/v1/cases/7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a79"
    assert (await house.get(f"{nowhere}/mass")).status_code == 404
    assert (await house.post(f"{nowhere}/mass/progress", NEWS)).status_code == 404
