"""The HTTP status of every refusal, declared once. What is not named here contradicts the state: 409."""

from service.domain.account.agreements.disputing import DisputeUnknownError
from service.domain.account.agreements.obligation_changes import (
    ObligationDueInPastError,
    ObligationNotFoundError,
    ObligationOutlivesAgreementError,
)
from service.domain.account.decisions.agreements import agreements
from service.domain.account.decisions.agreements.obligations import (
    MonthNotMeasurableError,
    StandardNotFittingError,
)
from service.domain.account.decisions.care import MonthNotBegunError
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.decisions.settlements import NoSettlementOnThisDayError
from service.domain.account.rules import AccountNotFoundError, OccurredBeforeOpeningError
from service.domain.case.decisions.classification import CircumstanceUnknownError
from service.domain.case.decisions.dispatches import PlannedBeforeReceiptError
from service.domain.case.decisions.links import OtherCaseNotFoundError
from service.domain.case.rules import CaseNotFoundError, OccurredBeforeReceiptError
from service.domain.clocks.commands import ClockNotFoundError
from service.domain.refusal import (
    CommandIdReusedError,
    NotTheSenderError,
    OccurredInFutureError,
    Refusal,
    SenderNotNamedError,
    SpeakerNotStaffError,
    StreamChangedError,
    TimeInDoubtError,
)
from service.domain.rulebook.decisions import ChangedBackwardsError, SegmentWithoutCalendarError
from service.domain.rulebook.state import CalendarNotPublishedError, PolicyNotPublishedError

CONTRADICTS_STATE = 409

REFUSAL_STATUS: dict[type[Refusal], int] = {
    AccountNotFoundError: 404,
    agreements.AgreementNotFoundError: 404,
    CaseNotFoundError: 404,
    ContactNotFoundError: 404,
    OtherCaseNotFoundError: 404,
    ClockNotFoundError: 404,
    PolicyNotPublishedError: 404,
    StreamChangedError: 412,
    CommandIdReusedError: 422,
    OccurredInFutureError: 422,
    SpeakerNotStaffError: 422,
    NotTheSenderError: 422,
    SenderNotNamedError: 422,
    OccurredBeforeReceiptError: 422,
    PlannedBeforeReceiptError: 422,
    OccurredBeforeOpeningError: 422,
    CalendarNotPublishedError: 422,
    ChangedBackwardsError: 422,
    SegmentWithoutCalendarError: 422,
    agreements.AgreementEndsBeforeItBeginsError: 422,
    agreements.AmendmentAfterAgreementEndsError: 422,
    agreements.AmendmentBeforeAgreementBeginsError: 422,
    MonthNotBegunError: 422,
    ObligationNotFoundError: 404,
    DisputeUnknownError: 404,
    ObligationDueInPastError: 422,
    ObligationOutlivesAgreementError: 422,
    StandardNotFittingError: 422,
    MonthNotMeasurableError: 422,
    CircumstanceUnknownError: 422,
    NoSettlementOnThisDayError: 422,
    TimeInDoubtError: 503,
}


def status_of(refusal: type[Refusal], *, is_conditional: bool = True) -> int:
    """Return the status. Without `If-Match` (not conditional) a changed stream is a conflict, not a 412."""
    if refusal is StreamChangedError and not is_conditional:
        return CONTRADICTS_STATE
    return REFUSAL_STATUS.get(refusal, CONTRADICTS_STATE)


def every_refusal(above: type[Refusal] = Refusal) -> tuple[type[Refusal], ...]:
    """Return all refusals there are."""
    found: list[type[Refusal]] = []
    for refusal in above.__subclasses__():
        found += [refusal, *every_refusal(refusal)]
    return tuple(found)
