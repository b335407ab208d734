"""Stages of the journey with us, and who keeps the data of a customer (rows 85, 111)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.profile.test_profile import profile, sent_for

STAGE, STEWARD = f"{ACCOUNT}/stage", f"{ACCOUNT}/steward"
NAMED: dict[str, Any] = {"steward": "b.li", "account_class": "growing", "reason": "订单翻倍, 档案不全"}


async def staffed(desk: Desk) -> None:
    """Say who works here: zhao.m is a supervisor, li.na and b.li are not."""
    people = [{"staff_id": "zhao.m", "level": "supervisor"}, {"staff_id": "li.na"}, {"staff_id": "b.li"}]
    await desk.tell(
        "/v1/guidelines", Role.SUPERVISOR, content={"guideline": "staff", "version": 2, "people": people}
    )


@pytest.mark.requirement(85)
async def test_an_account_goes_from_signing_to_implementation_renewal_and_expansion(desk: Desk) -> None:
    for stage in ("signing", "implementation", "renewal", "expansion"):
        await desk.tell(STAGE, stage=stage)
        await desk.later(days=30)
    await desk.tell(STAGE, stage="implementation", reason="第四条线重新实施")
    seen = await profile(desk)
    assert seen["stage"] == (await desk.read(ACCOUNT))["stage"] == "implementation"
    assert [(one["stage"], one["is_back"]) for one in seen["journey"]] == [
        ("signing", False),
        ("implementation", False),
        ("renewal", False),
        ("expansion", False),
        ("implementation", True),
    ]
    assert seen["journey"][-1]["reason"] == "第四条线重新实施"
    known = await desk.read("/v1/guidelines")
    guide = next(one["content"] for one in known["items"] if one["content"]["guideline"] == "profiles")
    assert [one["title"]["zh"] for one in guide["stages"]] == ["合同签订", "实施", "续费", "增购"]


@pytest.mark.evasion(85)
async def test_who_goes_back_says_why_and_a_stage_that_nobody_knows_is_refused(desk: Desk) -> None:
    await desk.tell(STAGE, stage="renewal")
    assert await desk.refused(STAGE, stage="signing") == "back_without_reason"
    assert await desk.refused(STAGE, stage="signing", reason="x") == "words_without_meaning"
    assert await desk.refused(STAGE, stage="honeymoon") == "stage_unknown"
    assert (await desk.tell(STAGE, stage="renewal"))["events"] == []
    assert len((await profile(desk))["journey"]) == 1


@pytest.mark.evasion(85)
async def test_a_later_stage_told_late_does_not_make_a_silent_way_back(desk: Desk) -> None:
    before = (await profile(desk))["as_of_at"]
    await desk.later(hours=2)
    await desk.tell(STAGE, stage="implementation")
    assert await desk.refused(STAGE, stage="expansion", occurred_at=before) == "later_event_contradicts"


@pytest.mark.requirement(111)
async def test_a_supervisor_sorts_an_account_and_names_who_keeps_its_data(desk: Desk) -> None:
    await staffed(desk)
    await sent_for(desk, "zhao.m", STEWARD, **NAMED)
    seen = await profile(desk)
    assert (seen["steward"], seen["account_class"]) == ("b.li", "growing")
    last = (await desk.read(f"{ACCOUNT}/history"))["items"][-1]["event"]
    assert (last["assigned_by"], last["reason"]) == ("zhao.m", NAMED["reason"])
    (item,) = (await desk.read("/v1/profile-gaps?held_by=b.li"))["items"]
    assert item["account_code"] == "KA-1"


@pytest.mark.evasion(111)
async def test_nobody_below_a_supervisor_no_machine_and_no_stranger_has_a_say_in_it(desk: Desk) -> None:
    assert await desk.refused(STEWARD, Role.AGENT, **NAMED) == "forbidden"
    assert (await sent_for(desk, None, STEWARD, **NAMED))["type"] == "/problems/person_not_named"
    await staffed(desk)
    for person, told, problem in (
        ("li.na", NAMED, "steward_named_by_subordinate"),
        ("zhao.m", {**NAMED, "steward": "somebody"}, "not_of_staff"),
        ("zhao.m", {**NAMED, "account_class": "royal"}, "account_class_unknown"),
        ("zhao.m", {**NAMED, "reason": "x"}, "words_without_meaning"),
    ):
        refused = await sent_for(desk, person, STEWARD, **told)
        assert refused["type"] == f"/problems/{problem}"
    assert (await profile(desk))["steward"] is None
