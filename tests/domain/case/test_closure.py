"""When a case may be resolved and closed, and that a reopening begins a new cycle."""

from datetime import timedelta

import pytest

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import (
    CaseStillOpenError,
    CloseCase,
    ConfirmDelivery,
    ConfirmResolution,
    ReopenCase,
    ResolveCase,
)
from service.domain.case.decisions.questions import OpenQuestion
from service.domain.case.endings import ComplaintNotConfirmedError, ResolutionNotConfirmedError
from service.domain.case.record.assignment import OwnerAssigned
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseResolved, ServiceDelivered
from service.domain.case.record.intake import SourceUpdateRecorded
from service.domain.case.rules import CaseAlreadyClosedError, CaseAlreadyResolvedError, CaseNotResolvedError
from service.domain.case.standards import NobodyAccountableError
from service.domain.refusal import LaterEventContradictsError, OnRecordOtherwiseError
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import CloseReason, ResponseClass
from tests.domain.case.examples.complaints import cause_identified
from tests.domain.facts import (
    CLOSED,
    ELEVEN,
    NINE,
    QUESTION_ID,
    REOPENED,
    RESOLVED,
    TEN,
    TWICE_RESOLVED,
    closed,
    confirmed,
    received,
    received_complaint,
    reopened,
    resolved,
)
from tests.domain.staffed import A_WANG_WORKS, person, staffed
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


@pytest.mark.parametrize("reason", [CloseReason.CONFIRMED, CloseReason.SOURCE_CLOSED])
def test_closing_a_closed_case_again_or_in_another_system_adds_nothing(reason: CloseReason) -> None:
    given(*CLOSED).when(CloseCase(reason=reason), at=ELEVEN).then_nothing()
    given(*CLOSED).when(CloseCase(), at=ELEVEN).then_nothing()


@pytest.mark.parametrize(
    "reason", [CloseReason.CONFIRMATION_WINDOW_PASSED, CloseReason.WITHDRAWN, CloseReason.DUPLICATE]
)
def test_another_reason_for_a_closing_is_not_taken_for_a_repeat(reason: CloseReason) -> None:
    refused = given(*CLOSED).when(CloseCase(reason=reason), at=ELEVEN)
    refused.then_refused(CaseAlreadyClosedError, closed_at=TEN)


def test_a_closed_case_is_not_resolved_behind_the_customers_back() -> None:
    given(*CLOSED).when(ResolveCase(), at=ELEVEN).then_refused(CaseAlreadyClosedError)


def test_a_customer_can_confirm_after_the_window_has_passed() -> None:
    history = (*RESOLVED, closed(CloseReason.CONFIRMATION_WINDOW_PASSED))
    given(*history).when(ConfirmResolution(), at=ELEVEN).then(confirmed(at=ELEVEN))


def test_a_resolution_that_never_was_cannot_be_confirmed() -> None:
    history = (received(), closed(CloseReason.WITHDRAWN))
    given(*history).when(ConfirmResolution(), at=ELEVEN).then_refused(CaseNotResolvedError)


def test_a_delivery_is_known_by_its_number() -> None:
    delivered = ServiceDelivered(occurred_at=TEN, what="A new drive", reference="DN-4")
    again = ConfirmDelivery(what="The drive", reference="DN-4")
    given(received(), delivered).when(again, at=ELEVEN).then_nothing()
    other = ConfirmDelivery(what="A new drive", reference="DN-5")
    given(received(), delivered).when(other, at=ELEVEN).then(
        delivered.model_copy(update={"occurred_at": ELEVEN, "reference": "DN-5"})
    )


def test_a_delivery_without_a_number_is_known_by_its_instant() -> None:
    delivered = ServiceDelivered(occurred_at=TEN, what="A cable")
    cable = ConfirmDelivery(what="A cable")
    given(received(), delivered).when(cable, at=TEN).then_nothing()
    given(received(), delivered).when(cable, at=ELEVEN).then(
        delivered.model_copy(update={"occurred_at": ELEVEN})
    )


