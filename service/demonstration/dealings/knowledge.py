"""What is learnt of an account and who keeps it: profile, stage, steward, purchases, handover from sales."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import in_office_hours
from service.demonstration.words import words
from service.domain.account.decisions.agreements.handovers import (
    AcceptHandover,
    HandOverAccount,
    SupplementHandover,
)
from service.domain.account.decisions.journey import MoveToStage
from service.domain.account.decisions.needs.purchases import RecordPurchase, RefundPurchase
from service.domain.account.decisions.profile_values import NewValue, ReviewProfile, SetProfileValue
from service.domain.account.decisions.stewards import AssignSteward
from service.domain.account.record.agreements.handovers import HandoverNote
from service.domain.command import Command
from service.domain.vocabulary import Segment

A_DAY = timedelta(days=1)
SIZES = {Segment.HIGH_VALUE: "large", Segment.POTENTIAL: "medium", Segment.ORDINARY: "small"}
ORDERED_MINOR = {Segment.HIGH_VALUE: 9_000_000, Segment.POTENTIAL: 2_500_000, Segment.ORDINARY: 400_000}
DAYS_BETWEEN_ORDERS = {Segment.HIGH_VALUE: 9, Segment.POTENTIAL: 20, Segment.ORDINARY: 45}
LEARNT, SENT_BACK = 0.8, 0.06
"""Shares of what there is to know that is learnt, and of the orders of which a part is sent back."""
FIELDS = (
    ("decision_chain", "sales_handover"),
    ("approval_process", "call"),
    ("buying_preference", "visit"),
    ("service_notes", "service_case"),
    ("products_in_use", "questionnaire"),
)
STEWARD, SUPERVISOR, SELLER = "supp-701", "supervisor-11", "sale-601"


def knowledge(account: Account, begins_at: datetime, until: datetime) -> Iterator[Command]:
    """Yield what is learnt of an account in half a year, in no order."""
    dice = Random(f"{account.code}/knowledge")  # noqa: S311  a believable story, not a secret
    if account.number % 4 == 1:
        yield from _handed_over(account, dice, begins_at + A_DAY)
    yield from _profile(account, dice, begins_at)
    yield from _journey(account, dice, begins_at)
    yield from _orders(account, dice, begins_at, until)
    if account.segment is not Segment.ORDINARY:
        yield AssignSteward(
            occurred_at=in_office_hours(begins_at + 10 * A_DAY),
            steward=STEWARD,
            account_class="strategic" if account.segment is Segment.HIGH_VALUE else "growing",
            assigned_by=SUPERVISOR,
            reason=_say(account, dice, "grows"),
        )


def _handed_over(account: Account, dice: Random, at: datetime) -> Iterator[Command]:
    """Yield what sales knew; now and then the preferences come later."""
    topics = ["people", "needs", "promises", "open_matters", "preferences"]
    handover_id = uuid5(DEMONSTRATION, f"{account.code}/handover")
    is_whole = account.number % 8 == 1
    told = topics if is_whole else topics[:-1]
    notes = tuple(HandoverNote(topic=topic, what=_say(account, dice, f"handed_{topic}")) for topic in topics)
    yield HandOverAccount(
        occurred_at=in_office_hours(at),
        handover_id=handover_id,
        to_staff=account.owner,
        from_department="sales",
        from_staff=SELLER,
        notes=notes[: len(told)],
        missing_reason=None if is_whole else _say(account, dice, "asked_later"),
    )
    yield AcceptHandover(
        occurred_at=in_office_hours(at + A_DAY), handover_id=handover_id, accepted_by=account.owner
    )
    if not is_whole:
        yield SupplementHandover(
            occurred_at=in_office_hours(at + 5 * A_DAY), handover_id=handover_id, notes=notes[len(told) :]
        )


def _profile(account: Account, dice: Random, begins_at: datetime) -> Iterator[Command]:
    yield SetProfileValue(
        occurred_at=in_office_hours(begins_at + 3 * A_DAY),
        field="size",
        words=SIZES[account.segment],
        source="customer_system",
        vouched_by=account.owner,
    )
    known = [(field, source) for field, source in FIELDS if dice.random() < LEARNT]
    for field, source in known:
        yield SetProfileValue(
            occurred_at=in_office_hours(begins_at + dice.uniform(4, 40) * A_DAY),
            field=field,
            words=_say(account, dice, field),
            source=source,
            vouched_by=account.owner,
        )
    if account.number % 6 == 0:
        yield SetProfileValue(
            occurred_at=in_office_hours(begins_at + 60 * A_DAY),
            field="size",
            words="medium" if account.segment is not Segment.POTENTIAL else "large",
            source="visit",
            vouched_by=account.owner,
            was_wrong=True,
            reason=_say(account, dice, "misheard"),
        )
    if known:
        budget = NewValue(field="annual_budget", words=_say(account, dice, "annual_budget"), source="visit")
        yield ReviewProfile(
            occurred_at=in_office_hours(begins_at + dice.uniform(95, 140) * A_DAY),
            reviewed_by=account.owner,
            confirmed=tuple(field for field, _ in known[1:]),
            outdated=tuple(field for field, _ in known[:1]) if account.number % 5 == 0 else (),
            new_values=(budget,),
        )


def _journey(account: Account, dice: Random, begins_at: datetime) -> Iterator[Command]:
    days = 2 * A_DAY
    stages = ("implementation", "renewal", "expansion")[: 1 + dice.randrange(3)]
    for stage in stages:
        yield MoveToStage(
            occurred_at=in_office_hours(begins_at + days), stage=stage, reason=_say(account, dice, "grows")
        )
        days += dice.uniform(40, 60) * A_DAY


def _orders(account: Account, dice: Random, begins_at: datetime, until: datetime) -> Iterator[Command]:
    usual, at, number = ORDERED_MINOR[account.segment], begins_at + dice.uniform(2, 9) * A_DAY, 0
    while at < until:
        number += 1
        order, amount = f"PO-{account.number:04d}-{number:03d}", int(usual * dice.uniform(0.4, 1.9))
        ordered_at = in_office_hours(at)
        yield RecordPurchase(occurred_at=ordered_at, order_reference=order, amount_minor=amount)
        if dice.random() < SENT_BACK:
            yield RefundPurchase(
                occurred_at=ordered_at + 6 * A_DAY,
                order_reference=order,
                refund_reference=f"R-{order}",
                amount_minor=amount // 10,
            )
        at += DAYS_BETWEEN_ORDERS[account.segment] * dice.uniform(0.6, 1.5) * A_DAY


def _say(account: Account, dice: Random, key: str) -> str:
    return words(dice, key, account.language)
