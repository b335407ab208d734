"""By which way a matter is handled (row 39), and the contingency plan of an emergency (row 5)."""

from typing import Any

import pytest

from tests.rows.desk import Desk

SENT: dict[str, Any] = {
    "dispatch_id": "0195c3a0-0000-7000-8000-0000000000d1",
    "engineer": "gao.f",
    "work": "repair",
    "planned_at": "2026-03-03T10:00:00Z",
    "task": "Change the bearing",
}


async def technical(desk: Desk, **received: Any) -> str:
    case = await desk.case(**received)
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/reply", text="An engineer comes")
    return case


async def missing_of(desk: Desk, case: str) -> list[str]:
    told = await desk.tell(f"{case}/resolve", cause="Wear", solution="A new bearing")
    (resolved,) = [each["event"] for each in told["events"] if each["event"]["type"] == "CaseResolved.v1"]
    missing: list[str] = resolved.get("missing", [])
    return missing


@pytest.mark.requirement(39)
@pytest.mark.parametrize("mode", ["phone", "remote", "on_site"])
async def test_a_technical_case_says_how_it_was_handled(desk: Desk, mode: str) -> None:
    case = await technical(desk)
    await desk.tell(f"{case}/handling-mode", mode=mode)
    assert "handling_mode" not in await missing_of(desk, case)


@pytest.mark.evasion(39)
async def test_a_technical_case_that_does_not_say_so_is_warned_of_when_resolved(desk: Desk) -> None:
    assert "handling_mode" in await missing_of(desk, await technical(desk))
    assert (await desk.kpi("endings_lacking"))["hits"] == 1


@pytest.mark.evasion(39)
async def test_who_was_sent_to_the_customer_did_not_phone(desk: Desk) -> None:
    case = await technical(desk)
    await desk.tell(f"{case}/handling-mode", mode="phone")
    await desk.tell(f"{case}/dispatches", **SENT)
    back = {"dispatch_id": SENT["dispatch_id"], "outcome": "Changed"}
    await desk.tell(f"{case}/dispatches/outcome", **back, solved=True)
    assert await desk.refused(f"{case}/resolve", cause="Wear", solution="A new one") == "needs_not_met"
    await desk.tell(f"{case}/handling-mode", mode="on_site")
    await missing_of(desk, case)
    await desk.tell(f"{case}/reopen", reason="It stands again")
    await desk.later(hours=1)
    await desk.tell(f"{case}/handling-mode", mode="phone")
    await missing_of(desk, case)  # the visit of the cycle before binds no more


@pytest.mark.requirement(5)
async def test_the_contingency_plan_of_an_emergency_is_seen_by_its_number(desk: Desk) -> None:
    case = await technical(desk)
    await desk.tell(f"{case}/classify", response_class="urgent", reason="All stands")
    await desk.tell(f"{case}/contingency-plan", plan_id="CP-3")
    assert (await desk.read(case))["contingency_plans"] == ["CP-3"]
    assert "contingency_plan" not in await missing_of(desk, case)


@pytest.mark.evasion(5)
async def test_an_emergency_without_a_contingency_plan_is_warned_of_and_none_is_set_going_afterwards(
    desk: Desk,
) -> None:
    case = await technical(desk)
    await desk.tell(f"{case}/classify", response_class="urgent", reason="All stands")
    assert "contingency_plan" in await missing_of(desk, case)
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
    assert await desk.refused(f"{case}/contingency-plan", plan_id="CP-3") == "case_already_resolved"
