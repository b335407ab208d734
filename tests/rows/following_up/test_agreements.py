"""Bills before a settlement, and what was agreed (rows 22, 28, 47)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

BILL: dict[str, Any] = {"settlement_on": "2026-03-15", "channel": "email", "note": "Two lines corrected"}
THREE_DAYS = [{"clock": "bill_check", "days_before_promised": 3}]


async def settles(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/routine", routine="settlement", day_of_month=15)


async def signed(desk: Desk, terms: list[dict[str, Any]], **more: Any) -> None:
    agreed = {"agreement_id": "C-7", "title": "The press line", "terms": terms, **more}
    now = desk.house.clock().isoformat()
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, effective_at=now, **agreed)


async def bills(desk: Desk) -> list[tuple[str, str, str]]:
    """Return of each settlement by when (UTC) its bill is to be checked, and how that stands."""
    found = (await desk.read(f"{ACCOUNT}/clocks"))["clocks"]
    checks = [each for each in found if each["clock"] == "bill_check"]
    return [(each["subject"], each["due_at"], each["verdict"]) for each in checks]


@pytest.mark.requirement(22)
async def test_a_week_before_the_settlement_the_bill_is_checked_and_the_customer_reminded(
    desk: Desk,
) -> None:
    await settles(desk)
    await desk.later(ACCOUNT, days=5)
    await desk.tell(f"{ACCOUNT}/bill-check", **BILL)
    await desk.later(ACCOUNT, days=35)
    assert await bills(desk) == [
        ("2026-03-15", "2026-03-08T10:00:00Z", "met"),
        ("2026-04-15", "2026-04-08T10:00:00Z", "breached"),
    ]


@pytest.mark.evasion(22)
async def test_a_check_without_findings_or_reminder_or_of_another_day_is_refused(desk: Desk) -> None:
    await settles(desk)
    path = f"{ACCOUNT}/bill-check"
    for missing in ("note", "channel"):
        bare = {name: value for name, value in BILL.items() if name != missing}
        assert await desk.refused(path, **bare) == "validation_failed"
    for changed, problem in (
        ({"channel": "internal"}, "contact_channel_not_allowed"),
        ({"settlement_on": "2026-03-14"}, "no_settlement_on_this_day"),
        ({"settlement_on": "2026-04-15"}, "settlement_not_yet_expected"),
    ):
        assert await desk.refused(path, **{**BILL, **changed}) == problem


@pytest.mark.evasion(22)
async def test_a_settlement_day_that_is_moved_when_the_check_was_missed_leaves_it_missed(desk: Desk) -> None:
    await settles(desk)
    await desk.later(ACCOUNT, days=7)
    await desk.tell(f"{ACCOUNT}/routine", routine="settlement", day_of_month=28)
    await desk.later(ACCOUNT, days=1)
    assert (await bills(desk))[0] == ("2026-03-15", "2026-03-08T10:00:00Z", "breached")


@pytest.mark.requirement(28)
async def test_with_an_account_it_is_agreed_that_the_bill_is_checked_three_days_before(desk: Desk) -> None:
    await signed(desk, THREE_DAYS)
    await settles(desk)
    await desk.later(ACCOUNT, days=9)
    await desk.tell(f"{ACCOUNT}/bill-check", **BILL)
    assert (await bills(desk))[0] == ("2026-03-15", "2026-03-12T10:00:00Z", "met")


@pytest.mark.evasion(28)
async def test_three_days_that_are_agreed_when_a_week_was_missed_leave_it_missed(desk: Desk) -> None:
    await settles(desk)
    await desk.later(ACCOUNT, days=7)
    await signed(desk, THREE_DAYS)
    await desk.tell(f"{ACCOUNT}/bill-check", **BILL)
    assert (await bills(desk))[0] == ("2026-03-15", "2026-03-08T10:00:00Z", "breached")


@pytest.mark.requirement(47)
async def test_an_agreement_is_amended_in_versions_with_their_date_and_reason(desk: Desk) -> None:
    await signed(desk, [{"clock": "first_reply", "target_seconds": 900}])
    from_at = (desk.house.clock() + timedelta(days=10)).isoformat()
    amended = {"agreement_id": "C-7", "effective_at": from_at, "reason": "A second shift"}
    terms = [{"clock": "first_reply", "target_seconds": 600}]
    await desk.tell(f"{ACCOUNT}/amend-agreement", Role.SUPERVISOR, terms=terms, **amended)
    first, second = (await desk.read(ACCOUNT))["agreements"]
    assert (first["type"], second["type"]) == ("AgreementSigned.v1", "AgreementAmended.v1")
    assert (second["version"], second["effective_at"], second["reason"]) == (
        2,
        "2026-03-12T09:00:00Z",
        "A second shift",
    )
    due = []
    for days in (0, 11):
        await desk.later(ACCOUNT, days=days)
        case = await desk.case(kind="enquiry")
        (clock,) = [
            each for each in (await desk.read(f"{case}/clocks"))["clocks"] if each["clock"] == "first_reply"
        ]
        due.append((clock["target_seconds"], clock["agreement_id"]))
    assert due == [(900, "C-7"), (600, "C-7")]


@pytest.mark.evasion(47)
async def test_an_amendment_without_reason_is_refused_and_one_for_the_past_mends_no_broken_promise(
    desk: Desk,
) -> None:
    await signed(desk, [{"clock": "first_reply", "target_seconds": 600}])
    case = await desk.case(kind="enquiry")
    began_at = desk.house.clock().isoformat()
    await desk.later(case, hours=1)
    looser = [{"clock": "first_reply", "target_seconds": 86_400}]
    told = {"agreement_id": "C-7", "terms": looser, "effective_at": began_at}
    path = f"{ACCOUNT}/amend-agreement"
    assert await desk.refused(path, Role.SUPERVISOR, **told, reason=" ") == "validation_failed"
    await desk.tell(path, Role.SUPERVISOR, **told, reason="The customer agrees")
    assert await desk.verdict(case, "first_reply") == "breached"
    both = (await desk.read(ACCOUNT))["agreements"]
    assert [one["reason"] for one in both[1:]] == ["The customer agrees"]


@pytest.mark.evasion(47)
async def test_who_works_on_cases_agrees_on_no_limits_and_whose_limits_were_agreed_is_a_figure(
    desk: Desk,
) -> None:
    a_year = [{"clock": "first_reply", "target_seconds": 31_536_000}]
    now = desk.house.clock().isoformat()
    agreed = {"agreement_id": "C-9", "title": "The press line", "terms": a_year, "effective_at": now}
    for last in ("sign-agreement", "amend-agreement", "end-agreement"):
        assert await desk.refused(f"{ACCOUNT}/{last}", Role.AGENT, **agreed) == "forbidden"
    await signed(desk, a_year)
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.later(case, hours=3)
    await desk.tell(f"{case}/reply", text="The second press takes over until Monday")
    assert await desk.verdict(case, "first_reply") == "met"
    groups = (await desk.read("/v1/reports/kpi?by=account"))["groups"]
    (figures,) = [each["figures"] for each in groups if each["group"] == "KA-1"]
    assert figures["promises_by_agreement"]["hits"] == 1
