"""People are reminded of what matters to a customer, in time and once (rows 21, 25, 27, 29, 74, 132)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.decisions.reminders import RaiseReminders
from service.domain.account.identity import account_id_of
from service.processes.observer import Observer
from tests.rows.desk import ACCOUNT, Desk


async def owned(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="fewest accounts, knows presses")


async def days_later(desk: Desk, days: float) -> None:
    """Let days pass, and the watch go round the accounts."""
    await desk.later(ACCOUNT, days=days)
    application = desk.house.application
    observer = Observer(application, application.new_id)
    await observer.observe([account_id_of("KA-1")], desk.house.clock(), RaiseReminders())
    await desk.house.catch_up()


async def reminders(desk: Desk, status: str = "open", **query: str) -> list[dict[str, Any]]:
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    found: list[dict[str, Any]] = (await desk.read(f"/v1/reminders?status={status}{asked}"))["items"]
    return found


async def birthday(desk: Desk, contact_id: str, month: int, day: int, **fields: Any) -> str:
    key_date_id = fields.pop("key_date_id", None) or str(uuid4())
    body = {"kind": "birthday", "month": month, "day": day, "contact_id": contact_id, **fields}
    await desk.tell(f"{ACCOUNT}/key-dates", key_date_id=key_date_id, **body)
    return str(key_date_id)


@pytest.mark.requirement(25)
async def test_what_was_noted_for_the_day_of_a_conference_comes_back_on_that_day(desk: Desk) -> None:
    await owned(desk)
    note = "供应商大会当天发去祝贺"
    await desk.tell(f"{ACCOUNT}/memos", memo_id=str(uuid4()), what=note, remind_on="2026-03-20")
    await days_later(desk, 17)
    assert await reminders(desk) == []
    await days_later(desk, 1)
    (found,) = await reminders(desk, owner="li.na")
    assert (found["note"], found["due_on"], found["account_code"]) == (note, "2026-03-20", "KA-1")
    body: dict[str, Any] = {"reminder": found["reminder"], "channel": "wecom", "outcome": "已发去祝贺"}
    await desk.tell(f"{ACCOUNT}/reminders/complete", **body)
    await desk.house.catch_up()
    assert (await reminders(desk), len(await reminders(desk, "done"))) == ([], 1)
    assert await desk.verdicts(ACCOUNT, "reminder") == ["met"]


@pytest.mark.evasion(25)
async def test_who_lets_the_day_pass_or_dismisses_it_is_seen_in_a_figure(desk: Desk) -> None:
    await owned(desk)
    for day in ("2026-03-10", "2026-03-11"):
        await desk.tell(f"{ACCOUNT}/memos", memo_id=str(uuid4()), what="Their conference", remind_on=day)
    await days_later(desk, 9)
    first, second = await reminders(desk)
    dismissed = {"reminder": second["reminder"], "reason": "No time today"}
    await desk.tell(f"{ACCOUNT}/reminders/dismiss", **dismissed)
    await days_later(desk, 3)
    assert await desk.verdicts(ACCOUNT, "reminder") == ["breached", "voided"]
    assert (await desk.kpi("voided_promises"))["hits"] == 1
    late = {"reminder": first["reminder"], "channel": "phone", "outcome": "Sorry, congratulations"}
    assert await desk.refused(f"{ACCOUNT}/reminders/complete", **{**late, "channel": None}) == (
        "reminder_without_contact"
    )
    assert await desk.refused(f"{ACCOUNT}/reminders/complete", **{**late, "channel": "internal"}) == (
        "contact_channel_not_allowed"
    )
    assert await desk.refused(
        f"{ACCOUNT}/memos", memo_id=str(uuid4()), what="Go", remind_on="2026-03-01"
    ) == ("memo_day_is_over")


@pytest.mark.requirement(27)
async def test_the_day_before_each_wednesday_people_ask_for_the_need_before_the_order(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/routine", routine="order", weekday="wednesday")
    seen: list[str] = []
    for _ in range(17):
        await days_later(desk, 1)
        for found in await reminders(desk, kind="order"):
            seen.append(found["due_on"])
            body: dict[str, Any] = {
                "reminder": found["reminder"],
                "channel": "phone",
                "outcome": "确认需求:2000 件",
            }
            await desk.tell(f"{ACCOUNT}/reminders/complete", **body)
            await desk.house.catch_up()
    assert seen == ["2026-03-04", "2026-03-11", "2026-03-18"]


@pytest.mark.evasion(27)
async def test_a_done_without_words_or_of_another_week_is_refused(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/routine", routine="order", weekday="wednesday")
    await days_later(desk, 1)
    (found,) = await reminders(desk)
    path, body = f"{ACCOUNT}/reminders/complete", {"reminder": found["reminder"], "channel": "phone"}
    assert await desk.refused(path, **body, outcome=".") == "words_without_meaning"
    assert await desk.refused(path, channel="phone", outcome="Asked", reminder="order:2026-W11") == (
        "reminder_not_found"
    )


@pytest.mark.requirement(29, 132)
async def test_a_birthday_is_greeted_each_year_with_a_small_gift_and_both_are_on_the_record(
    desk: Desk,
) -> None:
    await owned(desk)
    contact_id = await desk.contact()
    await birthday(desk, contact_id, 3, 20, note="喜欢龙井")
    await days_later(desk, 15)
    (found,) = await reminders(desk)
    assert (found["topic"], found["due_on"], found["note"]) == ("birthday", "2026-03-20", "喜欢龙井")
    assert found["contact_name"]
    await desk.tell(
        f"{ACCOUNT}/care",
        kind="gift",
        contact_id=contact_id,
        what="一盒龙井",
        value_minor=18_000,
        reminder=found["reminder"],
    )
    touch: dict[str, Any] = {"kind": "touch", "contact_id": contact_id, "channel": "community"}
    await desk.tell(f"{ACCOUNT}/care", **touch, what="朋友圈点赞")
    history = (await desk.read(f"{ACCOUNT}/history?limit=200"))["items"]
    given = [one["event"]["kind"] for one in history if one["event"]["type"] == "CareGiven.v1"]
    assert given == ["gift", "touch"]
    await days_later(desk, 30)
    assert await desk.verdicts(ACCOUNT, "reminder") == ["met"]
    await days_later(desk, 335)
    again = [one for one in await reminders(desk) if one["kind"] == "key_date"]
    assert [one["due_on"] for one in again] == ["2027-03-20"]


@pytest.mark.evasion(29, 132)
async def test_costly_gifts_gifts_in_parts_and_gifts_to_nobody_are_refused(desk: Desk) -> None:
    contact_id = await desk.contact()
    gift: dict[str, Any] = {"kind": "gift", "contact_id": contact_id, "what": "Tea", "value_minor": 30_000}
    path = f"{ACCOUNT}/care"
    assert await desk.refused(path, **{**gift, "value_minor": 60_000}) == "gift_limit_exceeded"
    await desk.tell(path, **gift)
    assert await desk.refused(path, **gift) == "gift_limit_exceeded"
    assert await desk.refused(path, **{**gift, "value_minor": None}) == "gift_without_value"
    assert await desk.refused(path, **{**gift, "contact_id": str(uuid4())}) == "contact_not_found"
    assert await desk.refused(path, kind="greeting", contact_id=contact_id, what="Hello Li") == (
        "care_without_channel"
    )
    await desk.later(days=320)  # another calendar year
    await desk.tell(path, **gift)


@pytest.mark.evasion(29, 132)
async def test_a_gift_told_late_counts_with_what_was_given_since(desk: Desk) -> None:
    contact_id = await desk.contact()
    gift: dict[str, Any] = {"kind": "gift", "contact_id": contact_id, "what": "Tea", "value_minor": 30_000}
    before = desk.house.clock().isoformat()
    await desk.later(hours=5)
    await desk.tell(f"{ACCOUNT}/care", **gift)
    assert await desk.refused(f"{ACCOUNT}/care", **gift, occurred_at=before) == "gift_limit_exceeded"


@pytest.mark.requirement(21)
async def test_before_the_season_of_sales_people_are_reminded_to_tell_of_longer_deliveries(
    desk: Desk,
) -> None:
    await owned(desk)
    await days_later(desk, 86)  # 27 May
    (found,) = await reminders(desk, kind="promotion")
    assert (found["topic"], found["due_on"]) == ("mid_year_sale", "2026-05-31")
    body: dict[str, Any] = {
        "reminder": found["reminder"],
        "channel": "wecom",
        "outcome": "已告知物流高峰可能延迟",
    }
    await desk.tell(f"{ACCOUNT}/reminders/complete", **body)
    assert await desk.verdicts(ACCOUNT, "reminder") == ["met"]


@pytest.mark.evasion(21)
async def test_who_does_not_tell_before_the_season_begins_has_broken_it(desk: Desk) -> None:
    await owned(desk)
    await days_later(desk, 86)
    await days_later(desk, 6)
    assert await desk.verdicts(ACCOUNT, "reminder") == ["breached"]


@pytest.mark.requirement(74)
async def test_the_renewal_of_a_yearly_contract_is_planned_ninety_and_thirty_days_ahead(desk: Desk) -> None:
    await owned(desk)
    year: dict[str, Any] = {
        "agreement_id": "C-1",
        "title": "年签服务",
        "effective_at": "2026-03-02T00:00:00+08:00",
    }
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, **year, ends_at="2027-03-02T00:00:00+08:00")
    await days_later(desk, 269)
    (found,) = await reminders(desk, kind="renewal")
    assert (found["topic"], found["due_on"]) == ("C-1", "2026-12-02")
    plan: dict[str, Any] = {"reminder": found["reminder"], "outcome": "续费方案:两年期,九五折"}
    await desk.tell(f"{ACCOUNT}/reminders/complete", **plan)
    await days_later(desk, 61)
    (second,) = await reminders(desk, kind="renewal")
    assert second["due_on"] == "2027-01-31"


@pytest.mark.evasion(74)
async def test_nobody_plans_a_renewal_with_a_mark(desk: Desk) -> None:
    await owned(desk)
    year: dict[str, Any] = {
        "agreement_id": "C-1",
        "title": "年签服务",
        "effective_at": "2026-03-02T00:00:00+08:00",
    }
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, **year, ends_at="2027-03-02T00:00:00+08:00")
    await days_later(desk, 269)
    (found,) = await reminders(desk, kind="renewal")
    complete = f"{ACCOUNT}/reminders/complete"
    assert (
        await desk.refused(complete, reminder=found["reminder"], outcome="ok!"[0]) == "words_without_meaning"
    )
    await days_later(desk, 10)
    assert (await desk.verdicts(ACCOUNT, "reminder"))[-1] == "breached"


@pytest.mark.evasion(132)
async def test_a_customer_who_was_contacted_often_is_left_in_peace_and_the_list_says_so(desk: Desk) -> None:
    await owned(desk)
    contact_id = await desk.contact()
    await birthday(desk, contact_id, 3, 20)
    for _ in range(6):
        await desk.tell(f"{ACCOUNT}/visit", kind="call", channel="phone", new_needs="A second press")
        await desk.later(hours=1)
    await days_later(desk, 15)
    assert await reminders(desk) == []
    (gave_way,) = await reminders(desk, "gave_way")
    assert (gave_way["topic"], gave_way["contact_count"]) == ("birthday", 6)


@pytest.mark.evasion(25, 29)
async def test_who_moves_a_day_again_and_again_is_seen_by_how_often_and_a_machine_does_nothing_of_it(
    desk: Desk,
) -> None:
    await owned(desk)
    contact_id = await desk.contact()
    memo_id = str(uuid4())
    await desk.tell(f"{ACCOUNT}/memos", memo_id=memo_id, what="Their conference", remind_on="2026-03-03")
    for day in ("2026-03-05", "2026-03-08"):
        await days_later(desk, 1)
        await desk.tell(f"{ACCOUNT}/memos/move", memo_id=memo_id, remind_on=day, reason="Not today")
    await days_later(desk, 0.01)
    (found,) = await reminders(desk)
    assert (found["due_on"], found["moved_count"]) == ("2026-03-08", 2)
    done = {"reminder": found["reminder"], "channel": "phone", "outcome": "Congratulated them"}
    complete = f"{ACCOUNT}/reminders/complete"
    assert await desk.refused(complete, Role.INTEGRATION, **done) == "person_not_named"
    card = {"kind": "card", "contact_id": contact_id, "what": "A birthday card"}
    assert await desk.refused(f"{ACCOUNT}/care", Role.INTEGRATION, **card) == "person_not_named"
