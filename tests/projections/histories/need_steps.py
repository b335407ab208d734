"""Needs and opportunities of an account, as it goes on with them."""

from datetime import UTC, date, datetime
from uuid import UUID

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
from service.domain.account.decisions.needs.purchases import RecordPurchase, RefundPurchase
from service.domain.account.decisions.needs.signals import DismissSignal, RaiseSignal, TakeSignal
from service.domain.account.needs.vocabulary import NeedOrigin
from service.domain.clocks.policy import Title
from service.domain.command import Command
from service.domain.guidelines.signals import SignalKind
from service.domain.vocabulary import Channel


def need_steps(contact_id: UUID, words: str) -> tuple[Command, ...]:
    """Return three needs, one delivered and told, one declined, one withdrawn, and three opportunities."""
    return (
        *(_raised(number, contact_id, words) for number in ("N-1", "N-2", "N-3")),
        AssessNeed(need_number="N-1", assessment=words, responsible="wu"),
        PlanNeed(need_number="N-1", plan=words, due_on=date(2099, 1, 1)),
        DeliverNeed(need_number="N-1", release="4.2"),
        TellAsker(need_number="N-1", contact_id=contact_id, channel=Channel.PHONE, text=words),
        DeclineNeed(need_number="N-2", reason=words),
        WithdrawNeed(need_number="N-3", reason=words),
        *(_passed(number, words) for number in range(3)),
        TakeOpportunity(opportunity_id=UUID(int=0), taken_by="qian"),
        WinOpportunity(opportunity_id=UUID(int=0), order_reference="PO-7", value_minor=100),
        DeclineOpportunity(opportunity_id=UUID(int=1), reason=words),
        TakeOpportunity(opportunity_id=UUID(int=2)),
        LoseOpportunity(opportunity_id=UUID(int=2), reason=words),
        *(_signal(number) for number in range(2)),
        TakeSignal(signal_id=UUID(int=0), plan=words),
        DismissSignal(signal_id=UUID(int=1), reason=words, dismissed_by="wang"),
    )


def purchase_steps() -> tuple[Command, ...]:
    """Return an order, and a part of it that is paid back."""
    return (
        RecordPurchase(order_reference="PO-7", amount_minor=500),
        RefundPurchase(order_reference="PO-7", refund_reference="R-1", amount_minor=100),
    )


def _raised(number: str, contact_id: UUID, words: str) -> Command:
    return RaiseNeed(
        need_number=number,
        topic="An export",
        departments=("product", "sales"),
        contact_id=contact_id,
        words=words,
        origin=NeedOrigin.SURVEY,
        origin_reference="2026-q1",
    )


def _passed(number: int, words: str) -> Command:
    return PassOpportunity(
        opportunity_id=UUID(int=number),
        understanding=words,
        need_number="N-1",
        origin=NeedOrigin.CAMPAIGN,
        origin_reference="spring",
        passed_by="li",
        expected_minor=500,
    )


def _signal(number: int) -> Command:
    return RaiseSignal(
        signal_id=UUID(int=number),
        rule=f"rule_{number}",
        rules_version=1,
        kind=SignalKind.NEED,
        rule_title=Title(zh="多次咨询", en="Several questions"),
        case_ids=(UUID(int=7),),
        number=2,
        evidence_from_at=datetime(2026, 3, 1, tzinfo=UTC),
        evidence_until_at=datetime(2026, 3, 2, tzinfo=UTC),
        mean_before_hundredths=450,
        mean_now_hundredths=300,
    )
