"""When things happened: events may be recorded late, but not before the receipt and not ahead of time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from service.domain.account.decisions.profile import OpenAccount
from service.domain.case.decisions.closure import CloseCase, ResolveCase
from service.domain.case.decisions.intake import AcknowledgeReceipt, ReceiveCase
from service.domain.case.record.intake import ReceiptAcknowledged
from service.domain.case.record.waiting import WaitingEnded
from service.domain.case.rules import OccurredBeforeReceiptError
from service.domain.refusal import OccurredInFutureError
from service.domain.vocabulary import CaseKind, Channel, CloseReason, WaitingOn
from tests.domain.facts import (
    ACCOUNT_ID,
    ELEVEN,
    NINE,
    TEN,
    closed,
    opened,
    received,
    resolved,
    waiting_for_customer,
)
from tests.specification import given

FIVE_MINUTES = timedelta(minutes=5)
A_MOMENT = timedelta(microseconds=1)


def test_what_comes_without_a_time_happened_when_it_was_recorded() -> None:
    given(received()).when(ResolveCase(), at=TEN).then(resolved(at=TEN))


def test_what_happened_earlier_can_be_recorded_later() -> None:
    given(received()).when(ResolveCase(occurred_at=TEN), at=ELEVEN).then(resolved(at=TEN))


def test_both_events_of_one_command_carry_the_time_that_was_said() -> None:
    ended = WaitingEnded(occurred_at=TEN, waiting_on=WaitingOn.CUSTOMER)
    history = (received(), waiting_for_customer(NINE))
    given(*history).when(ResolveCase(occurred_at=TEN), at=ELEVEN).then(ended, resolved(at=TEN))


def test_a_case_can_be_taken_in_long_after_it_reached_us() -> None:
    years_ago = datetime(2019, 7, 1, 8, tzinfo=UTC)
    command = ReceiveCase(
        account_id=ACCOUNT_ID,
        channel=Channel.PHONE,
        kind=CaseKind.TECHNICAL,
        subject="The spindle stops",
        occurred_at=years_ago,
    )
    given().when(command, at=NINE).then(received(occurred_at=years_ago))


def test_the_moment_of_receipt_itself_is_not_before_the_receipt() -> None:
    given(received()).when(AcknowledgeReceipt(occurred_at=NINE), at=TEN).then(
        ReceiptAcknowledged(occurred_at=NINE)
    )


def test_nothing_happens_on_a_case_before_it_was_received() -> None:
    early = AcknowledgeReceipt(occurred_at=NINE - A_MOMENT)
    refused = given(received()).when(early, at=TEN)
    refused.then_refused(OccurredBeforeReceiptError, occurred_at=NINE - A_MOMENT, received_at=NINE)


def test_a_clock_that_is_five_minutes_ahead_is_believed() -> None:
    at = TEN + FIVE_MINUTES
    given(received()).when(ResolveCase(occurred_at=at), at=TEN).then(resolved(at=at))


def test_a_clock_that_is_further_ahead_is_told_both_times() -> None:
    at = TEN + FIVE_MINUTES + A_MOMENT
    refused = given(received()).when(ResolveCase(occurred_at=at), at=TEN)
    refused.then_refused(OccurredInFutureError, occurred_at=at, now=TEN)


def test_an_account_is_not_opened_in_the_future_either() -> None:
    command = OpenAccount(code="KA-0042", name="华东精密制造", occurred_at=NINE + FIVE_MINUTES)
    given().when(command, at=NINE).then(opened(occurred_at=NINE + FIVE_MINUTES))
    later = command.model_copy(update={"occurred_at": NINE + FIVE_MINUTES + A_MOMENT})
    given().when(later, at=NINE).then_refused(OccurredInFutureError)


def test_a_case_received_by_a_clock_that_is_ahead_can_be_worked_on_at_once() -> None:
    ahead = received(occurred_at=NINE + FIVE_MINUTES)
    acknowledged = ReceiptAcknowledged(occurred_at=NINE + FIVE_MINUTES)
    given(ahead).when(AcknowledgeReceipt(), at=NINE).then(acknowledged)


def test_a_closing_can_be_dated_back_like_everything_else() -> None:
    withdrawn = CloseReason.WITHDRAWN
    command = CloseCase(reason=withdrawn, occurred_at=TEN)
    given(received()).when(command, at=ELEVEN).then(closed(withdrawn, TEN))


def test_a_time_of_another_zone_is_the_same_instant() -> None:
    in_shanghai = datetime(2026, 3, 2, 18, tzinfo=timezone(timedelta(hours=8)))
    command = ResolveCase(occurred_at=in_shanghai)
    given(received()).when(command, at=ELEVEN).then(resolved(at=TEN))
    assert command.occurred_at is not None
    assert command.occurred_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="occurred_at"):
        ResolveCase.model_validate({"occurred_at": "2026-03-02T10:00:00"})
