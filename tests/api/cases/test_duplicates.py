"""The same matter told twice is suggested, in Chinese and English, with the reasons."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.composition import MORNING, House


async def duplicates(house: House, case: str, asked: str = "") -> dict[str, Any]:
    await house.catch_up()
    answered = await house.get(f"{case}/duplicates{asked}")
    assert answered.status_code == 200, answered.text
    document: dict[str, Any] = answered.json()
    return document


def found(document: dict[str, Any]) -> list[str]:
    return [f"/v1/cases/{each['case_id']}" for each in document["items"]]


@pytest.mark.parametrize(
    ("subject", "again", "another"),
    [
        ("三号产线扫码设备停机", "3号产线的扫码设备停机了", "发票金额与合同不符"),
        ("The press on line 3 stands still", "Press on line 3 stopped, standing still", "Invoice is wrong"),
    ],
)
async def test_the_same_matter_in_other_words_is_suggested_and_another_is_not(
    house: House, subject: str, again: str, another: str
) -> None:
    await house.open_account()
    first = await house.receive_case(subject=subject, reference="A-1")
    await house.receive_case(subject=another)
    second = await house.receive_case(subject=again)
    document = await duplicates(house, second)
    assert found(document) == [first]
    (one,) = document["items"]
    assert (one["reasons"], one["subject"], one["status"]) == (["words_alike"], subject, "open")
    assert document["compared"] == 2


async def test_the_same_order_or_asset_is_a_reason_too_and_the_most_alike_comes_first(house: House) -> None:
    await house.open_account()
    by_asset = await house.receive_case(subject="Panel is dark", asset_reference="CNC-3")
    both = await house.receive_case(subject="轴承异响", order_reference="PO-7", asset_reference="CNC-3")
    case = await house.receive_case(subject="轴承有异响", order_reference="PO-7", asset_reference="CNC-3")
    document = await duplicates(house, case)
    assert found(document) == [both, by_asset]
    assert document["items"][0]["reasons"] == ["same_order", "same_asset", "words_alike"]
    assert document["items"][1]["reasons"] == ["same_asset"]
    assert document["items"][0]["score"] > document["items"][1]["score"]
    assert found(await duplicates(house, case, "?limit=1")) == [both]


async def test_symptom_and_description_are_compared_as_well(house: House) -> None:
    await house.open_account()
    first = await house.receive_case(subject="请尽快处理", symptom="升级固件以后网关每小时掉线一次")
    case = await house.receive_case(subject="Help", description="网关升级固件以后每小时掉线一次")
    assert found(await duplicates(house, case)) == [first]


async def test_other_accounts_and_cases_far_away_in_time_are_not_compared(house: House) -> None:
    await house.open_account()
    await house.open_account("KA-2")
    subject = "The press stands still"
    old = (MORNING - timedelta(days=20)).isoformat()
    far = await house.receive_case(subject=subject, occurred_at=old)
    await house.catch_up()
    other = next(each for each in (await house.get("/v1/accounts")).json()["items"] if each["code"] == "KA-2")
    await house.receive_case(subject=subject, account_id=other["account_id"])
    case = await house.receive_case(subject=subject)
    assert (await duplicates(house, case))["compared"] == 0
    assert found(await duplicates(house, case, "?within_days=30")) == [far]


async def test_a_case_that_is_merged_with_it_already_is_not_suggested_again(house: House) -> None:
    await house.open_account()
    subject = "三号产线扫码设备停机"
    first, second, third = [await house.receive_case(subject=subject) for _ in range(3)]
    merging = {"into_case_id": second.rsplit("/", 1)[1], "reason": "同一故障"}
    assert (await house.post(f"{first}/merge", merging)).status_code == 200
    assert found(await duplicates(house, first)) == [third]
    assert found(await duplicates(house, second)) == [third]
    assert set(found(await duplicates(house, third))) == {first, second}


async def test_cases_merged_already_take_no_place_among_those_asked_for(house: House) -> None:
    await house.open_account()
    found_last = await house.receive_case(subject="三号产线扫码设备停机")
    house.clock.advance(minutes=1)
    first = await house.receive_case(subject="三号产线扫码设备停机")
    house.clock.advance(minutes=1)
    second = await house.receive_case(subject="三号产线扫码设备停机")
    merging = {"into_case_id": second.rsplit("/", 1)[1], "reason": "同一故障"}
    assert (await house.post(f"{first}/merge", merging)).status_code == 200
    for one in (first, second):
        assert found(await duplicates(house, one, "?limit=1")) == [found_last]
    assert (await house.post(f"{first}/unmerge", {"reason": "误并"})).status_code == 200
    assert found(await duplicates(house, first, "?limit=1")) == [second]
    assert found(await duplicates(house, second, "?limit=1")) == [first]


async def test_a_case_that_is_not_there_has_no_duplicates(house: House) -> None:
    account = await house.open_account()
    for nowhere in ("00000000-0000-0000-0000-000000000001", str(account)):
        assert (await house.get(f"/v1/cases/{nowhere}/duplicates")).status_code == 404
    assert (await house.get(f"/v1/cases/{account}/duplicates?within_days=0")).status_code == 422
