"""What is promised to a customer, kept or broken (rows 16, 17, 86, 145)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk

PROMISE = "0195c3a0-0000-7000-8000-0000000000f1"
REMEDY = "0195c3a0-0000-7000-8000-0000000000f2"
LOSS: dict[str, Any] = {
    "remedy_id": REMEDY,
    "remedy_type": "loss_compensation",
    "what": "The hours that were lost",
    "amount_minor": 150_000,
    "proposed_by": "li.na",
    "commitment_id": PROMISE,
}
BY: dict[str, Any] = {"remedy_id": REMEDY, "approved_by": "sun.d", "level": "supervisor"}


def due(desk: Desk, **by: float) -> str:
    return (desk.house.clock() + timedelta(**by)).isoformat()


async def promised(desk: Desk, **by: float) -> str:
    """Return the path of a case on which something is promised."""
    case = await desk.case()
    promise: dict[str, Any] = {"commitment_id": PROMISE, "what": "Line 3 runs", "due_at": due(desk, **by)}
    await desk.tell(f"{case}/commitments", **promise)
    return case


@pytest.mark.requirement(16, 145)
@pytest.mark.parametrize(("hours", "verdict"), [(47, "met"), (49, "met_late")])
async def test_a_promise_has_its_due_time_and_is_kept_or_broken(
    desk: Desk, hours: float, verdict: str
) -> None:
    case = await promised(desk, hours=48)
    await desk.later(case, hours=hours)
    await desk.tell(f"{case}/commitments/keep", commitment_id=PROMISE)
    kept = verdict == "met"
    assert (await desk.verdict(case, "commitment") == "met") is kept
    figures = await desk.kpi("commitments_kept")
    assert (figures["count"], figures["hits"]) == (1, int(kept))


@pytest.mark.evasion(16)
@pytest.mark.parametrize("way", ["said nothing", "closed", "put off when it was over"])
async def test_a_promise_is_not_got_rid_of_by_silence_closing_or_a_later_date(desk: Desk, way: str) -> None:
    case = await promised(desk, hours=48)
    if way == "closed":
        await desk.tell(f"{case}/assign", owner="li.na")
        await desk.tell(f"{case}/close", reason="withdrawn")
    await desk.later(case, hours=49)
    if way == "put off when it was over":
        later: dict[str, Any] = {
            "commitment_id": PROMISE,
            "due_at": due(desk, days=3),
            "reason": "The part is late",
        }
        await desk.tell(f"{case}/commitments/renegotiate", **later)
    assert (await desk.verdicts(case, "commitment"))[0] == "breached"
    assert (await desk.kpi("commitments_kept"))["hits"] == 0


@pytest.mark.requirement(145)
async def test_who_promises_less_time_than_such_cases_take_is_warned(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/classify", response_class="complex")
    promise: dict[str, Any] = {"commitment_id": PROMISE, "what": "All is done", "due_at": due(desk, hours=1)}
    told = await desk.tell(f"{case}/commitments", **promise)
    assert "OverPromiseFlagged.v1" in [each["event"]["type"] for each in told["events"]]
    figures = await desk.kpi("over_promised_cases")
    assert (figures["count"], figures["hits"]) == (1, 1)


@pytest.mark.evasion(145)
async def test_who_calls_it_less_than_the_solution_is_not_warned_and_seen_in_a_figure(desk: Desk) -> None:
    case = await desk.case()
    promise: dict[str, Any] = {"commitment_id": PROMISE, "what": "All is done", "due_at": due(desk, hours=1)}
    told = await desk.tell(f"{case}/commitments", **promise, is_interim=True)
    assert "OverPromiseFlagged.v1" not in [each["event"]["type"] for each in told["events"]]
    assert (await desk.kpi("over_promised_cases"))["hits"] == 0
    assert (await desk.kpi("interim_only_cases"))["hits"] == 1
    (owned,) = (await desk.read("/v1/reports/kpi?by=owner"))["groups"]
    assert owned["figures"]["interim_only_cases"]["ratio"] == 1


@pytest.mark.requirement(145)
@pytest.mark.parametrize("is_interim", [False, True])
async def test_a_promise_broken_in_words_is_broken_in_the_figure_whatever_was_promised(
    desk: Desk, is_interim: bool
) -> None:
    case = await desk.case()
    promise: dict[str, Any] = {"commitment_id": PROMISE, "what": "A call", "due_at": due(desk, hours=48)}
    await desk.tell(f"{case}/commitments", **promise, is_interim=is_interim)
    await desk.tell(f"{case}/commitments/break", commitment_id=PROMISE, reason="Nobody can")
    await desk.later(case, hours=1)
    figures = await desk.kpi("commitments_kept")
    assert (figures["count"], figures["hits"]) == (1, 0)


@pytest.mark.requirement(17)
async def test_a_compensation_is_applied_for_approved_and_paid_and_each_by_its_time(desk: Desk) -> None:
    await desk.director()
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/remedies", **LOSS, due_at=due(desk, hours=24))
    assert await desk.verdict(case, "commitment") == "running"
    await desk.tell(f"{case}/remedies/approve", **BY)
    await desk.tell(f"{case}/remedies/grant", remedy_id=REMEDY, granted_by="li.na", reference="PAY-9")
    assert await desk.verdict(case, "commitment") == "met"


@pytest.mark.evasion(17)
async def test_a_compensation_that_was_only_applied_for_or_rejected_breaks_its_promise(desk: Desk) -> None:
    await desk.director()
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/remedies", **LOSS, due_at=due(desk, hours=24))
    grant: dict[str, Any] = {"remedy_id": REMEDY, "granted_by": "li.na"}
    assert await desk.refused(f"{case}/remedies/grant", **grant) == "remedy_not_approved"
    own: dict[str, Any] = {**BY, "approved_by": "li.na"}
    assert await desk.refused(f"{case}/remedies/approve", **own) == "approved_by_proposer"
    await desk.tell(f"{case}/remedies/reject", remedy_id=REMEDY, rejected_by="sun.d", reason="Too much")
    await desk.later(case, hours=25)
    assert await desk.verdict(case, "commitment") == "breached"


PROGRESS: dict[str, Any] = {
    "problem": "The bearing is worn",
    "solution": "A new one comes",
    "channel": "wecom",
}


@pytest.mark.requirement(86)
async def test_the_customer_is_told_problem_solution_and_time_and_the_time_is_a_promise(desk: Desk) -> None:
    case = await desk.case()
    told: dict[str, Any] = {**PROGRESS, "eta_at": due(desk, hours=6), "commitment_id": PROMISE}
    await desk.tell(f"{case}/progress", **told)
    await desk.later(case, hours=7)
    assert await desk.verdict(case, "commitment") == "breached"


@pytest.mark.evasion(86)
async def test_an_update_that_names_no_time_is_warned_of_unless_it_says_why_or_a_promise_is_open(
    desk: Desk,
) -> None:
    case = await desk.case()
    (event,) = [
        each["event"]
        for each in (await desk.tell(f"{case}/progress", **PROGRESS))["events"]
        if each["event"]["type"] == "ProgressShared.v1"
    ]
    assert event["missing"] == ["eta"]
    assert "without: a time" in str(await desk.read(f"{case}/story?language=en"))
    told = await desk.tell(f"{case}/progress", **PROGRESS, waiting_on_customer_for="The drawing")
    assert "missing" not in told["events"][0]["event"]
    promise: dict[str, Any] = {"commitment_id": PROMISE, "what": "Line 3 runs", "due_at": due(desk, days=3)}
    await desk.tell(f"{case}/commitments", **promise)
    told = await desk.tell(f"{case}/progress", **{**PROGRESS, "solution": "It is cut to size"})
    assert "missing" not in told["events"][0]["event"]


@pytest.mark.evasion(86)
async def test_a_house_may_refuse_an_update_that_names_no_time(desk: Desk) -> None:
    rule = {"need": "eta", "if_missing": "refuse"}
    standard: dict[str, Any] = {"guideline": "handling", "version": 2, "with_progress": [rule]}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=standard)
    case = await desk.case()
    assert await desk.refused(f"{case}/progress", **PROGRESS) == "needs_not_met"


@pytest.mark.evasion(86, 145)
async def test_a_time_that_is_told_without_a_promise_and_an_update_without_a_solution_are_refused(
    desk: Desk,
) -> None:
    case = await desk.case()
    eta: dict[str, Any] = {**PROGRESS, "eta_at": due(desk, hours=6)}
    assert await desk.refused(f"{case}/progress", **eta) == "eta_not_promised"
    alone: dict[str, Any] = {"problem": "The bearing is worn", "channel": "wecom"}
    assert await desk.refused(f"{case}/progress", **alone) == "validation_failed"
