"""What agreements oblige us to, and how far it is kept (rows 46, 47)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

UPTIME = {"measure": "availability", "unit": "percent", "at_least": 99.5}


def in_days(desk: Desk, days: float) -> str:
    return (desk.house.clock() + timedelta(days=days)).isoformat()


async def signed(desk: Desk, agreement_id: str = "C-7") -> None:
    agreed = {"agreement_id": agreement_id, "title": "The press line", "effective_at": in_days(desk, 0)}
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, ends_at=in_days(desk, 365), **agreed)


async def obliged(desk: Desk, number: str, days: float, **more: Any) -> dict[str, Any]:
    body = {"obligation_id": number, "agreement_id": "C-7", "kind": "milestone", "what": "Press two runs"}
    return await desk.tell(
        f"{ACCOUNT}/obligations", Role.SUPERVISOR, **{**body, "due_at": in_days(desk, days), **more}
    )


async def amended(desk: Desk, **changes: Any) -> dict[str, Any]:
    body = {"agreement_id": "C-7", "terms": [], "effective_at": in_days(desk, 0), "reason": "A second shift"}
    return await desk.tell(f"{ACCOUNT}/amend-agreement", Role.SUPERVISOR, **body, **changes)


async def standings(desk: Desk, query: str = "?show=all") -> dict[str, str]:
    items = (await desk.read(f"/v1/obligations{query}"))["items"]
    return {one["obligation_id"]: one["standing"] for one in items}


@pytest.mark.requirement(46)
async def test_what_the_contract_obliges_us_to_is_due_on_its_day_fulfilled_with_evidence_and_counted(
    desk: Desk,
) -> None:
    await signed(desk)
    await obliged(desk, "1.1", 200, kind="content", what="A technician on call")
    await obliged(desk, "3.2", 10)
    await obliged(desk, "3.3", 20)
    await obliged(desk, "4.1", 300, kind="quality", what="The line is up", standard=UPTIME)
    await desk.later(ACCOUNT, days=9)
    await desk.tell(
        f"{ACCOUNT}/obligations/fulfil", obligation_id="3.2", evidence="Acceptance signed", document="AC-12"
    )
    for month, value in (("2026-03", 99.7), ("2026-03", 99.1)):
        measured: dict[str, Any] = {"month": month, "value": value, "evidence": "Log of the line"}
        await desk.tell(f"{ACCOUNT}/obligations/measure", obligation_id="4.1", **measured)
    await desk.later(ACCOUNT, days=13)
    assert await standings(desk) == {"3.2": "fulfilled", "3.3": "overdue", "1.1": "open", "4.1": "open"}
    assert list(await standings(desk, "?show=overdue")) == ["3.3"]
    done = (await desk.read("/v1/obligations?show=done"))["items"][0]
    assert (done["evidence"], done["document"]) == ("Acceptance signed", "AC-12")
    assert done["account_code"] == "KA-1"
    (quality,) = (await desk.read("/v1/obligations?show=all&kind=quality"))["items"]
    assert [(one["value"], one["is_met"]) for one in quality["months"]] == [(99.1, False)]
    await desk.tell(f"{ACCOUNT}/obligations/fulfil", obligation_id="3.3", evidence="Acceptance signed late")
    compliance = await desk.read("/v1/obligations/compliance")
    (row,) = compliance["items"]
    assert (row["agreement_id"], row["fulfilled_count"], row["fulfilled_late_count"]) == ("C-7", 1, 1)
    assert (row["share_kept"], row["missed_month_count"], row["share_met"]) == (0.5, 1, 0.0)
    assert compliance["total"]["obligation_count"] == 4
    assert sorted(await desk.verdicts(ACCOUNT, "obligation")) == ["breached", "met", "running", "running"]


@pytest.mark.evasion(46)
async def test_an_overdue_obligation_is_mended_neither_by_an_amendment_nor_by_dropping_it(desk: Desk) -> None:
    await signed(desk)
    await obliged(desk, "3.2", 10)
    await obliged(desk, "3.3", 10)
    await desk.later(ACCOUNT, days=11)
    later = [{"obligation_id": "3.2", "due_at": in_days(desk, 30)}]
    told = {
        "agreement_id": "C-7",
        "terms": [],
        "effective_at": in_days(desk, 0),
        "reason": "The part is late",
    }
    path = f"{ACCOUNT}/amend-agreement"
    assert await desk.refused(path, Role.SUPERVISOR, **told, moves=later) == "obligation_overdue"
    # Told as if it had been agreed in time: the breach that was noted stands.
    before = (desk.house.clock() - timedelta(days=3)).isoformat()
    await desk.tell(path, Role.SUPERVISOR, **told, moves=later, occurred_at=before)
    await desk.tell(path, Role.SUPERVISOR, **{**told, "reason": "Not wanted"}, drops=["3.3"])
    compliance = (await desk.read("/v1/obligations/compliance"))["total"]
    assert (compliance["broken_count"], compliance["share_kept"]) == (2, 0.0)
    assert await standings(desk) == {"3.2": "overdue", "3.3": "dropped"}


@pytest.mark.evasion(46)
async def test_words_without_evidence_a_missed_standard_and_what_is_settled_fulfil_nothing(
    desk: Desk,
) -> None:
    await signed(desk)
    await obliged(desk, "3.2", 10)
    await obliged(desk, "4.1", 30, kind="quality", standard=UPTIME)
    fulfil = f"{ACCOUNT}/obligations/fulfil"
    told: dict[str, Any] = {"evidence": "Log of the line"}
    assert await desk.refused(fulfil, obligation_id="3.2", evidence="x") == "words_without_meaning"
    assert await desk.refused(fulfil, obligation_id="4.1", **told) == "standard_not_shown"
    bad: dict[str, Any] = {"obligation_id": "4.1", "month": "2026-03", "value": 98.0, **told}
    await desk.tell(f"{ACCOUNT}/obligations/measure", **bad)
    assert await desk.refused(fulfil, obligation_id="4.1", **told) == "standard_not_shown"
    assert await desk.refused(fulfil, obligation_id="9.9", **told) == "obligation_not_found"
    for changed, problem in (
        ({"month": "2026-04"}, "month_not_measurable"),
        ({"month": "2026-02"}, "month_not_measurable"),
        ({"obligation_id": "3.2"}, "no_standard_to_measure"),
    ):
        assert await desk.refused(f"{ACCOUNT}/obligations/measure", **{**bad, **changed}) == problem
    await desk.tell(fulfil, obligation_id="3.2", evidence="Acceptance signed")
    other: dict[str, Any] = {"obligation_id": "3.2", "evidence": "Another paper"}
    assert await desk.refused(fulfil, **other) == "on_record_otherwise"
    agent: dict[str, Any] = {
        "obligation_id": "5",
        "agreement_id": "C-7",
        "kind": "milestone",
        "what": "Press three",
    }
    path = f"{ACCOUNT}/obligations"
    assert await desk.refused(path, Role.AGENT, **agent, due_at=in_days(desk, 9)) == "forbidden"
    for due, problem in ((-1, "obligation_due_in_past"), (400, "obligation_outlives_agreement")):
        body = {**agent, "due_at": in_days(desk, due)}
        assert await desk.refused(path, Role.SUPERVISOR, **body) == problem


@pytest.mark.requirement(47)
async def test_an_amendment_that_a_need_asks_for_moves_an_obligation_from_then_on(desk: Desk) -> None:
    await signed(desk)
    await obliged(desk, "3.2", 10)
    await obliged(desk, "3.3", 10)
    await obliged(desk, "3.4", 300)
    await desk.later(ACCOUNT, days=5)
    asked = {"cause": "need", "reference": "N-7"}
    moves = [{"obligation_id": "3.2", "due_at": in_days(desk, 20)}]
    await amended(desk, asked_for_by=asked, moves=moves, drops=["3.3"])
    await desk.later(ACCOUNT, days=15)
    await desk.tell(f"{ACCOUNT}/obligations/fulfil", obligation_id="3.2", evidence="Acceptance signed")
    assert await standings(desk) == {"3.2": "fulfilled", "3.3": "dropped", "3.4": "open"}
    assert sorted(await desk.verdicts(ACCOUNT, "obligation")) == ["met", "running", "voided"]
    end = {"agreement_id": "C-7", "ends_at": in_days(desk, 30), "reason": "The line is sold"}
    await desk.tell(f"{ACCOUNT}/end-agreement", Role.SUPERVISOR, **end)
    assert (await standings(desk))["3.4"] == "dropped"
