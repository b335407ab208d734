"""First soothe, then find the root; and keep every complaint (rows 10, 11, 121)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.scene import CONFIRMED

SORRY: dict[str, Any] = {"channel": "phone", "words": "We are sorry that your line stands still"}
ROOTS = {
    "product": "product_defect",
    "process": "process_gap",
    "communication": "misunderstanding",
    "service": "attitude",
}
WHYS = ["It came late", "It was booked late", "Nobody books on Fridays"]
CAUSE: dict[str, Any] = {"cause_class": "process", "root_code": "late_delivery", "whys": WHYS}


async def complaint(desk: Desk, **received: Any) -> str:
    case = await desk.case(kind="complaint", **received)
    await desk.tell(f"{case}/assign", owner="li.na")
    return case


async def resolved(desk: Desk, case: str) -> list[str]:
    """Answer and resolve a complaint; return what its resolution lacked."""
    await desk.tell(f"{case}/reply", text="We look into it")
    answer = await desk.tell(f"{case}/resolve", resolution="Sent again")
    (end,) = [each["event"] for each in answer["events"] if each["event"]["type"] == "CaseResolved.v1"]
    return list(end.get("missing") or [])


async def archived(desk: Desk, query: str = "") -> list[str]:
    found = (await desk.read(f"/v1/complaints?{query}"))["items"]
    return [f"/v1/cases/{each['case_id']}" for each in found]


@pytest.mark.requirement(10)
async def test_the_customer_of_a_complaint_is_soothed_first_and_the_checklist_shows_when(desk: Desk) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/reassure", **SORRY)
    await desk.later(minutes=10)
    await desk.tell(f"{case}/incident", what_happened="The lorry came two days late")
    shown = (await desk.read(case))["complaint"]
    assert (shown["steps"][0]["step"], shown["steps"][0]["done_at"]) == ("reassure", "2026-03-02T09:00:00Z")
    assert shown["is_reassured_first"] is True
    assert "reassurance" not in await resolved(desk, case)


@pytest.mark.evasion(10)
async def test_who_soothes_only_after_the_end_is_warned_and_counted(desk: Desk) -> None:
    case = await complaint(desk)
    assert "reassurance" in await resolved(desk, case)
    await desk.tell(f"{case}/reassure", **SORRY)
    assert (await desk.kpi("endings_lacking"))["hits"] == 1


@pytest.mark.evasion(10)
@pytest.mark.parametrize("step", ["incident", "reply"])
async def test_who_dates_the_soothing_back_before_what_is_on_record_has_not_begun_with_it(
    desk: Desk, step: str
) -> None:
    case = await complaint(desk)
    at = desk.house.clock().isoformat()
    await desk.later(minutes=30)
    said: dict[str, dict[str, Any]] = {
        "incident": {"what_happened": "The lorry came two days late"},
        "reply": {"text": "It comes tomorrow"},
    }
    await desk.tell(f"{case}/{step}", **said[step])
    await desk.later(minutes=10)
    told = await desk.tell(f"{case}/reassure", **SORRY, occurred_at=at)
    assert told["events"][0]["event"]["told_afterwards"] is True
    assert (await desk.read(case))["complaint"]["is_reassured_first"] is False
    assert "reassurance" in await resolved(desk, case)


@pytest.mark.requirement(10)
async def test_what_was_said_first_and_is_told_in_its_order_afterwards_was_said_first(desk: Desk) -> None:
    case = await complaint(desk)
    at = desk.house.clock().isoformat()
    await desk.later(minutes=30)
    await desk.tell(f"{case}/reassure", **SORRY, occurred_at=at)
    await desk.tell(f"{case}/incident", what_happened="The lorry came two days late")
    assert (await desk.read(case))["complaint"]["is_reassured_first"] is True


@pytest.mark.evasion(10)
async def test_who_soothes_after_another_step_is_seen_not_to_have_done_it_first(desk: Desk) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/cause", **CAUSE)
    await desk.later(minutes=10)
    await desk.tell(f"{case}/reassure", **SORRY)
    await desk.later(minutes=10)
    await desk.tell(f"{case}/cause", **{**CAUSE, "process_step": "delivery"})
    assert (await desk.read(case))["complaint"]["is_reassured_first"] is False


@pytest.mark.evasion(10)
@pytest.mark.parametrize("said", [{}, {"channel": "phone"}, {"channel": "phone", "words": " "}])
async def test_without_a_word_nobody_is_soothed(desk: Desk, said: dict[str, Any]) -> None:
    case = await complaint(desk)
    assert await desk.refused(f"{case}/reassure", **said) == "validation_failed"
    assert "reassure" in (await desk.read(case))["complaint"]["missing"]


@pytest.mark.requirement(11)
@pytest.mark.parametrize(("cause_class", "root"), ROOTS.items())
async def test_the_root_of_a_complaint_is_the_product_the_process_the_communication_or_the_service(
    desk: Desk, cause_class: str, root: str
) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/cause", cause_class=cause_class, root_code=root, whys=WHYS)
    assert (await desk.read(case))["complaint"]["cause"]["root_code"] == root
    assert await archived(desk, f"cause={cause_class}&root_code={root}") == [case]


@pytest.mark.evasion(11)
async def test_the_root_other_or_of_another_class_is_none_and_without_a_root_no_complaint_closes(
    desk: Desk,
) -> None:
    case = await complaint(desk)
    path = f"{case}/cause"
    assert await desk.refused(path, **{**CAUSE, "cause_class": "other"}) == "validation_failed"
    assert await desk.refused(path, **{**CAUSE, "root_code": "other"}) == "root_cause_unknown"
    assert await desk.refused(path, **{**CAUSE, "cause_class": "product"}) == "root_of_another_class"
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/resolve", resolution="Sent again", cause="other")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.refused(f"{case}/close") == "cause_tree_missing"


@pytest.mark.requirement(121)
async def test_complaints_are_kept_and_found_by_what_they_were_and_by_words(desk: Desk) -> None:
    late = await complaint(desk, subject="The lorry came two days late")
    await complaint(desk, subject="The manual is wrong")
    await desk.tell(f"{late}/cause", **CAUSE, process_step="delivery")
    await desk.tell(f"{late}/liability", liable="us", department="logistics", grounds="Booked late")
    await desk.tell(f"{late}/reassure", **SORRY)
    await resolved(desk, late)
    await desk.tell(f"{late}/confirm", **CONFIRMED)
    await desk.tell(f"{late}/close")
    for query in (
        "status=closed",
        "cause=process",
        "root_code=late_delivery",
        "process_step=delivery",
        "liability=us",
        "department=logistics",
        "words=lorry%20late",
    ):
        assert await archived(desk, query) == [late], query
    assert len(await archived(desk)) == 2


@pytest.mark.evasion(121)
async def test_a_complaint_that_was_merged_withdrawn_or_called_a_duplicate_is_still_found(desk: Desk) -> None:
    merged, into = await complaint(desk), await complaint(desk)
    await desk.tell(f"{merged}/merge", into_case_id=into[-36:], reason="The same lorry")
    await desk.later(minutes=1)
    gone = [merged]
    for reason in ("withdrawn", "duplicate"):
        case = await complaint(desk, subject=f"The lorry was late, {reason}")
        refused = await desk.refused(f"{case}/close", reason=reason)
        assert refused == "complaint_not_confirmed"
        gone.append(case)
    assert set(await archived(desk)) == {*gone, into}


@pytest.mark.evasion(121)
async def test_what_was_classed_otherwise_since_stays_in_the_archive_and_says_so(desk: Desk) -> None:
    case = await desk.case(kind="enquiry", subject="The lorry was late")
    await desk.tell(f"{case}/classify", response_class="complaint")
    await desk.tell(f"{case}/classify", response_class="routine", reason="a question")
    (found,) = (await desk.read("/v1/complaints?words=lorry"))["items"]
    assert (found["case_id"], found["is_complaint"]) == (case[-36:], False)
    assert await archived(desk, "is_complaint=true") == []
