"""How a complaint is worked on and what the customer gets (rows 67, 68, 69, 89, 100, 136)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.scene import CONFIRMED

IDS = [f"0195c3a0-0000-7000-8000-0000000001a{number}" for number in range(4)]
CAUSE: dict[str, Any] = {
    "cause_class": "process",
    "root_code": "late_delivery",
    "process_step": "delivery",
    "whys": ["It came late", "It was booked late", "Nobody books on Fridays"],
}
COUPON: dict[str, Any] = {"remedy_type": "coupon", "what": "A coupon", "proposed_by": "li.na"}
STEPS = ["reassure", "reconstruct", "liability", "cause", "remedy"]


async def complaint(desk: Desk) -> str:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/assign", owner="li.na")
    return case


async def settled(desk: Desk) -> str:
    """Return the path of a complaint that is resolved, confirmed and understood."""
    case = await complaint(desk)
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/cause", **CAUSE)
    await desk.tell(f"{case}/resolve", resolution="Sent again")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    return case


@pytest.mark.requirement(67)
async def test_a_complaint_is_soothed_reconstructed_judged_understood_and_made_up_for(desk: Desk) -> None:
    case = await complaint(desk)
    assert (await desk.read(case))["complaint"]["missing"] == STEPS
    await desk.tell(f"{case}/reassure", channel="phone", words="We are sorry")
    await desk.tell(f"{case}/incident", what_happened="The lorry came two days late")
    await desk.tell(f"{case}/liability", liable="us", department="logistics", grounds="Booked late")
    await desk.tell(f"{case}/cause", **CAUSE)
    await desk.tell(f"{case}/remedies", remedy_id=IDS[0], **COUPON, amount_minor=10_000)
    await desk.tell(f"{case}/remedies/grant", remedy_id=IDS[0], granted_by="li.na")
    assert (await desk.read(case))["complaint"]["missing"] == []


@pytest.mark.evasion(67)
async def test_steps_that_were_left_out_are_named_on_the_complaint_and_it_does_not_close_without_its_cause(
    desk: Desk,
) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/resolve", resolution="Sent again")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.refused(f"{case}/close") == "cause_tree_missing"
    await desk.tell(f"{case}/cause", **CAUSE)
    await desk.tell(f"{case}/close")
    left_out = [step for step in STEPS if step != "cause"]
    assert (await desk.read(case))["complaint"]["missing"] == left_out


@pytest.mark.requirement(68)
async def test_what_can_be_given_is_listed_and_above_a_limit_somebody_must_agree(desk: Desk) -> None:
    await desk.director()
    case = await complaint(desk)
    await desk.tell(f"{case}/remedies", remedy_id=IDS[0], **COUPON, amount_minor=20_000)
    await desk.tell(f"{case}/remedies/grant", remedy_id=IDS[0], granted_by="li.na")
    await desk.tell(f"{case}/remedies", remedy_id=IDS[1], **COUPON, amount_minor=70_000)
    agreed: dict[str, Any] = {"remedy_id": IDS[1], "approved_by": "sun.d", "level": "supervisor"}
    await desk.tell(f"{case}/remedies/approve", **agreed)
    await desk.tell(f"{case}/remedies/grant", remedy_id=IDS[1], granted_by="li.na")
    remedies = (await desk.read(case))["complaint"]["remedies"]
    assert [one["needs_approval_by"] for one in remedies] == [None, "supervisor"]


@pytest.mark.evasion(68)
async def test_nothing_unlisted_is_given_and_nothing_above_a_limit_by_oneself_or_too_low_a_rung(
    desk: Desk,
) -> None:
    await desk.director()
    case = await complaint(desk)
    gift: dict[str, Any] = {**COUPON, "remedy_type": "a_gift", "remedy_id": IDS[0]}
    assert await desk.refused(f"{case}/remedies", **gift) == "remedy_not_in_catalogue"
    await desk.tell(f"{case}/remedies", remedy_id=IDS[0], **COUPON, amount_minor=200_000)
    grant: dict[str, Any] = {"remedy_id": IDS[0], "granted_by": "li.na"}
    assert await desk.refused(f"{case}/remedies/grant", **grant) == "remedy_not_approved"
    approve = f"{case}/remedies/approve"
    own: dict[str, Any] = {"remedy_id": IDS[0], "approved_by": "li.na", "level": "manager"}
    assert await desk.refused(approve, **own) == "approved_by_proposer"
    low: dict[str, Any] = {"remedy_id": IDS[0], "approved_by": "sun.d", "level": "supervisor"}
    assert await desk.refused(approve, **low) == "approval_level_too_low"


@pytest.mark.evasion(68)
async def test_a_remedy_in_parts_each_below_the_limit_needs_the_approval_of_the_whole(desk: Desk) -> None:
    case = await complaint(desk)
    for each in IDS[:2]:
        await desk.tell(f"{case}/remedies", remedy_id=each, **COUPON, amount_minor=15_000)
    await desk.tell(f"{case}/remedies/grant", remedy_id=IDS[0], granted_by="li.na")
    grant: dict[str, Any] = {"remedy_id": IDS[1], "granted_by": "li.na"}
    assert await desk.refused(f"{case}/remedies/grant", **grant) == "remedy_not_approved"


@pytest.mark.requirement(69)
async def test_like_cases_are_reviewed_the_process_is_improved_and_complaints_are_counted_by_step(
    desk: Desk,
) -> None:
    case, like = await settled(desk), await settled(desk)
    findings: dict[str, Any] = {
        "review_id": IDS[2],
        "findings": "Nobody books on Fridays",
        "process_step": "delivery",
    }
    await desk.tell(f"{case}/review", **findings, like_cases=[like[-36:]])
    improved: dict[str, Any] = {
        "action_id": IDS[3],
        "review_id": IDS[2],
        "what": "Book on Thursdays",
        "owner": "w.he",
    }
    await desk.tell(f"{case}/improvements", **improved, due_at="2026-03-20T18:00:00+08:00")
    assert await desk.verdict(case, "improvement") == "running"
    report = await desk.read("/v1/reports/complaints")
    (step,) = [one for one in report["process_steps"] if one["code"] == "delivery"]
    assert step["complaints"] == 2


@pytest.mark.evasion(69)
async def test_an_improvement_that_was_agreed_and_forgotten_breaks_its_promise(desk: Desk) -> None:
    case = await settled(desk)
    assert await desk.refused(f"{await complaint(desk)}/review", review_id=IDS[2], findings="Later") == (
        "case_not_resolved"
    )
    await desk.tell(f"{case}/review", review_id=IDS[2], findings="Nobody books on Fridays")
    improved: dict[str, Any] = {"action_id": IDS[3], "what": "Book on Thursdays", "owner": "w.he"}
    await desk.tell(f"{case}/improvements", **improved, due_at="2026-03-20T18:00:00+08:00")
    await desk.tell(f"{case}/close")
    await desk.later(case, days=19)
    assert await desk.verdict(case, "improvement") == "breached"


@pytest.mark.requirement(89)
async def test_what_goes_beyond_the_policy_is_asked_for_with_departments_and_decided_by_a_manager(
    desk: Desk,
) -> None:
    await desk.director()
    case = await complaint(desk)
    asked: dict[str, Any] = {
        "what": "A machine on loan",
        "reason": "Line 3 stands still",
        "requested_by": "li.na",
    }
    await desk.tell(f"{case}/exceptions", exception_id=IDS[0], **asked, departments=["sales", "legal"])
    decision: dict[str, Any] = {
        "exception_id": IDS[0],
        "is_granted": True,
        "decided_by": "sun.d",
        "level": "manager",
    }
    await desk.tell(f"{case}/exceptions/decide", **decision, conditions="Back by the end of the month")
    (shown,) = (await desk.read(case))["complaint"]["exceptions"]
    assert (shown["departments"], shown["is_granted"]) == (["sales", "legal"], True)


@pytest.mark.evasion(89)
async def test_nobody_allows_himself_an_exception_nor_below_the_rung_that_may(desk: Desk) -> None:
    await desk.director()
    case = await complaint(desk)
    asked: dict[str, Any] = {
        "what": "A machine on loan",
        "reason": "Line 3 stands still",
        "requested_by": "li.na",
    }
    await desk.tell(f"{case}/exceptions", exception_id=IDS[0], **asked)
    decide = f"{case}/exceptions/decide"
    granted: dict[str, Any] = {"exception_id": IDS[0], "is_granted": True}
    own = await desk.refused(decide, **granted, decided_by="li.na", level="manager")
    low = await desk.refused(decide, **granted, decided_by="sun.d", level="supervisor")
    unasked = await desk.refused(
        decide, exception_id=IDS[1], is_granted=True, decided_by="sun.d", level="manager"
    )
    assert (own, low, unasked) == ("approved_by_proposer", "approval_level_too_low", "exception_unknown")


@pytest.mark.evasion(89)
async def test_an_exception_that_nobody_decided_is_missed_at_the_resolution_and_the_close(desk: Desk) -> None:
    await desk.director()
    for decided in (False, True):
        case = await desk.case(kind="service_request")
        await desk.tell(f"{case}/assign", owner="li.na")
        asked: dict[str, Any] = {"what": "A machine on loan", "reason": "Line 3 stands still"}
        await desk.tell(f"{case}/exceptions", exception_id=IDS[0], **asked, requested_by="li.na")
        if decided:
            refusal: dict[str, Any] = {"is_granted": False, "decided_by": "sun.d", "level": "manager"}
            await desk.tell(f"{case}/exceptions/decide", exception_id=IDS[0], **refusal)
        lacked = []
        for command, body in (("resolve", {"resolution": "Lent"}), ("confirm", CONFIRMED), ("close", {})):
            answer = await desk.tell(f"{case}/{command}", **body)
            lacked += [each["event"].get("missing") or [] for each in answer["events"]]
        assert sum("exception_decision" in each for each in lacked) == (0 if decided else 2)


@pytest.mark.requirement(136)
async def test_a_risk_of_escalation_is_flagged_the_cause_has_its_class_and_the_remedy_its_own(
    desk: Desk,
) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/escalation-risk", degree="high", reason="Speaks of a newspaper")
    listed = await desk.read("/v1/cases?escalation_risk=high")
    assert [each["case_id"] for each in listed["items"]] == [case[-36:]]
    await desk.tell(f"{case}/cause", **CAUSE)
    await desk.tell(f"{case}/remedies", remedy_id=IDS[0], **COUPON, amount_minor=10_000)
    shown = (await desk.read(case))["complaint"]
    assert shown["cause"]["cause_class"] == "process"
    assert [one["remedy_class"] for one in shown["remedies"]] == ["compensating"]


@pytest.mark.evasion(136)
async def test_a_risk_is_not_cleared_without_a_reason_nor_a_cause_put_into_another_class(desk: Desk) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/escalation-risk", degree="high", reason="Speaks of a newspaper")
    assert await desk.refused(f"{case}/escalation-risk/clear") == "validation_failed"
    other: dict[str, Any] = {**CAUSE, "cause_class": "product"}
    assert await desk.refused(f"{case}/cause", **other) == "root_of_another_class"
    assert (await desk.read(case))["work"]["escalation_risk"] == "high"
