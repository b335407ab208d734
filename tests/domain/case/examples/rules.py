"""How the rules are broken that commands of many themes obey."""

from service.domain.case.rules import (
    CaseAlreadyClosedError,
    CaseAlreadyResolvedError,
    CaseNotFoundError,
    CaseNotResolvedError,
    CycleNotResolvedError,
    DueBeforePromisedError,
    EtaBeforeToldError,
    OccurredBeforeReceiptError,
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
from tests.domain.example import A_MOMENT, AT, TOO_LATE, Breaks, on, with_fields
from tests.domain.facts import CLOSED, NINE, RESOLVED, received

BREAKS: Breaks = {
    (must_exist, CaseNotFoundError): on(),
    (must_not_lie_in_the_future, OccurredInFutureError): TOO_LATE,
    (must_not_precede_receipt, OccurredBeforeReceiptError): with_fields(occurred_at=NINE - A_MOMENT),
    (must_not_be_resolved, CaseAlreadyResolvedError): on(*RESOLVED),
    (must_not_be_closed, CaseAlreadyClosedError): on(*CLOSED),
    (must_be_resolved, CaseNotResolvedError): on(received()),
    (rated_cycle_must_be_resolved, CycleNotResolvedError): on(received()),
    (must_be_due_later, DueBeforePromisedError): with_fields(due_at=AT),
    (eta_must_lie_ahead, EtaBeforeToldError): with_fields(eta_at=AT),
}
