"""Whoever names another case speaks of one that is there, and may go on there."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from service.domain.rulebook.identity import RULEBOOK_ID
from tests.api.cases.test_case_care import done
from tests.api.composition import House, bearer


async def several(house: House, how_many: int) -> list[str]:
    """Return the paths of as many cases of one account."""
    await house.open_account()
    return [await house.receive_case() for _ in range(how_many)]


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


async def merge(house: House, case: str, into: str) -> Any:
    return await house.post(f"{case}/merge", {"into_case_id": id_of(into), "reason": "told twice"})


async def refused(answer: Any, status: int, slug: str, head: int, house: House) -> dict[str, Any]:
    """Check that a command was refused for this reason and wrote nothing; return the problem."""
    assert (answer.status_code, answer.json().get("type")) == (status, f"/problems/{slug}"), answer.text
    assert await house.application.log.head() == head
    problem: dict[str, Any] = answer.json()
    return problem


async def test_two_cases_are_not_merged_into_each_other(house: House) -> None:
    one, other = await several(house, 2)
    assert (await merge(house, one, other)).status_code == 200
    problem = await refused(await merge(house, other, one), 409, "merged_into_merged", 4, house)
    assert problem["errors"][0]["field"] == "into_case_id"
    await house.catch_up()
    unmerged = (await house.get("/v1/cases?is_merged=false")).json()["items"]
    assert [item["case_id"] for item in unmerged] == [id_of(other)]


async def test_merges_crosswise_at_the_same_instant_leave_one_case_that_goes_on(house: House) -> None:
    one, other = await several(house, 2)
    answers = await asyncio.gather(merge(house, one, other), merge(house, other, one))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_ring_of_three_does_not_close(house: House) -> None:
    cases = await several(house, 3)
    ring = zip(cases, cases[1:] + cases[:1], strict=True)
    answers = await asyncio.gather(*(merge(house, one, other) for one, other in ring))
    assert 409 in {answer.status_code for answer in answers}
    assert None in [(await house.get(case)).json()["merged_into"] for case in cases]


async def test_merges_crosswise_in_one_batch_leave_one_case_that_goes_on(house: House) -> None:
    one, other = map(id_of, await several(house, 2))
    commands = [
        {
            "id": first,
            "type": "MergeCase",
            "stream_id": first,
            "command": {"into_case_id": second, "reason": "agreed"},
        }
        for first, second in ((one, other), (other, one))
    ]
    sent = await house.client.post(
        "/v1/commands", json={"commands": commands}, headers=bearer(Role.INTEGRATION)
    )
    statuses = [answer.get("status") for answer in sent.json()["answers"]]
    assert (statuses[0], statuses[1]) == (200, 409), sent.text


async def test_the_end_of_a_chain_is_named(house: House) -> None:
    first, second, third, fourth = await several(house, 4)
    assert (await merge(house, second, third)).status_code == 200
    assert (await merge(house, third, fourth)).status_code == 200
    problem = await refused(await merge(house, first, second), 409, "merged_into_merged", 7, house)
    assert id_of(fourth) in problem["detail"]
    assert (await merge(house, first, fourth)).status_code == 200


async def test_a_merge_that_was_taken_back_stands_in_no_way(house: House) -> None:
    one, other = await several(house, 2)
    await merge(house, one, other)
    await done(house, one, "unmerge", {"reason": "two matters"})
    assert (await merge(house, other, one)).status_code == 200


async def test_a_merge_told_again_is_a_repeat_whatever_has_become_of_the_other_case(house: House) -> None:
    one, other, third = await several(house, 3)
    await merge(house, one, other)
    await merge(house, other, third)
    again = await merge(house, one, other)
    assert (again.status_code, again.json()["events"]) == (200, [])


NAMING: dict[str, tuple[str, str, dict[str, Any]]] = {
    "merge": ("merge", "into_case_id", {"reason": "agreed"}),
    "split": ("split", "into_case_id", {"reason": "agreed"}),
    "parent": ("link", "other_case_id", {"relation": "parent"}),
    "child": ("link", "other_case_id", {"relation": "child"}),
    "related": ("link", "other_case_id", {"relation": "related"}),
}


@pytest.mark.parametrize("named", ["nothing", "an account", "the rules"])
@pytest.mark.parametrize("way", NAMING.values(), ids=NAMING)
async def test_what_is_no_case_cannot_be_named(
    house: House, way: tuple[str, str, dict[str, Any]], named: str
) -> None:
    [case] = await several(house, 1)
    last, field, body = way
    others: dict[str, UUID] = {
        "nothing": uuid4(),
        "an account": account_id_of("KA-1"),
        "the rules": RULEBOOK_ID,
    }
    answer = await house.post(f"{case}/{last}", {field: str(others[named]), **body})
    problem = await refused(answer, 404, "other_case_not_found", 2, house)
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_a_case_is_not_merged_into_one_that_is_closed(house: House) -> None:
    case, other = await several(house, 2)
    await done(house, other, "close", {"reason": "withdrawn"})
    head = await house.application.log.head()
    await refused(await merge(house, case, other), 409, "merged_into_closed", head, house)
    await done(house, other, "reopen", {"reason": "again"})
    assert (await merge(house, case, other)).status_code == 200


async def test_a_case_is_not_merged_into_that_of_another_customer(house: House) -> None:
    [case] = await several(house, 1)
    await house.open_account("KA-2")
    other = await house.receive_case(account_id=str(account_id_of("KA-2")))
    await refused(await merge(house, case, other), 409, "merged_into_other_customers", 4, house)
    linked = await house.post(f"{case}/link", {"other_case_id": id_of(other), "relation": "related"})
    assert linked.status_code == 200


async def test_a_part_is_a_case_that_was_received_as_one(house: House) -> None:
    whole, other = await several(house, 2)
    part = await house.receive_case(split_from=id_of(whole))
    head = await house.application.log.head()
    into_other = await house.post(f"{whole}/split", {"into_case_id": id_of(other), "reason": "agreed"})
    await refused(into_other, 409, "not_received_as_part", head, house)
    from_other = await house.post(f"{other}/split", {"into_case_id": id_of(part), "reason": "agreed"})
    await refused(from_other, 409, "not_received_as_part", head, house)
    assert (
        await house.post(f"{whole}/split", {"into_case_id": id_of(part), "reason": "agreed"})
    ).status_code == 200
