"""When a case may be closed. A complaint closes on the customer's confirmation only."""

import pytest

from service.domain.aggregate import AnyEvent
from service.domain.case.commands import CloseCase, ConfirmResolution, ResolveCase
from service.domain.case.events import CaseClassified
from service.domain.case.refusals import (
    CaseAlreadyClosedError,
    CaseNotResolvedError,
    ComplaintNotConfirmedError,
    ResolutionNotConfirmedError,
)
from service.domain.vocabulary import CloseReason, ResponseClass
from tests.domain.facts import (
    CLOSED,
    ELEVEN,
    RESOLVED,
    TEN,
    closed,
    confirmed,
    received,
    received_complaint,
    reopened,
    resolved,
)
from tests.domain.ways.complaints import cause_identified
from tests.specification import given

CLASSIFIED_AS_COMPLAINT = CaseClassified(occurred_at=TEN, response_class=ResponseClass.COMPLAINT)
RESOLVED_COMPLAINTS = [
    pytest.param((received_complaint(), resolved()), id="received as one"),
    pytest.param((received(), CLASSIFIED_AS_COMPLAINT, resolved()), id="classified as one"),
]
WITHOUT_CONFIRMATION = [
    reason for reason in CloseReason if reason not in {CloseReason.CONFIRMED, CloseReason.SOURCE_CLOSED}
]


@pytest.mark.requirement(137)
@pytest.mark.parametrize("reason", WITHOUT_CONFIRMATION)
@pytest.mark.parametrize("history", RESOLVED_COMPLAINTS)
def test_a_complaint_that_the_customer_has_not_confirmed_stays_open(
    history: tuple[AnyEvent, ...], reason: CloseReason
) -> None:
    given(*history).when(CloseCase(reason=reason), at=ELEVEN).then_refused(ComplaintNotConfirmedError)


@pytest.mark.requirement(137)
@pytest.mark.parametrize("history", RESOLVED_COMPLAINTS)
def test_a_complaint_that_the_customer_has_confirmed_can_be_closed(history: tuple[AnyEvent, ...]) -> None:
    given(*history).when(CloseCase(), at=ELEVEN).then_refused(ResolutionNotConfirmedError)
    understood = (*history, confirmed(), cause_identified())
    given(*understood).when(CloseCase(), at=ELEVEN).then(closed(at=ELEVEN))


def test_the_confirmation_of_an_earlier_resolution_does_not_close_a_complaint() -> None:
    history = (received_complaint(), resolved(), confirmed(), reopened(), resolved(cycle=2))
    window = CloseCase(reason=CloseReason.CONFIRMATION_WINDOW_PASSED)
    given(*history).when(window, at=ELEVEN).then_refused(ComplaintNotConfirmedError)
    given(*history).when(CloseCase(), at=ELEVEN).then_refused(ResolutionNotConfirmedError)
    understood = (*history, confirmed(cycle=2), cause_identified())
    given(*understood).when(CloseCase(), at=ELEVEN).then(closed(at=ELEVEN))


def test_a_complaint_that_another_system_had_closed_is_taken_over_as_it_was() -> None:
    source_closed = CloseReason.SOURCE_CLOSED
    given(received_complaint()).when(CloseCase(reason=source_closed), at=TEN).then(closed(source_closed))


def test_any_other_case_closes_when_the_window_for_confirmation_has_passed() -> None:
    window = CloseReason.CONFIRMATION_WINDOW_PASSED
    given(*RESOLVED).when(CloseCase(reason=window), at=ELEVEN).then(closed(window, ELEVEN))


def test_the_window_for_confirmation_passes_only_after_a_resolution() -> None:
    window = CloseCase(reason=CloseReason.CONFIRMATION_WINDOW_PASSED)
    given(received()).when(window, at=TEN).then_refused(CaseNotResolvedError)


@pytest.mark.parametrize("reason", [CloseReason.WITHDRAWN, CloseReason.DUPLICATE, CloseReason.SOURCE_CLOSED])
def test_a_case_that_is_no_complaint_can_end_without_a_resolution(reason: CloseReason) -> None:
    given(received()).when(CloseCase(reason=reason), at=TEN).then(closed(reason))


@pytest.mark.parametrize("reason", CloseReason)
def test_closing_a_closed_case_for_whatever_reason_adds_nothing(reason: CloseReason) -> None:
    given(*CLOSED).when(CloseCase(reason=reason), at=ELEVEN).then_nothing()


def test_a_closed_case_is_not_resolved_behind_the_customers_back() -> None:
    given(*CLOSED).when(ResolveCase(), at=ELEVEN).then_refused(CaseAlreadyClosedError)


def test_a_customer_can_confirm_after_the_window_has_passed() -> None:
    history = (*RESOLVED, closed(CloseReason.CONFIRMATION_WINDOW_PASSED))
    given(*history).when(ConfirmResolution(), at=ELEVEN).then(confirmed(at=ELEVEN))


def test_a_resolution_that_never_was_cannot_be_confirmed() -> None:
    history = (received(), closed(CloseReason.WITHDRAWN))
    given(*history).when(ConfirmResolution(), at=ELEVEN).then_refused(CaseNotResolvedError)
