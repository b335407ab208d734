"""The rows of complaints and of their remedies, from given events."""

from typing import Any
from uuid import UUID

import pytest

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseReopened, ResolutionConfirmed
from service.domain.case.record.complaints import CustomerReassured
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.record.remedies import RemedyApproved, RemedyGranted, RemedyRejected
from service.domain.vocabulary import EscalationLevel, ResponseClass
from service.projections.complaints.table import complaints
from service.projections.engine.model import StreamWithoutBeginningError
from service.projections.remedies import remedies
from tests.domain.case.examples.complaints import cause_identified
from tests.domain.case.examples.remedies import REMEDY_ID, remedy_proposed
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received, received_complaint
from tests.projections.folded import Tables, entry, fold

CASE, EXCEPTION_ID = UUID(int=1), UUID(int=2)
APPROVED = RemedyApproved(
    occurred_at=TEN, remedy_id=REMEDY_ID, approved_by="c.zhao", level=EscalationLevel.MANAGER
)
GRANTED = RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li")


def folded(*events: AnyEvent) -> Tables:
    tables = Tables()
    fold(tables, [entry(n, CASE, n, UUID(int=n), NINE, event) for n, event in enumerate(events, start=1)])
    return tables


def remedy(*events: AnyEvent) -> dict[str, Any]:
    row: dict[str, Any] = folded(received(), remedy_proposed(), *events).remedies[CASE, REMEDY_ID]
    return row


def complaint(*events: AnyEvent) -> dict[str, Any]:
    row: dict[str, Any] = folded(received_complaint(), *events).complaints[CASE]
    return row


def test_a_proposed_remedy_says_what_it_costs_and_by_when_the_customer_is_to_have_it() -> None:
    row = remedy()
    assert row.keys() == {column.name for column in remedies.c}
    assert (row["status"], row["amount_minor"], row["currency"]) == ("proposed", 150_000, "CNY")
    assert (row["proposed_at"], row["due_at"], row["granted_at"]) == (TEN, DUE, None)


def test_a_remedy_is_agreed_to_then_granted_and_an_agreement_noted_late_does_not_undo_that() -> None:
    assert (remedy(APPROVED)["status"], remedy(APPROVED)["approved_by"]) == ("approved", "c.zhao")
    for row in (remedy(APPROVED, GRANTED), remedy(GRANTED, APPROVED)):
        assert (row["status"], row["approved_at"], row["granted_at"]) == ("granted", TEN, ELEVEN)
        assert (row["granted_by"], row["source_position"]) == ("b.li", 4)


def test_a_remedy_was_granted_when_the_customer_first_got_it() -> None:
    earlier = GRANTED.model_copy(update={"occurred_at": TEN})
    assert remedy(GRANTED, earlier)["granted_at"] == remedy(earlier, GRANTED)["granted_at"] == TEN


def test_a_remedy_that_was_turned_down_says_since_when() -> None:
    row = remedy(RemedyRejected(occurred_at=ELEVEN, remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="r"))
    assert (row["status"], row["rejected_at"], row["approved_at"]) == ("rejected", ELEVEN, None)


def test_what_was_never_proposed_cannot_be_granted() -> None:
    with pytest.raises(StreamWithoutBeginningError, match="RemedyGranted"):
        folded(received(), GRANTED)


def test_a_complaint_begins_with_what_the_customer_said_or_with_its_class() -> None:
    row = complaint()
    assert row.keys() == {column.name for column in complaints.c}
    assert (row["is_complaint"], row["complained_at"], row["cause_count"]) == (True, NINE, 0)
    as_class = CaseClassified(occurred_at=TEN, response_class=ResponseClass.COMPLAINT)
    (row,) = folded(received(), as_class).complaints.values()
    assert (row["is_complaint"], row["complained_at"]) == (True, TEN)
    assert folded(received()).complaints == {}


def test_a_complaint_by_class_alone_is_none_once_the_class_is_another() -> None:
    as_class = CaseClassified(occurred_at=TEN, response_class=ResponseClass.COMPLAINT)
    no_longer = CaseClassified(occurred_at=ELEVEN, response_class=ResponseClass.URGENT)
    (row,) = folded(received(), as_class, no_longer).complaints.values()
    assert (row["is_complaint"], row["complained_at"]) == (False, TEN)
    assert complaint(no_longer)["is_complaint"] is True


def test_the_first_reassurance_and_the_last_cause_count() -> None:
    late, early = (CustomerReassured(occurred_at=at, words="We are sorry") for at in (ELEVEN, TEN))
    assert complaint(late, early)["reassured_at"] == complaint(early, late)["reassured_at"] == TEN
    again = cause_identified(occurred_at=ELEVEN, root_code="wrong_bill")
    row = complaint(cause_identified(), again)
    assert (row["root_code"], row["cause_at"], row["cause_count"]) == ("wrong_bill", ELEVEN, 2)


def test_exceptions_are_counted_and_those_that_were_granted() -> None:
    asked = ExceptionRequested(
        occurred_at=TEN, exception_id=EXCEPTION_ID, what="w", reason="r", requested_by="b.li"
    )
    said = [
        ExceptionDecided(
            occurred_at=TEN,
            exception_id=EXCEPTION_ID,
            is_granted=granted,
            decided_by="c.zhao",
            level=EscalationLevel.MANAGER,
        )
        for granted in (True, False)
    ]
    row = complaint(asked, asked, *said)
    assert (row["exception_count"], row["granted_exception_count"]) == (2, 1)


def test_a_reopened_complaint_is_no_longer_confirmed() -> None:
    confirmed = ResolutionConfirmed(occurred_at=TEN, cycle=1)
    assert complaint(confirmed)["confirmed_at"] == TEN
    assert complaint(confirmed, CaseReopened(occurred_at=ELEVEN, cycle=2))["confirmed_at"] is None
