"""Columns that figures need, counted by hand: agreements of an account, first answers, whose turn it is."""

from typing import Any
from uuid import UUID

from service.domain.account.record.agreements.agreements import AgreementEnded
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.closure import CaseReopened, CaseResolved
from service.domain.case.record.collaborations import CollaborationAnswered, CollaborationRequested
from service.domain.case.record.replies import CustomerMessaged
from service.domain.case.record.waiting import WaitingStarted
from service.domain.vocabulary import Channel, WaitingOn
from tests.domain.account.examples.agreements.agreements import amended, signed
from tests.domain.facts import ELEVEN, NINE, TEN, opened, received
from tests.projections.folded import Tables, entry, fold

STREAM, ONE = UUID(int=1), UUID(int=11)
HOUR = 3600


def tables_of(*events: AnyEvent) -> Tables:
    tables = Tables()
    fold(tables, [entry(n, STREAM, n, UUID(int=n), NINE, event) for n, event in enumerate(events, start=1)])
    return tables


def case_row(*events: AnyEvent) -> dict[str, Any]:
    row: dict[str, Any] = tables_of(received(), *events).cases[STREAM]
    return row


def test_an_account_has_the_agreements_that_were_signed_and_not_ended() -> None:
    ended = AgreementEnded(occurred_at=TEN, agreement_id="C-7", ends_at=TEN, reason="By both sides")
    two = (opened(), signed(), signed(agreement_id="C-8"), amended())
    assert tables_of(opened()).accounts[STREAM]["agreements"] is None
    assert tables_of(*two).accounts[STREAM]["agreements"] == ["C-7", "C-8"]
    assert tables_of(*two, ended).accounts[STREAM]["agreements"] == ["C-8"]


def test_the_first_answer_of_a_department_is_the_earliest_by_business_time() -> None:
    asked = CollaborationRequested(
        occurred_at=NINE, collaboration_id=ONE, department="logistics", step="ship_part", request="Send it"
    )
    late = CollaborationAnswered(occurred_at=ELEVEN, collaboration_id=ONE, answer="Sent")
    early = CollaborationAnswered(occurred_at=TEN, collaboration_id=ONE, answer="Soon")
    (row,) = tables_of(received(), asked, late, early).tasks.values()
    assert (row["answered_at"], row["status"]) == (TEN, "open")


def test_it_is_our_turn_from_receipt_but_for_waits_for_the_customer() -> None:
    waits = WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.CUSTOMER)
    since = received().occurred_at
    before = int((TEN - since).total_seconds())
    assert case_row()["our_turn_since_at"] == since
    row = case_row(waits)
    assert (row["our_turn_since_at"], row["requester_wait_seconds"]) == (None, before)
    spoke = CustomerMessaged(occurred_at=ELEVEN, channel=Channel.PHONE, text="It is 4711")
    row = case_row(waits, spoke)
    assert (row["our_turn_since_at"], row["customer_message_count"]) == (ELEVEN, 1)


def test_the_end_of_a_case_ends_its_wait() -> None:
    waits = WaitingStarted(occurred_at=NINE, waiting_on=WaitingOn.SUPPLIER)
    over = CaseResolved(occurred_at=TEN, cycle=1)
    row = case_row(waits, over)
    assert (row["waiting_on"], row["waiting_supplier_count"], row["waiting_supplier_seconds"]) == (
        None,
        1,
        HOUR,
    )
    again = case_row(waits, over, CaseReopened(occurred_at=ELEVEN, cycle=2))
    assert (again["soonest_reopen_seconds"], again["last_worked_at"]) == (HOUR, ELEVEN)
