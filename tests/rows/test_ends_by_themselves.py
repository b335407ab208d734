"""A case ends without the customer's word only after a window, or because its own system ended it.

And another system tells no further back than a supervisor (rows 2, 13, 33, 137, 152).
"""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import Desk


async def resolved(desk: Desk) -> str:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/reply", text="It is the bearing")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    return case


@pytest.mark.requirement(13, 152)
async def test_a_case_closes_without_a_word_once_the_customer_had_three_days_to_object(desk: Desk) -> None:
    case = await resolved(desk)
    await desk.later(case, days=3)
    await desk.tell(f"{case}/close", reason="confirmation_window_passed")
    assert (await desk.read(case))["status"] == "closed"


@pytest.mark.evasion(13, 137, 152)
async def test_a_window_has_not_passed_in_the_second_of_the_resolution(desk: Desk) -> None:
    case = await resolved(desk)
    until = desk.house.clock() + timedelta(days=3)
    await desk.later(case, days=2.9)
    body = {"reason": "confirmation_window_passed"}
    answer = await desk.house.post(f"{case}/close", body, **bearer(Role.AGENT))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/confirmation_window_open")
    assert f"{until:%Y-%m-%d %H:%M:%S}" in answer.json()["detail"]


@pytest.mark.evasion(13, 33, 137)
@pytest.mark.parametrize("kind", ["complaint", "enquiry"])
async def test_a_case_that_no_other_system_keeps_is_not_closed_by_another_system(
    desk: Desk, kind: str
) -> None:
    case = await desk.case(kind=kind)
    closing: dict[str, Any] = {"reason": "source_closed"}
    assert await desk.refused(f"{case}/close", Role.INTEGRATION, **closing) == "not_from_a_source"
    update: dict[str, Any] = {"source": "jira", "reference": "SUP-7", "update": "1"}
    await desk.tell(f"{case}/source-update", Role.INTEGRATION, **update)
    await desk.tell(f"{case}/close", Role.INTEGRATION, **closing)


@pytest.mark.evasion(2, 33)
async def test_another_system_tells_no_further_back_of_our_cases_than_a_supervisor(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    answered_at = desk.house.clock().isoformat()
    await desk.later(case, days=32)
    reply: dict[str, Any] = {"text": "It is the bearing", "occurred_at": answered_at}
    assert await desk.refused(f"{case}/reply", Role.INTEGRATION, **reply) == "told_too_late"
    assert await desk.verdict(case, "first_reply") == "breached"


@pytest.mark.requirement(2)
async def test_of_a_case_that_was_taken_over_its_system_tells_of_any_time(desk: Desk) -> None:
    long_ago = (desk.house.clock() - timedelta(days=200)).isoformat()
    now = desk.house.clock().isoformat()
    account = {"code": "KA-7", "name": "海天", "segment": "ordinary", "occurred_at": long_ago}
    opened = await desk.house.post("/v1/accounts", account, **bearer(Role.INTEGRATION))
    assert opened.status_code == 201, opened.text
    account_id = opened.headers["Location"].rpartition("/")[2]
    received: dict[str, Any] = {"account_id": account_id, "occurred_at": long_ago, "taken_over": {"at": now}}
    case = await desk.case(Role.INTEGRATION, **received)
    later = (desk.house.clock() - timedelta(days=199)).isoformat()
    await desk.tell(f"{case}/reply", Role.INTEGRATION, text="It was the bearing", occurred_at=later)
