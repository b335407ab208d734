"""Cases are found by what they are, when they came and what they are about (row 82, issue of lists)."""

from typing import Any

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.rows.desk import Desk

ACCOUNT = str(account_id_of("KA-1"))


async def found(desk: Desk, query: str) -> list[str]:
    items = (await desk.read(f"/v1/cases?{query}"))["items"]
    return [f"/v1/cases/{each['case_id']}" for each in items]


async def test_cases_are_found_by_kind_class_category_team_and_period(desk: Desk) -> None:
    old = await desk.case(kind="enquiry")
    await desk.tell(f"{old}/assign", owner="li.na", reason="contracts")
    await desk.tell(f"{old}/resolve", resolution="Told")
    await desk.later(days=1)
    new = await desk.case(kind="technical")
    told: dict[str, Any] = {"response_class": "urgent", "category": "bearing", "priority": "high"}
    await desk.tell(f"{new}/classify", **told, urgency="high", complexity="low")
    await desk.tell(f"{new}/assign", owner="li.na", team="presses", reason="knows presses")
    for query in ("kind=technical", "response_class=urgent", "category=bearing", "team=presses"):
        assert await found(desk, query) == [new], query
    day = "2026-03-03T00:00:00Z"
    assert await found(desk, f"received_from={day}") == [new]
    assert await found(desk, f"received_before={day}") == [old]
    assert await found(desk, f"resolved_before={day}") == [old]
    assert await found(desk, f"resolved_from={day}") == []
    assert await found(desk, f"received_from=2026-03-01T00:00:00Z&received_before={day}&kind=technical") == []


async def test_cases_are_found_by_words_of_their_subject_in_any_order(desk: Desk) -> None:
    press = await desk.case(subject="The PRESS of line 3 stands still")
    oven = await desk.case(subject="三号线烘箱100%停机")
    for words, expected in (
        ("press", [press]),
        ("still%20press", [press]),
        ("press%20oven", []),
        ("烘箱", [oven]),
        ("100%25", [oven]),
        ("_", []),
    ):
        assert await found(desk, f"account_id={ACCOUNT}&words={words}") == expected, words


async def test_cases_are_found_by_what_was_said_later_and_page_by_page(desk: Desk) -> None:
    cases = [await desk.case(subject="Line 3 stands still") for _ in range(3)]
    await desk.tell(f"{cases[0]}/reply", text="A new ＢＥＡＲＩＮＧ comes")
    assert await found(desk, "words=bearing") == [cases[0]]
    first = await desk.read("/v1/cases?words=stands&limit=2")
    assert len(first["items"]) == 2
    rest = await desk.read(first["next"])
    found_ids = {each["case_id"] for each in (*first["items"], *rest["items"])}
    assert found_ids == {case.rpartition("/")[2] for case in cases}


@pytest.mark.parametrize("role", [Role.BI, Role.CUSTOMER_SYSTEM])
async def test_words_are_not_read_by_who_may_not_read_personal_text(desk: Desk, role: Role) -> None:
    answer = await desk.house.get(f"/v1/cases?account_id={ACCOUNT}&words=press", role)
    assert answer.status_code == 403
