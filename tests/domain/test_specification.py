"""The specification language can fail: it compares exactly, in order, and takes no refusal for another."""

import pytest

from service.domain.case.decisions.closure import CaseStillOpenError, ReopenCase, ResolveCase
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.waiting import EndWaiting
from service.domain.case.record.intake import ReceiptAcknowledged
from service.domain.case.record.waiting import WaitingEnded
from service.domain.case.rules import CaseAlreadyClosedError, CaseNotFoundError
from service.domain.refusal import Refusal
from service.domain.vocabulary import WaitingOn
from tests.domain.facts import ELEVEN, TEN, received, resolved, waiting_for_customer
from tests.specification import given

WAITING = given(received(), waiting_for_customer())
ENDED = WaitingEnded(occurred_at=ELEVEN, waiting_on=WaitingOn.CUSTOMER)


def test_events_in_another_order_are_not_the_expected_ones() -> None:
    resolving = WAITING.when(ResolveCase(), at=ELEVEN)
    resolving.then(ENDED, resolved(at=ELEVEN))
    with pytest.raises(AssertionError):
        resolving.then(resolved(at=ELEVEN), ENDED)


def test_a_part_of_the_events_is_not_enough() -> None:
    with pytest.raises(AssertionError):
        WAITING.when(ResolveCase(), at=ELEVEN).then(resolved(at=ELEVEN))


def test_an_event_with_another_field_is_another_event() -> None:
    with pytest.raises(AssertionError):
        given(received()).when(AcknowledgeReceipt(), at=TEN).then(ReceiptAcknowledged(occurred_at=ELEVEN))


def test_to_expect_no_event_is_said_in_words() -> None:
    with pytest.raises(AssertionError, match="then_nothing"):
        given(received()).when(EndWaiting(), at=TEN).then()


def test_an_event_is_not_nothing() -> None:
    with pytest.raises(AssertionError):
        WAITING.when(EndWaiting(), at=ELEVEN).then_nothing()


def test_another_refusal_is_not_the_expected_one() -> None:
    reopening = given(received()).when(ReopenCase(), at=TEN)
    reopening.then_refused(CaseStillOpenError)
    for error in (CaseNotFoundError, Refusal):
        with pytest.raises(AssertionError):
            reopening.then_refused(error)


def test_a_refusal_with_another_value_is_not_the_expected_one() -> None:
    with pytest.raises(AssertionError):
        given().when(ReopenCase(), at=TEN).then_refused(CaseNotFoundError, case_id="of another")


def test_a_command_that_is_carried_out_is_not_refused() -> None:
    with pytest.raises(pytest.fail.Exception):
        given(received()).when(ResolveCase(), at=TEN).then_refused(CaseAlreadyClosedError)
