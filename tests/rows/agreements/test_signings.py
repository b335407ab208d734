"""Documents are together before a contract is signed, and renewals are planned ahead (rows 20, 74)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.following_up.test_reminders import days_later, owned, reminders


def in_days(desk: Desk, days: float) -> str:
    return (desk.house.clock() + timedelta(days=days)).isoformat()


async def signed(desk: Desk, agreement_id: str, **more: Any) -> None:
    agreed: dict[str, Any] = {"agreement_id": agreement_id, "title": "The press line"}
    now = desk.house.clock().isoformat()
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, **agreed, effective_at=now, **more)


async def signing(desk: Desk) -> dict[str, Any]:
    (one,) = (await desk.read("/v1/signings"))["items"]
    found: dict[str, Any] = one
    return found


@pytest.mark.requirement(20)
async def test_the_checklist_of_a_new_contract_says_a_week_before_the_signing_what_is_missing(
    desk: Desk,
) -> None:
    path = f"{ACCOUNT}/signings"
    await desk.tell(path, agreement_id="C-9", planned_at=in_days(desk, 20))
    one = await signing(desk)
    assert [each["document"] for each in one["documents"]] == [
        "business_licence",
        "signatory_authority",
        "invoice_details",
        "bank_details",
        "trade_qualification",
    ]
    assert (one["missing_count"], one["is_due"], one["remind_at"]) == (5, False, "2026-03-15T09:00:00Z")
    for document in ("business_licence", "signatory_authority", "invoice_details", "bank_details"):
        await desk.tell(f"{path}/document", agreement_id="C-9", document=document, document_number="N-1")
    await desk.later(days=14)
    one = await signing(desk)
    missing = [each["title"]["zh"] for each in one["documents"] if not each["is_received"]]
    assert (missing, one["is_due"]) == (["行业资质证书"], True)
    await desk.tell(f"{path}/document", agreement_id="C-9", document="trade_qualification")
    assert (await signing(desk))["is_due"] is False
    await signed(desk, "C-9")
    assert (await desk.read("/v1/signings"))["items"] == []


@pytest.mark.requirement(20)
async def test_people_are_reminded_of_a_signing_a_week_before_it_and_once(desk: Desk) -> None:
    await owned(desk)
    path = f"{ACCOUNT}/signings"
    await desk.tell(path, agreement_id="C-9", planned_at=in_days(desk, 20))
    await desk.tell(path, agreement_id="C-10", planned_at=in_days(desk, 20))
    await days_later(desk, 12)
    assert await reminders(desk, kind="signing") == []
    await days_later(desk, 2)
    await days_later(desk, 0)
    assert {one["topic"] for one in await reminders(desk, kind="signing")} == {"C-9", "C-10"}
    await desk.tell(path, agreement_id="C-9", planned_at=in_days(desk, 30))
    await desk.tell(f"{path}/give-up", agreement_id="C-10", reason="The budget was cut")
    await days_later(desk, 0.1)
    (moved,) = await reminders(desk, kind="signing")
    assert (moved["topic"], moved["moved_count"]) == ("C-9", 1)
    body: dict[str, Any] = {"reminder": moved["reminder"], "outcome": "All documents are together"}
    await desk.tell(f"{ACCOUNT}/reminders/complete", **body)
    assert await reminders(desk, kind="signing") == []


@pytest.mark.evasion(20)
async def test_no_paper_counts_that_is_on_no_checklist_and_no_signing_is_planned_for_the_past(
    desk: Desk,
) -> None:
    path, paper = f"{ACCOUNT}/signings", {"agreement_id": "C-9", "document": "business_licence"}
    told: dict[str, Any] = dict(paper)
    assert await desk.refused(f"{path}/document", **told) == "signing_not_planned"
    past: dict[str, Any] = {"agreement_id": "C-9", "planned_at": in_days(desk, -1)}
    assert await desk.refused(path, **past) == "signing_in_past"
    ahead: dict[str, Any] = {**past, "planned_at": in_days(desk, 20)}
    await desk.tell(path, **ahead)
    other = {**told, "document": "passport"}
    assert await desk.refused(f"{path}/document", **other) == "document_not_on_checklist"
    await desk.later(days=21)
    assert (await signing(desk))["is_overdue"] is True
    await signed(desk, "C-9")
    later: dict[str, Any] = {**past, "planned_at": in_days(desk, 20)}
    assert await desk.refused(path, **later) == "contract_signed"


@pytest.mark.requirement(74)
async def test_what_renews_when_is_listed_with_the_plan_for_it_and_what_the_customer_decided(
    desk: Desk,
) -> None:
    await signed(desk, "C-7", ends_at=in_days(desk, 365))
    await signed(desk, "C-6", ends_at=in_days(desk, 100))
    await signed(desk, "C-5")
    renewals = (await desk.read("/v1/renewals"))["items"]
    assert [(one["agreement_id"], one["days_left"]) for one in renewals] == [("C-6", 100), ("C-7", 365)]
    plan: dict[str, Any] = {"agreement_id": "C-6", "plan": "Same terms, a second line, three years"}
    by = in_days(desk, 60)
    await desk.tell(f"{ACCOUNT}/renewals", **plan, offer_by_at=by, planned_by="li.na")
    unplanned = (await desk.read("/v1/renewals?is_planned=false"))["items"]
    assert [one["agreement_id"] for one in unplanned] == ["C-7"]
    (one,) = (await desk.read("/v1/renewals?is_planned=true"))["items"]
    assert (one["plan"], one["planned_by"]) == (plan["plan"], "li.na")
    await signed(desk, "C-6a", ends_at=in_days(desk, 500))
    decided: dict[str, Any] = {"agreement_id": "C-6", "is_renewed": True, "reason": "Content"}
    await desk.tell(f"{ACCOUNT}/renewals/decide", **decided, renewed_as="C-6a")
    (over,) = (await desk.read("/v1/renewals?is_open=false"))["items"]
    assert (over["agreement_id"], over["is_renewed"], over["renewed_as"]) == ("C-6", True, "C-6a")


@pytest.mark.evasion(74)
async def test_a_plan_without_words_or_after_the_end_is_none_and_a_decision_is_not_planned_again(
    desk: Desk,
) -> None:
    await signed(desk, "C-7", ends_at=in_days(desk, 365))
    await signed(desk, "C-5")
    path = f"{ACCOUNT}/renewals"
    plan: dict[str, Any] = {"agreement_id": "C-7", "plan": "A second line", "planned_by": "li.na"}
    for changed, problem in (
        ({"plan": "x", "offer_by_at": in_days(desk, 60)}, "words_without_meaning"),
        ({"offer_by_at": in_days(desk, 366)}, "offer_after_end"),
        ({"offer_by_at": in_days(desk, -1)}, "offer_after_end"),
        ({"agreement_id": "C-5", "offer_by_at": in_days(desk, 60)}, "renewal_of_no_end"),
    ):
        assert await desk.refused(path, **{**plan, **changed}) == problem
    decided: dict[str, Any] = {"agreement_id": "C-7", "is_renewed": True, "reason": "Content"}
    assert await desk.refused(f"{path}/decide", **decided, renewed_as="C-99") == "successor_unknown"
    await desk.tell(f"{path}/decide", **{**decided, "is_renewed": False})
    again: dict[str, Any] = {**plan, "offer_by_at": in_days(desk, 60)}
    assert await desk.refused(path, **again) == "renewal_already_decided"
    assert await desk.refused(f"{path}/decide", **decided) == "on_record_otherwise"
