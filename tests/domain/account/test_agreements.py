"""Agreements with a customer: versions with dates of effect, and what is agreed at an instant."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.account.decisions.agreements.agreements import (
    AgreementAlreadySignedError,
    AgreementEndsSoonerError,
    AgreementNotFoundError,
    AmendAgreement,
    AmendmentAfterAgreementEndsError,
    EndAgreement,
    SignAgreement,
)
from service.domain.account.record.agreements.agreements import AgreementEnded
from service.domain.clocks.policy import AgreedTerm
from service.domain.refusal import LaterEventContradictsError, OnRecordOtherwiseError
from tests.domain.account.examples.agreements.agreements import (
    ANSWER_IN_TEN_MINUTES,
    IN_A_YEAR,
    THREE_DAYS_BEFORE,
    amended,
    signed,
)
from tests.domain.example import A_MOMENT, AT
from tests.domain.facts import ELEVEN, NINE, TEN, opened
from tests.specification import account_after, given

HALF_PAST_TEN = TEN + timedelta(minutes=30)
FIVE = timedelta(minutes=5)
FIVE_MINUTES = AgreedTerm(clock="first_reply", target_seconds=300)


def amend(*terms: AgreedTerm, **fields: object) -> AmendAgreement:
    usual = {"agreement_id": "C-7", "terms": terms, "effective_at": TEN, "reason": "A second shift"}
    return AmendAgreement.model_validate({**usual, **fields})


def test_terms_hold_from_the_instant_of_effect_and_no_longer_at_the_end() -> None:
    account = account_after(opened(), signed(effective_at=TEN, ends_at=ELEVEN))
    agreed = (("C-7", THREE_DAYS_BEFORE),)
    assert account.terms_at(TEN - A_MOMENT) == account.terms_at(ELEVEN) == ()
    assert account.terms_at(TEN) == account.terms_at(ELEVEN - A_MOMENT) == agreed


def test_an_agreement_without_an_end_holds_until_it_is_ended() -> None:
    history = (opened(), signed(ends_at=None))
    ended = AgreementEnded(occurred_at=AT, agreement_id="C-7", ends_at=TEN, reason="By both sides")
    assert account_after(*history).terms_at(IN_A_YEAR) == (("C-7", THREE_DAYS_BEFORE),)
    assert account_after(*history, ended).terms_at(TEN) == ()
    assert account_after(*history, ended).terms_at(TEN - A_MOMENT) == (("C-7", THREE_DAYS_BEFORE),)


def test_an_amendment_changes_nothing_before_its_instant_of_effect() -> None:
    account = account_after(opened(), signed(), amended())
    assert account.terms_at(TEN - A_MOMENT) == (("C-7", THREE_DAYS_BEFORE),)
    assert account.terms_at(TEN) == (("C-7", THREE_DAYS_BEFORE), ("C-7", ANSWER_IN_TEN_MINUTES))


def test_an_amendment_recorded_late_holds_only_until_the_next_one() -> None:
    between = amended(version=3, terms=(FIVE_MINUTES,), effective_at=NINE + timedelta(minutes=30))
    account = account_after(opened(), signed(), amended(), between)
    assert account.terms_at(TEN - A_MOMENT) == (("C-7", FIVE_MINUTES),)
    assert account.terms_at(TEN) == (("C-7", THREE_DAYS_BEFORE), ("C-7", ANSWER_IN_TEN_MINUTES))


def test_of_two_versions_from_one_instant_on_the_later_said_holds() -> None:
    corrected = amended(version=3, terms=(FIVE_MINUTES,))
    assert account_after(opened(), signed(), amended(), corrected).terms_at(TEN) == (("C-7", FIVE_MINUTES),)


def test_the_terms_of_several_agreements_hold_side_by_side() -> None:
    second = signed(agreement_id="C-8", terms=(ANSWER_IN_TEN_MINUTES,))
    account = account_after(opened(), signed(), second)
    assert account.terms_at(TEN) == (("C-7", THREE_DAYS_BEFORE), ("C-8", ANSWER_IN_TEN_MINUTES))


def test_amendments_are_numbered_in_the_order_of_recording() -> None:
    given(opened(), signed()).when(amend(), at=AT).then(amended(terms=()))
    third = amended(version=3, terms=(FIVE_MINUTES,), effective_at=HALF_PAST_TEN)
    again = amend(FIVE_MINUTES, effective_at=HALF_PAST_TEN)
    given(opened(), signed(), amended()).when(again, at=AT).then(third)


def test_an_amendment_to_what_is_agreed_already_adds_nothing() -> None:
    given(opened(), signed()).when(amend(THREE_DAYS_BEFORE), at=AT).then_nothing()


def test_another_agreement_under_the_same_number_is_refused() -> None:
    other = SignAgreement(agreement_id="C-7", title="x", terms=(FIVE_MINUTES,), effective_at=NINE)
    refused = given(opened(), signed()).when(other, at=AT)
    refused.then_refused(AgreementAlreadySignedError, agreement_id="C-7")


def test_an_agreement_that_has_ended_is_neither_amended_nor_prolonged() -> None:
    history = given(opened(), signed(ends_at=TEN))
    history.when(amend(), at=AT).then_refused(AmendmentAfterAgreementEndsError, ends_at=TEN)
    later = EndAgreement(agreement_id="C-7", ends_at=IN_A_YEAR, reason="It goes on")
    history.when(later, at=AT).then_refused(AgreementEndsSoonerError, ends_at=TEN)


def test_a_term_with_two_limits_is_no_term() -> None:
    twice = AgreedTerm.model_construct(clock="visit", target_seconds=60, target_months=3)
    with pytest.raises(ValidationError, match="terms"):
        SignAgreement(agreement_id="C-7", title="x", terms=(twice,), effective_at=NINE)


def test_an_agreement_is_neither_ended_nor_amended_before_it_was_signed() -> None:
    history = (opened(), signed(occurred_at=TEN))
    end = EndAgreement(agreement_id="C-7", ends_at=ELEVEN, reason="Sold", occurred_at=TEN - 2 * FIVE)
    given(*history).when(end, at=ELEVEN).then_refused(AgreementNotFoundError)
    given(*history).when(amend(occurred_at=TEN - 2 * FIVE), at=ELEVEN).then_refused(AgreementNotFoundError)


def test_what_is_told_late_of_an_agreement_does_not_rule_out_what_was_agreed_since() -> None:
    history = (opened(), signed(), amended(occurred_at=TEN, effective_at=HALF_PAST_TEN))
    end = EndAgreement(agreement_id="C-7", ends_at=TEN, reason="Sold", occurred_at=NINE + 2 * FIVE)
    given(*history).when(end, at=ELEVEN).then_refused(LaterEventContradictsError, event="AgreementAmended")
    other = amend(FIVE_MINUTES, occurred_at=NINE + 2 * FIVE)
    given(*history).when(other, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=TEN)


def test_another_day_of_signing_is_not_taken_for_a_repeat() -> None:
    fields = signed().model_dump(exclude={"type", "occurred_at", "time_in_doubt"})
    given(opened(), signed()).when(SignAgreement(**fields, occurred_at=NINE), at=ELEVEN).then_nothing()
    later = SignAgreement(**fields, occurred_at=TEN)
    given(opened(), signed()).when(later, at=ELEVEN).then_refused(OnRecordOtherwiseError)
