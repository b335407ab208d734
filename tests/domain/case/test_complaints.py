"""The steps of a complaint: reassured, reconstructed, judged, understood to the root, only then closed."""

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.closure import CloseCase
from service.domain.case.decisions.collaborations import DepartmentNotListedError
from service.domain.case.decisions.complaints import (
    DetermineLiability,
    IdentifyCause,
    ProcessStepUnknownError,
    ReassureCustomer,
    RootCauseUnknownError,
    RootOfAnotherClassError,
)
from service.domain.case.endings import CauseTreeMissingError, ResolvedNotWithdrawnError
from service.domain.case.readings.complaint_steps import steps
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.complaints import CustomerReassured, IncidentReconstructed
from service.domain.case.record.remedies import RemedyGranted
from service.domain.complaint_vocabulary import CauseClass, ComplaintStep, Liable
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, CloseReason, ResponseClass
from tests.domain.case.examples.complaints import CAUSE, cause_identified
from tests.domain.case.examples.remedies import REMEDY_ID, remedy_proposed
from tests.domain.facts import (
    ELEVEN,
    NINE,
    RESOLVED,
    TEN,
    closed,
    confirmed,
    received,
    received_complaint,
    reopened,
    resolved,
)
from tests.rules import default_rulebook
from tests.specification import case_after, given

AGREED = (received_complaint(), resolved(), confirmed())
ROOTS = {
    CauseClass.PRODUCT: "product_defect",
    CauseClass.PROCESS: "process_gap",
    CauseClass.COMMUNICATION: "misunderstanding",
    CauseClass.SERVICE: "service_mistake",
}


def test_the_steps_of_a_complaint_stand_in_order_each_with_when_it_was_taken() -> None:
    assert [step for step, _ in steps(case_after(received_complaint()))] == list(ComplaintStep)
    taken = case_after(
        received_complaint(),
        CustomerReassured(occurred_at=TEN),
        CustomerReassured(occurred_at=NINE),
        IncidentReconstructed(occurred_at=TEN, what_happened="It came late"),
        cause_identified(occurred_at=TEN),
        cause_identified(occurred_at=ELEVEN, root_code="wrong_bill"),
        remedy_proposed(),
        RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li"),
    )
    assert [done_at for _, done_at in steps(taken)] == [NINE, TEN, None, ELEVEN, ELEVEN]


@pytest.mark.requirement(123)
@pytest.mark.parametrize("reason", [CloseReason.CONFIRMED, CloseReason.CONFIRMATION_WINDOW_PASSED])
def test_a_complaint_closes_only_when_its_cause_tree_is_filled(reason: CloseReason) -> None:
    given(*AGREED).when(CloseCase(reason=reason), at=ELEVEN).then_refused(CauseTreeMissingError)
    known = (*AGREED, cause_identified())
    given(*known).when(CloseCase(reason=reason), at=ELEVEN).then(closed(reason, ELEVEN))


def test_the_cause_of_an_earlier_cycle_still_holds_when_the_complaint_is_resolved_again() -> None:
    again = (*AGREED, cause_identified(), closed(), reopened(), resolved(2), confirmed(2))
    given(*again).when(CloseCase(), at=ELEVEN).then(closed(at=ELEVEN))


def test_a_case_classified_as_a_complaint_needs_its_cause_too() -> None:
    classified = CaseClassified(occurred_at=TEN, response_class=ResponseClass.COMPLAINT)
    history = (received(), classified, resolved(), confirmed())
    given(*history).when(CloseCase(), at=ELEVEN).then_refused(CauseTreeMissingError)


def test_a_complaint_that_ends_elsewhere_needs_no_cause() -> None:
    reason = CloseReason.SOURCE_CLOSED
    given(*AGREED).when(CloseCase(reason=reason), at=ELEVEN).then(closed(reason, ELEVEN))


@pytest.mark.parametrize("reason", [CloseReason.WITHDRAWN, CloseReason.DUPLICATE])
def test_no_other_reason_takes_a_confirmed_complaint_past_its_cause_tree(reason: CloseReason) -> None:
    given(*AGREED).when(CloseCase(reason=reason), at=ELEVEN).then_refused(ResolvedNotWithdrawnError)


def test_any_other_case_closes_without_a_cause_tree() -> None:
    given(*RESOLVED, confirmed()).when(CloseCase(), at=ELEVEN).then(closed(at=ELEVEN))


def test_a_cause_tree_has_at_least_one_why() -> None:
    with pytest.raises(ValidationError, match="whys"):
        IdentifyCause.model_validate({**CAUSE, "whys": ()})


def test_a_later_cause_replaces_the_earlier_and_both_stay_on_the_record() -> None:
    later = IdentifyCause.model_validate({**CAUSE, "root_code": "process_gap"})
    history = (received_complaint(), cause_identified())
    found = cause_identified(occurred_at=ELEVEN, root_code="process_gap")
    given(*history).when(later, at=ELEVEN).then(found)
    cause = case_after(*history, found).complaint.cause
    assert cause
    assert (cause.root_code, cause.depth) == ("process_gap", 3)


@pytest.mark.requirement(11)
@pytest.mark.requirement(136)
@pytest.mark.parametrize("cause_class", CauseClass)
def test_a_cause_is_of_the_product_the_process_the_communication_or_the_service(
    cause_class: CauseClass,
) -> None:
    command = IdentifyCause.model_validate(
        {**CAUSE, "cause_class": cause_class, "root_code": ROOTS[cause_class]}
    )
    event = cause_identified(occurred_at=ELEVEN, cause_class=cause_class, root_code=ROOTS[cause_class])
    given(received_complaint()).when(command, at=ELEVEN, rulebook=default_rulebook()).then(event)


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        ({"process_step": "moon"}, ProcessStepUnknownError, {"process_step": "moon"}),
        ({"root_code": "moon"}, RootCauseUnknownError, {"root_code": "moon"}),
        ({"root_code": "attitude"}, RootOfAnotherClassError, {"cause_class": "service"}),
    ],
)
def test_codes_of_causes_are_those_of_the_catalogue_in_force(
    fields: dict[str, str], error: type[Refusal], said: dict[str, str]
) -> None:
    command = IdentifyCause.model_validate({**CAUSE, **fields})
    moved = given(received_complaint()).when(command, at=ELEVEN, rulebook=default_rulebook())
    moved.then_refused(error, **said)


def test_liability_of_ours_falls_on_a_department_that_there_is() -> None:
    command = DetermineLiability(liable=Liable.US, department="moon", grounds="It booked late")
    moved = given(received_complaint()).when(command, at=ELEVEN, rulebook=default_rulebook())
    moved.then_refused(DepartmentNotListedError, department="moon")


def test_a_customer_can_be_reassured_again() -> None:
    history = (received_complaint(), CustomerReassured(occurred_at=TEN))
    told = {"channel": Channel.PHONE, "words": "We are sorry"}
    again = ReassureCustomer.model_validate(told)
    given(*history).when(again, at=ELEVEN).then(
        CustomerReassured.model_validate({"occurred_at": ELEVEN, **told})
    )
