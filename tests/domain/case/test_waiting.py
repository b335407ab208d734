"""A case waits for one party at a time, and no longer than until it ends."""

from datetime import timedelta

import pytest

from service.domain.case.decisions.closure import CloseCase, ResolveCase
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.refusal import LaterEventContradictsError, NoEffectThenError
from service.domain.vocabulary import CloseReason, WaitingOn
from tests.domain.facts import ELEVEN, TEN, closed, received, reopened, resolved, waiting_for_customer
from tests.specification import case_after, given

WAITING = (received(), waiting_for_customer(TEN))
ENDED = WaitingEnded(occurred_at=ELEVEN, waiting_on=WaitingOn.CUSTOMER)


def test_resolving_ends_the_wait_first() -> None:
    given(*WAITING).when(ResolveCase(), at=ELEVEN).then(ENDED, resolved(at=ELEVEN))


def test_closing_ends_the_wait_first() -> None:
    withdrawn = CloseReason.WITHDRAWN
    given(*WAITING).when(CloseCase(reason=withdrawn), at=ELEVEN).then(ENDED, closed(withdrawn, ELEVEN))


def test_waiting_for_another_party_ends_the_first_wait() -> None:
    for_supplier = WaitingStarted(occurred_at=ELEVEN, waiting_on=WaitingOn.SUPPLIER)
    given(*WAITING).when(StartWaiting(waiting_on=WaitingOn.SUPPLIER), at=ELEVEN).then(ENDED, for_supplier)


def test_waiting_on_for_the_same_party_is_one_wait() -> None:
    longer = StartWaiting(waiting_on=WaitingOn.CUSTOMER, note="Asked again")
    given(*WAITING).when(longer, at=ELEVEN).then_nothing()


def test_there_is_nothing_to_end_when_nobody_waits() -> None:
    given(received()).when(EndWaiting(), at=TEN).then_nothing()


def test_a_case_can_wait_again_after_a_wait() -> None:
    again = StartWaiting(waiting_on=WaitingOn.CUSTOMER)
    given(*WAITING, ENDED).when(again, at=ELEVEN).then(waiting_for_customer(ELEVEN))


@pytest.mark.parametrize("party", WaitingOn)
def test_a_reopened_case_waits_for_nobody_until_it_is_said(party: WaitingOn) -> None:
    history = (*WAITING, ENDED, resolved(at=ELEVEN), reopened(at=ELEVEN))
    assert case_after(*history).waiting_on is None
    started = WaitingStarted(occurred_at=ELEVEN, waiting_on=party)
    given(*history).when(StartWaiting(waiting_on=party), at=ELEVEN).then(started)


def test_a_wait_begun_by_our_clock_and_ended_in_the_same_second_is_one_instant() -> None:
    begun_at = TEN + timedelta(seconds=2, milliseconds=326)
    to_the_second = EndWaiting(occurred_at=TEN + timedelta(seconds=2))
    ended = given(received(), waiting_for_customer(begun_at)).when(to_the_second, at=ELEVEN)
    ended.then(WaitingEnded(occurred_at=begun_at, waiting_on=WaitingOn.CUSTOMER))


def test_a_wait_does_not_end_before_it_began() -> None:
    early = EndWaiting(occurred_at=TEN - timedelta(minutes=10))
    given(*WAITING).when(early, at=ELEVEN).then_refused(NoEffectThenError, last_happened_at=TEN)


def test_a_wait_told_late_for_before_the_one_on_record_is_ended_by_nothing_and_refused() -> None:
    early = StartWaiting(waiting_on=WaitingOn.CUSTOMER, occurred_at=TEN - timedelta(minutes=30))
    given(*WAITING).when(early, at=ELEVEN).then_refused(LaterEventContradictsError, event="WaitingStarted")


def test_the_end_of_another_wait_told_late_leaves_the_one_on_record_without_an_end() -> None:
    other = StartWaiting(waiting_on=WaitingOn.SUPPLIER, occurred_at=ELEVEN - timedelta(minutes=30))
    given(*WAITING, ENDED).when(other, at=ELEVEN).then_refused(
        LaterEventContradictsError, event="WaitingEnded", later_at=ELEVEN
    )