@pytest.mark.parametrize(
    "ended",
    [RESOLVED, CLOSED, (received(), closed(CloseReason.WITHDRAWN))],
    ids=["resolved", "closed", "withdrawn"],
)
def test_reopening_begins_the_second_cycle(ended: tuple[AnyEvent, ...]) -> None:
    given(*ended).when(ReopenCase(), at=ELEVEN).then(reopened(cycle=2, at=ELEVEN))


def test_each_reopening_begins_one_more_cycle() -> None:
    given(*TWICE_RESOLVED).when(ReopenCase(), at=ELEVEN).then(reopened(cycle=3, at=ELEVEN))


def test_a_reopened_case_is_open_already() -> None:
    given(*REOPENED).when(ReopenCase(), at=ELEVEN).then_nothing()


def test_the_next_resolution_belongs_to_the_new_cycle() -> None:
    given(*REOPENED).when(ResolveCase(), at=ELEVEN).then(resolved(cycle=2, at=ELEVEN))


def test_a_reopened_case_must_be_confirmed_anew() -> None:
    history = (*RESOLVED, confirmed(), reopened())
    given(*history).when(ConfirmResolution(), at=ELEVEN).then_refused(CaseNotResolvedError)
    second = (*history, resolved(cycle=2))
    given(*second).when(ConfirmResolution(), at=ELEVEN).then(confirmed(cycle=2, at=ELEVEN))


OWNED = OwnerAssigned(occurred_at=TEN, owner="a.wang", team="drives")


@pytest.mark.requirement(13)
@pytest.mark.parametrize("rulebook", [A_WANG_WORKS, staffed()], ids=["people named", "nobody named"])
def test_no_case_ends_for_which_nobody_answers(rulebook: Rulebook) -> None:
    withdrawn = CloseCase(reason=CloseReason.WITHDRAWN)
    for command in (ResolveCase(), withdrawn):
        given(received()).when(command, at=ELEVEN, rulebook=rulebook).then_refused(NobodyAccountableError)
    owned = given(received(), OWNED).when(ResolveCase(), at=ELEVEN, rulebook=rulebook)
    owned.then(CaseResolved(occurred_at=ELEVEN, cycle=1))


def test_a_house_can_do_without_and_what_another_system_decided_is_taken_over() -> None:
    lax = staffed(person("a.wang"), owner_required=False)
    resolve = given(received()).when(ResolveCase(), at=ELEVEN, rulebook=lax)
    resolve.then(CaseResolved(occurred_at=ELEVEN, cycle=1))
    update = SourceUpdateRecorded(occurred_at=TEN, source="jira", reference="SUP-7", update="3")
    imported = given(received(), update).when(ResolveCase(), at=ELEVEN, rulebook=A_WANG_WORKS)
    imported.then(CaseResolved(occurred_at=ELEVEN, cycle=1))
    closed = CloseCase(reason=CloseReason.SOURCE_CLOSED)
    assert given(received(), resolved()).when(closed, at=ELEVEN, rulebook=A_WANG_WORKS).decided()


MINUTES = timedelta(minutes=1)
HALF_PAST_NINE = NINE + 30 * MINUTES


def test_another_time_or_solution_of_a_resolution_is_not_taken_for_a_repeat() -> None:
    on_record = (received(), CaseResolved(occurred_at=TEN, cycle=1, resolution_code="repaired"))
    for same in (
        ResolveCase(),
        ResolveCase(resolution_code="repaired"),
        ResolveCase(resolution_code="repaired", occurred_at=TEN),
        ResolveCase(occurred_at=TEN + 5 * MINUTES),
    ):
        given(*on_record).when(same, at=ELEVEN).then_nothing()
    for other in (ResolveCase(occurred_at=ELEVEN), ResolveCase(resolution_code="exchanged")):
        given(*on_record).when(other, at=ELEVEN).then_refused(CaseAlreadyResolvedError, resolved_at=TEN)
    earlier = given(*on_record).when(ResolveCase(occurred_at=HALF_PAST_NINE), at=ELEVEN)
    earlier.then_refused(LaterEventContradictsError, occurred_at=HALF_PAST_NINE, later_at=TEN)


