"""Taking a case in: by any channel, of any kind, for an account that is known."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.account.rules import AccountNotFoundError
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.case.decisions.intake import AcknowledgeReceipt, DescribeFault, ReceiveCase
from service.domain.case.record.intake import FaultDescribed, ReceiptAcknowledged
from service.domain.vocabulary import CaseKind, Channel, FaultDetail, Phase, Segment
from tests.domain.facts import (
    ACCOUNT_ID,
    CONTACT_ID,
    ELEVEN,
    NINE,
    TEN,
    received,
    reopened,
    resolved,
)
from tests.specification import case_after, given


def receiving(channel: Channel = Channel.PHONE, kind: CaseKind = CaseKind.TECHNICAL) -> ReceiveCase:
    return ReceiveCase(account_id=ACCOUNT_ID, channel=channel, kind=kind, subject="The spindle stops")


@pytest.mark.parametrize(
    "channel",
    [
        pytest.param(channel, marks=pytest.mark.requirement(130) if channel is Channel.WECOM else ())
        for channel in Channel
    ],
)
def test_a_case_can_come_by_any_channel(channel: Channel) -> None:
    alert = "ALERT-7" if channel is Channel.MONITORING else None
    told = ReceiveCase.model_validate(
        {**receiving().model_dump(), "channel": channel, "alert_reference": alert}
    )
    given().when(told, at=NINE).then(received(channel=channel, alert_reference=alert))


@pytest.mark.requirement(60)
@pytest.mark.parametrize(
    "kind", [CaseKind.ENQUIRY, CaseKind.SUGGESTION, CaseKind.COMPLAINT, CaseKind.AFTER_SALES]
)
@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.PHONE, Channel.COMMUNITY, Channel.EMAIL])
def test_enquiries_suggestions_complaints_and_after_sales_come_by_chat_phone_community_and_email(
    channel: Channel, kind: CaseKind
) -> None:
    given().when(receiving(channel, kind), at=NINE).then(received(channel=channel, kind=kind))


@pytest.mark.requirement(14)
def test_a_fault_is_taken_in_with_what_shows_when_it_began_and_what_it_holds_up() -> None:
    fault = {"symptom": "Error 7 on the panel", "fault_began_at": NINE, "impact": "Line 3, twelve people"}
    command = ReceiveCase.model_validate({**receiving().model_dump(), **fault})
    given().when(command, at=TEN).then(received(occurred_at=TEN, fault_details=tuple(FaultDetail), **fault))


def test_everything_that_was_told_at_intake_stands_in_the_event() -> None:
    fields = {
        "phase": Phase.IN_SALE,
        "reference": "2026-0815",
        "description": "It stopped twice",
        "reported_by": "李雷",
        "order_reference": "PO-77",
        "asset_reference": "CNC-3",
        "contact_id": CONTACT_ID,
        "alert_reference": "ALERT-7",
    }
    command = ReceiveCase.model_validate({**receiving().model_dump(), **fields})
    given().when(command, at=NINE).then(received(**fields))


def test_a_case_keeps_the_tier_that_the_account_had_when_it_came() -> None:
    high_value = CustomerAccount(code="KA-0042", segment=Segment.HIGH_VALUE)
    given().when(receiving(), at=NINE, account=high_value).then(received(segment=Segment.HIGH_VALUE))


@pytest.mark.parametrize("account", [None, UNOPENED])
def test_a_case_of_an_unknown_account_is_refused(account: CustomerAccount | None) -> None:
    receive = given().when(receiving(), at=NINE, account=account)
    receive.then_refused(AccountNotFoundError, account_id=ACCOUNT_ID)


@pytest.mark.parametrize("subject", ["", "   ", "\x00", "\ud800", "x" * 20_001])
def test_a_subject_holds_text_that_can_be_stored(subject: str) -> None:
    with pytest.raises(ValidationError, match="subject"):
        ReceiveCase(account_id=ACCOUNT_ID, channel=Channel.PHONE, kind=CaseKind.ENQUIRY, subject=subject)


def test_white_space_around_a_text_is_not_kept() -> None:
    command = ReceiveCase(
        account_id=ACCOUNT_ID,
        channel=Channel.PHONE,
        kind=CaseKind.TECHNICAL,
        subject="  The spindle stops \n",
    )
    given().when(command, at=NINE).then(received())


def test_a_field_that_no_command_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        ReceiveCase.model_validate({**receiving().model_dump(), "colour": "red"})


def test_only_the_first_acknowledgement_counts() -> None:
    first = ReceiptAcknowledged(occurred_at=TEN)
    given(received(), first).when(AcknowledgeReceipt(), at=ELEVEN).then_nothing()


def test_a_reopening_is_acknowledged_anew_and_the_first_acknowledgement_stays() -> None:
    first = ReceiptAcknowledged(occurred_at=TEN)
    anew = ReceiptAcknowledged(occurred_at=ELEVEN)
    history = (received(), first, resolved(), reopened())
    given(*history).when(AcknowledgeReceipt(), at=ELEVEN).then(anew)
    given(*history, anew).when(AcknowledgeReceipt(), at=ELEVEN).then_nothing()
    assert case_after(*history, anew).acknowledged_at == TEN


TWICE_OPEN = (received(), resolved(at=TEN), reopened(at=ELEVEN))


def test_each_acknowledgement_told_late_counts_for_the_cycle_of_its_time() -> None:
    first, second = TEN - timedelta(minutes=30), ELEVEN + timedelta(minutes=4)
    now = ELEVEN + timedelta(hours=1)
    given(*TWICE_OPEN).when(AcknowledgeReceipt(occurred_at=first), at=now).then(
        ReceiptAcknowledged(occurred_at=first)
    )
    both = (*TWICE_OPEN, ReceiptAcknowledged(occurred_at=first))
    given(*both).when(AcknowledgeReceipt(occurred_at=second), at=now).then(
        ReceiptAcknowledged(occurred_at=second)
    )
    case = case_after(*both, ReceiptAcknowledged(occurred_at=second))
    assert (case.acknowledged_at, case.acknowledged_in_cycle_at) == (first, second)
    swapped = case_after(*TWICE_OPEN, ReceiptAcknowledged(occurred_at=second), *both[3:])
    assert swapped == case


def test_what_is_known_of_a_fault_adds_up_in_whatever_order_it_is_told() -> None:
    began = FaultDescribed(occurred_at=TEN, fault_began_at=NINE, details=(FaultDetail.FAULT_BEGAN_AT,))
    impact = FaultDescribed(occurred_at=ELEVEN, impact="Line 3", details=(FaultDetail.IMPACT,))
    at_receipt = received(symptom="Error 7", fault_details=(FaultDetail.SYMPTOM,))
    for told in ((at_receipt, began, impact), (at_receipt, impact, began)):
        assert case_after(*told).known_of_fault == set(FaultDetail)
    assert case_after(received(), began).known_of_fault == {FaultDetail.FAULT_BEGAN_AT}


def test_a_description_of_a_fault_says_which_details_it_tells() -> None:
    command = DescribeFault(impact="Line 3, twelve people")
    told = FaultDescribed(occurred_at=TEN, impact="Line 3, twelve people", details=(FaultDetail.IMPACT,))
    given(received()).when(command, at=TEN).then(told)
