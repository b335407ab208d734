"""Rows of agreements and what they oblige us to, counted by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.aggregates.aggregate import AnyEvent
from tests.domain.account.examples.agreements.agreements import IN_A_YEAR, signed
from tests.domain.account.examples.agreements.consent import given_consent, withdrawn
from tests.domain.account.examples.agreements.disclosures import DISCLOSURE_ID, disclosed
from tests.domain.account.examples.agreements.disputes import (
    DISPUTE_ID,
    OTHER_DISPUTE_ID,
    dispute_ended,
    dispute_opened,
    mediation,
    mediator_named,
    ours,
    settled,
    theirs,
)
from tests.domain.account.examples.agreements.handovers import NOT_YET, accepted, handed_over, supplemented
from tests.domain.account.examples.agreements.obligations import (
    IN_A_MONTH,
    agreed,
    dropped,
    fulfilled,
    measured,
    moved,
    standard_agreed,
)
from tests.domain.account.examples.agreements.renewals import OFFER_BY, renewal_decided, renewal_planned
from tests.domain.account.examples.agreements.signings import (
    CHECKLIST,
    SIGNED_ON,
    given_up,
    paper_received,
    planned_signing,
)
from tests.domain.account.examples.contacts import opted_out
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened
from tests.projections.folded import Tables, entry, fold

ACCOUNT = UUID(int=2)


def folded(*events: AnyEvent, told_at: datetime = ELEVEN) -> Tables:
    """Return the rows after these events of an account, told in this order."""
    tables = Tables()
    fold(
        tables,
        [
            entry(number, ACCOUNT, number, UUID(int=number), told_at, event)
            for number, event in enumerate(events, start=1)
        ],
    )
    return tables


def columns(row: Any, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_an_obligation_has_one_row_that_says_how_often_it_was_moved_and_how_it_ended() -> None:
    rows = folded(
        opened(),
        signed(),
        agreed(),
        agreed(obligation_id="3.3"),
        moved(),
        fulfilled(),
        dropped(obligation_id="3.3"),
    ).obligations
    first, second = rows[ACCOUNT, "3.2"], rows[ACCOUNT, "3.3"]
    assert columns(first, "first_due_at", "due_at", "moved_count") == (IN_A_MONTH, IN_A_YEAR, 1)
    assert columns(first, "agreed_at", "fulfilled_at", "dropped_at") == (NINE, TEN, None)
    assert columns(second, "due_at", "fulfilled_at", "dropped_at") == (IN_A_MONTH, None, TEN)


def test_a_month_has_one_row_with_the_value_that_was_told_last() -> None:
    again = measured(value=99.0, is_met=False, occurred_at=ELEVEN)
    (row,) = folded(opened(), signed(), standard_agreed(), measured(), again).quality_months.values()
    assert columns(row, "month", "value", "is_met", "measured_count") == ("2026-03", 99.0, False, 2)


def test_the_last_word_of_a_contact_on_a_purpose_is_one_row_an_opt_out_of_surveys_as_well() -> None:
    history = (opened(), contact_added(), given_consent(), given_consent(purpose="survey"))
    rows = folded(*history, withdrawn(), opted_out()).consents
    marketing, survey = (rows[ACCOUNT, CONTACT_ID, purpose] for purpose in ("marketing", "survey"))
    assert columns(marketing, "standing", "text_version", "was_given") == ("withdrawn", None, True)
    assert columns(survey, "standing", "said_at", "was_given") == ("withdrawn", TEN, True)
    (given,) = folded(*history[:3]).consents.values()
    assert columns(given, "standing", "said_at", "text_version", "language") == ("given", TEN, 1, "zh")


def test_a_disclosure_has_one_row_that_says_how_late_it_was_told() -> None:
    (row,) = folded(opened(), contact_added(), disclosed()).disclosures.values()
    assert columns(row, "disclosure_id", "contact_id", "agreement_id") == (DISCLOSURE_ID, CONTACT_ID, "C-7")
    assert columns(row, "disclosed_at", "told_late_seconds") == (TEN, 3600)


def test_a_dispute_has_one_row_that_says_who_holds_it_and_how_it_ended() -> None:
    other = {"dispute_id": OTHER_DISPUTE_ID}
    begun = (opened(), contact_added(), signed(), dispute_opened(), dispute_opened(**other))
    said = (ours(), theirs(), mediator_named(), mediation(), settled(), dispute_ended(**other))
    rows = folded(*begun, *said).disputes
    first, second = rows[ACCOUNT, DISPUTE_ID], rows[ACCOUNT, OTHER_DISPUTE_ID]
    counted = ("our_position_count", "customer_position_count", "mediation_count")
    assert columns(first, *counted) == (1, 1, 1)
    assert columns(first, "status", "mediator", "mediator_since_at", "ended_at") == (
        "settled",
        "wu.q",
        TEN,
        TEN,
    )
    assert columns(second, "status", "mediator", "how", *counted) == ("ended", None, "withdrawn", 0, 0, 0)


def test_a_planned_signing_has_one_row_with_what_was_received_of_its_checklist() -> None:
    again = planned_signing(planned_at=IN_A_YEAR, occurred_at=ELEVEN)
    told = (planned_signing(), paper_received(), paper_received(document_number="BL-8"), again)
    (row,) = folded(opened(), *told).signings.values()
    assert columns(row, "planned_at", "received", "given_up_at") == (IN_A_YEAR, ["business_licence"], None)
    (row,) = folded(opened(), planned_signing(), given_up()).signings.values()
    assert columns(row, "planned_at", "documents", "given_up_at") == (SIGNED_ON, list(CHECKLIST), TEN)


def test_a_renewal_has_one_row_with_its_plan_and_what_the_customer_decided() -> None:
    told = (signed(), signed(agreement_id="C-8"), renewal_planned(), renewal_decided(occurred_at=ELEVEN))
    (row,) = folded(opened(), *told).renewals.values()
    assert columns(row, "offer_by_at", "planned_by", "planned_at") == (OFFER_BY, "ma.h", TEN)
    assert columns(row, "decided_at", "is_renewed", "renewed_as") == (ELEVEN, True, "C-8")


def test_a_handover_has_one_row_that_says_what_is_still_missing() -> None:
    (row,) = folded(opened(), handed_over()).account_handovers.values()
    assert columns(row, "from_staff", "to_staff", "accepted_at", "lacking") == (
        "chen.s",
        "ma.h",
        None,
        sorted(NOT_YET),
    )
    (row,) = folded(opened(), handed_over(missing=()), accepted(), supplemented()).account_handovers.values()
    assert columns(row, "accepted_at", "lacking") == (TEN, [])