def test_a_case_is_not_reopened_before_it_was_resolved() -> None:
    early = ReopenCase(occurred_at=TEN - 10 * MINUTES)
    refused = given(*RESOLVED).when(early, at=ELEVEN).then_refused(CaseStillOpenError)
    assert refused.told_late == (TEN - 10 * MINUTES, TEN)


def test_a_second_resolution_does_not_lie_before_the_reopening() -> None:
    history = (received(), resolved(at=HALF_PAST_NINE), reopened(at=TEN))
    between = ResolveCase(occurred_at=TEN - 10 * MINUTES)
    given(*history).when(between, at=ELEVEN).then_refused(
        CaseAlreadyResolvedError, resolved_at=HALF_PAST_NINE
    )
    before = ResolveCase(occurred_at=HALF_PAST_NINE - 10 * MINUTES)
    given(*history).when(before, at=ELEVEN).then_refused(LaterEventContradictsError, event="CaseResolved")
    given(*history).when(ResolveCase(occurred_at=ELEVEN), at=ELEVEN).then(resolved(cycle=2, at=ELEVEN))


def test_a_reopening_told_late_is_refused_where_the_case_went_on_as_resolved() -> None:
    history = (received(), resolved(at=HALF_PAST_NINE), confirmed(at=TEN))
    between = ReopenCase(occurred_at=TEN - 10 * MINUTES)
    given(*history).when(between, at=ELEVEN).then_refused(
        LaterEventContradictsError, event="ResolutionConfirmed", later_at=TEN
    )


@pytest.mark.parametrize("reason", [CloseReason.WITHDRAWN, CloseReason.DUPLICATE, CloseReason.SOURCE_CLOSED])
def test_a_closing_does_not_lie_before_the_resolution(reason: CloseReason) -> None:
    early = CloseCase(reason=reason, occurred_at=HALF_PAST_NINE)
    refused = given(*RESOLVED).when(early, at=ELEVEN)
    refused.then_refused(LaterEventContradictsError, event="CaseResolved", later_at=TEN)


def test_a_confirmation_or_reopening_of_another_time_is_not_taken_for_a_repeat() -> None:
    history = (received(), resolved(at=NINE), confirmed(at=TEN))
    given(*history).when(ConfirmResolution(occurred_at=TEN), at=ELEVEN).then_nothing()
    given(*history).when(ConfirmResolution(occurred_at=ELEVEN), at=ELEVEN).then_refused(
        OnRecordOtherwiseError
    )
    given(*REOPENED).when(ReopenCase(occurred_at=TEN), at=ELEVEN).then_nothing()
    given(*REOPENED).when(ReopenCase(occurred_at=ELEVEN), at=ELEVEN).then_refused(OnRecordOtherwiseError)


def test_what_forbids_an_end_is_not_told_late_for_before_it() -> None:
    question = OpenQuestion(question_id=QUESTION_ID, text="Under warranty?", occurred_at=HALF_PAST_NINE)
    given(*RESOLVED).when(question, at=ELEVEN).then_refused(LaterEventContradictsError, event="CaseResolved")
    window = (*RESOLVED, closed(CloseReason.CONFIRMATION_WINDOW_PASSED))
    complaint = ClassifyCase(response_class=ResponseClass.COMPLAINT, occurred_at=HALF_PAST_NINE)
    given(*window).when(complaint, at=ELEVEN).then_refused(LaterEventContradictsError, event="CaseClosed")


def test_a_case_reopened_and_worked_on_is_not_found_to_have_been_closed_meanwhile() -> None:
    history = (received(), resolved(at=HALF_PAST_NINE), reopened(at=TEN), resolved(cycle=2, at=ELEVEN))
    meanwhile = CloseCase(reason=CloseReason.WITHDRAWN, occurred_at=TEN + 10 * MINUTES)
    given(*history).when(meanwhile, at=ELEVEN).then_refused(LaterEventContradictsError, event="CaseResolved")
