"""What accounts want: needs, until each asker is told, and opportunities for sales."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import ZONE, in_office_hours
from service.demonstration.words import words
from service.domain.account.decisions.needs.needs import (
    AssessNeed,
    DeclineNeed,
    DeliverNeed,
    PlanNeed,
    RaiseNeed,
    TellAsker,
    WithdrawNeed,
)
from service.domain.account.decisions.needs.opportunities import (
    DeclineOpportunity,
    LoseOpportunity,
    PassOpportunity,
    TakeOpportunity,
    WinOpportunity,
)
from service.domain.account.needs.vocabulary import NeedOrigin
from service.domain.command import Command
from service.domain.vocabulary import Channel, Segment

A_DAY = timedelta(days=1)
NEEDS = (
    ("N-01", "需求数据按月导出 (monthly export of readings)", "delivered"),
    ("N-02", "夜班技术支持 (support for the night shift)", "planned"),
    ("N-03", "备件预存于客户仓库 (spare parts kept on site)", "declined"),
    ("N-04", "对账单按项目拆分 (statements by project)", "assessed"),
    ("N-05", "接口对接采购系统 (a link to their purchasing system)", "withdrawn"),
)
"""Number, topic, and how far each gets in half a year; each account asks for its own."""
SHARED = ("N-00", "交期变更短信提醒 (word by text message when a date moves)", "raised")
"""What several accounts ask for, and nobody has looked at yet."""
PRODUCT = "prod-801"


def wants(account: Account, begins_at: datetime) -> Iterator[Command]:
    """Yield what an account asks for and what may be sold to it, in no order."""
    dice = Random(f"{account.code}/wants")  # noqa: S311  a believable story, not a secret
    for place, need in enumerate(NEEDS):
        if (account.number + place) % 4 == 0:
            number, topic, end = need
            own = (f"{number}-{account.number:02d}", topic, end)
            yield from _need(account, dice, begins_at + dice.uniform(12, 60) * A_DAY, own)
    if account.number % 3 == 0:
        yield from _need(account, dice, begins_at + dice.uniform(30, 120) * A_DAY, SHARED)
    if account.segment is not Segment.ORDINARY:
        yield from _opportunity(account, dice, begins_at)


def _need(
    account: Account, dice: Random, raised_at: datetime, need: tuple[str, str, str]
) -> Iterator[Command]:
    number, topic, end = need
    asker = account.contacts[dice.randrange(3)][0]

    def days(count: float) -> datetime:
        return in_office_hours(raised_at + count * A_DAY)

    yield RaiseNeed(
        occurred_at=days(0),
        origin=NeedOrigin.VISIT,
        origin_reference=f"{raised_at.astimezone(ZONE):%Y-%m} {account.code}",
        need_number=number,
        topic=topic,
        departments=("product", "sales"),
        contact_id=asker,
        words=_say(account, dice, "need"),
    )
    if end == "raised":
        return
    if end == "withdrawn":
        yield WithdrawNeed(occurred_at=days(20), need_number=number, reason=_say(account, dice, "no_need"))
        return
    assessment = _say(account, dice, "assessment")
    yield AssessNeed(occurred_at=days(8), need_number=number, assessment=assessment, responsible=PRODUCT)
    if end == "declined":
        yield DeclineNeed(occurred_at=days(15), need_number=number, reason=_say(account, dice, "declined"))
        yield _told(number, asker, days(17), _say(account, dice, "told_declined"))
    if end in {"planned", "delivered"}:
        plan, due_on = _say(account, dice, "need_plan"), days(70).astimezone(ZONE).date()
        yield PlanNeed(occurred_at=days(14), need_number=number, plan=plan, due_on=due_on)
    if end == "delivered":
        yield DeliverNeed(occurred_at=days(60), need_number=number, release="4.2")
        if account.number % 3:
            yield _told(number, asker, days(63), _say(account, dice, "told_delivered"))


def _told(number: str, asker: UUID, at: datetime, words_of_ours: str) -> TellAsker:
    return TellAsker(
        occurred_at=at, need_number=number, contact_id=asker, channel=Channel.PHONE, text=words_of_ours
    )


def _opportunity(account: Account, dice: Random, begins_at: datetime) -> Iterator[Command]:
    at, opportunity_id = (
        begins_at + dice.uniform(20, 80) * A_DAY,
        uuid5(DEMONSTRATION, f"{account.code}/chance"),
    )
    expected = dice.randrange(20, 200) * 100_000
    yield PassOpportunity(
        occurred_at=in_office_hours(at),
        origin=NeedOrigin.VISIT,
        origin_reference=f"{at.astimezone(ZONE):%Y-%m} {account.code}",
        opportunity_id=opportunity_id,
        understanding=_say(account, dice, "opportunity"),
        expected_minor=expected,
        passed_by=account.owner,
    )
    fate = account.number % 5
    answered_at = in_office_hours(at + 3 * A_DAY)
    if fate == 0:
        reason = _say(account, dice, "no_budget")
        yield DeclineOpportunity(occurred_at=answered_at, opportunity_id=opportunity_id, reason=reason)
    elif fate != 4:  # noqa: PLR2004  sales says nothing of one in five
        yield TakeOpportunity(occurred_at=answered_at, opportunity_id=opportunity_id, taken_by="sale-601")
    ended_at = in_office_hours(at + 40 * A_DAY)
    if fate == 1:
        yield WinOpportunity(
            occurred_at=ended_at,
            opportunity_id=opportunity_id,
            order_reference=f"PO-{account.number:04d}-X",
            value_minor=expected,
        )
    elif fate == 2:  # noqa: PLR2004  one of the five fates
        reason = _say(account, dice, "lost")
        yield LoseOpportunity(occurred_at=ended_at, opportunity_id=opportunity_id, reason=reason)


def _say(account: Account, dice: Random, key: str) -> str:
    return words(dice, key, account.language)
