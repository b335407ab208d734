"""How the rules are broken that commands of many themes obey."""

from uuid import UUID

from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.case.rules import (
    NAMES_A_CONTACT,
    CaseAlreadyClosedError,
    CaseAlreadyResolvedError,
    CaseNotFoundError,
    CaseNotResolvedError,
    CycleNotResolvedError,
    DueBeforePromisedError,
    EtaBeforeToldError,
    OccurredBeforeReceiptError,
    contact_must_be_of_the_account,
    eta_must_lie_ahead,
    must_be_due_later,
    must_be_resolved,
    must_exist,
    must_not_be_closed,
    must_not_be_resolved,
    must_not_lie_in_the_future,
    must_not_precede_receipt,
    rated_cycle_must_be_resolved,
)
from service.domain.refusal import OccurredInFutureError
from tests.domain.example import A_MOMENT, AT, TOO_LATE, Breaks, Example, on, with_fields
from tests.domain.facts import CLOSED, NINE, RESOLVED, received


def _names_a_stranger(way: Example) -> Example:
    named = NAMES_A_CONTACT & type(way.command).model_fields.keys()
    return with_fields(**dict.fromkeys(named, UUID(int=404)))(way)


BREAKS: Breaks = {
    (must_exist, CaseNotFoundError): on(),
    (must_not_lie_in_the_future, OccurredInFutureError): TOO_LATE,
    (must_not_precede_receipt, OccurredBeforeReceiptError): with_fields(occurred_at=NINE - A_MOMENT),
    (must_not_be_resolved, CaseAlreadyResolvedError): on(*RESOLVED),
    (must_not_be_closed, CaseAlreadyClosedError): on(*CLOSED),
    (must_be_resolved, CaseNotResolvedError): on(received()),
    (rated_cycle_must_be_resolved, CycleNotResolvedError): on(received()),
    (must_be_due_later, DueBeforePromisedError): with_fields(due_at=AT),
    (contact_must_be_of_the_account, ContactNotFoundError): _names_a_stranger,
    (eta_must_lie_ahead, EtaBeforeToldError): with_fields(eta_at=AT),
}
