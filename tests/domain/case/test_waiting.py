"""A case waits for one party at a time, and no longer than until it ends."""

import pytest

from service.domain.case.decisions.closure import CloseCase, ResolveCase
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
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
