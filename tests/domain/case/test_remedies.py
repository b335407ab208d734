"""Remedies are chosen from a catalogue, agreed to by the right rung, promised and granted."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.case.approvals import ApprovalLevelTooLowError, ApprovedByProposerError, RungNotHeldError
from service.domain.case.decisions.remedies import (
    ApproveRemedy,
    GrantRemedy,
    ProposeRemedy,
    RejectRemedy,
    RemedyNotApprovedError,
    RemedyNotInCatalogueError,
    RemedyUnknownError,
)
from service.domain.case.record.commitments import CommitmentKept
from service.domain.case.record.remedies import RemedyGranted, RemedyProposed, RemedyRejected
from service.domain.guidelines.remedies import RemedyCatalogue
from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.refusal import LaterEventContradictsError, OnRecordOtherwiseError
from service.domain.rulebook.state import EMPTY, GuidelineInForce
from service.domain.vocabulary import EscalationLevel
from tests.domain.case.examples.remedies import (
    REMEDY,
    REMEDY_ID,
    needing_approval,
    remedy_approved,
    remedy_promised,
    remedy_proposed,
)
from tests.domain.facts import COMMITMENT_ID, DUE, ELEVEN, NINE, TEN, received_complaint
from tests.rules import default_rulebook
from tests.specification import given

OTHER_REMEDY = UUID("0195c3a0-0000-7000-8000-000000000053")
DIRECTOR, MANAGER, SUPERVISOR = (
    EscalationLevel.DIRECTOR,
    EscalationLevel.MANAGER,
    EscalationLevel.SUPERVISOR,
)
PROMISED = (received_complaint(), remedy_proposed(), remedy_promised())


def proposed(remedy_type: str, amount_minor: int, currency: str = "CNY") -> RemedyProposed:
    """Propose something by the catalogue that comes with the program; return what followed."""
    command = ProposeRemedy(
        remedy_id=REMEDY_ID,
        remedy_type=remedy_type,
        what="For the lost day",
        amount_minor=amount_minor,
        currency=currency,
        proposed_by="b.li",
    )
    (event,) = given(received_complaint()).when(command, at=ELEVEN, rulebook=default_rulebook()).decided()
    assert isinstance(event, RemedyProposed)
    return event


@pytest.mark.requirement(68)
@pytest.mark.parametrize(
    ("remedy_type", "amount_minor", "currency", "level"),
    [
        ("coupon", 20_000, "CNY", None),
        ("coupon", 20_001, "CNY", SUPERVISOR),
        ("coupon", 100_001, "CNY", MANAGER),
        ("coupon", 500_001, "CNY", DIRECTOR),
        ("coupon", 1, "EUR", DIRECTOR),
        ("expedited_delivery", 50_000, "CNY", None),
        ("upgrade", 0, "CNY", SUPERVISOR),
        ("free_service_time", 20_000, "CNY", None),
        ("apology", 0, "CNY", None),
        ("apology", 0, "EUR", None),
        ("apology", 1, "CNY", SUPERVISOR),
        ("apology", 10**9, "CNY", DIRECTOR),
        ("goodwill_gift", 20_000, "CNY", None),
        ("goodwill_gift", 100_001, "CNY", MANAGER),
        ("goodwill_gift", 10**9, "CNY", DIRECTOR),
    ],
)
def test_who_must_agree_to_a_remedy_says_the_catalogue_by_kind_and_amount(
    remedy_type: str, amount_minor: int, currency: str, level: EscalationLevel | None
) -> None:
    event = proposed(remedy_type, amount_minor, currency)
    assert (event.needs_approval_by, event.catalogue_version) == (level, 1)


def test_a_remedy_makes_up_for_a_wrong_or_mends_its_cause_as_the_catalogue_says() -> None:
    assert proposed("refund", 1).remedy_class == "compensating"
    assert proposed("process_change", 1).remedy_class == "corrective"


def test_what_the_catalogue_does_not_name_is_not_given() -> None:
    command = ProposeRemedy.model_validate({**REMEDY, "remedy_type": "moon"})
    moved = given(received_complaint()).when(command, at=ELEVEN, rulebook=default_rulebook())
    moved.then_refused(RemedyNotInCatalogueError, remedy_type="moon")


@pytest.mark.requirement(68)
def test_what_needs_a_supervisor_is_not_granted_before_one_agrees() -> None:
    history = (received_complaint(), needing_approval())
    grant = GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li")
    given(*history).when(grant, at=ELEVEN).then_refused(RemedyNotApprovedError, level="supervisor")
    given(*history, remedy_approved()).when(grant, at=ELEVEN).then(
        RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li")
    )


@pytest.mark.parametrize("level", [SUPERVISOR, MANAGER])
def test_a_rung_below_the_needed_one_cannot_agree_and_one_above_can(level: EscalationLevel) -> None:
    history = (received_complaint(), needing_approval(needs_approval_by=MANAGER))
    command = ApproveRemedy(remedy_id=REMEDY_ID, approved_by="c.zhao", level=level)
    moved = given(*history).when(command, at=ELEVEN)
    if level is SUPERVISOR:
        moved.then_refused(ApprovalLevelTooLowError, level="supervisor", needed="manager")
    else:
        moved.then(remedy_approved(occurred_at=ELEVEN, level=level))


@pytest.mark.parametrize(
    ("held", "is_enough"), [("supervisor", False), ("manager", True), ("director", True)]
)
def test_nobody_decides_from_a_rung_on_which_the_house_does_not_have_them(held: str, is_enough: bool) -> None:
    person = StaffMember(staff_id="c.zhao", level=EscalationLevel(held))
    staff = GuidelineInForce(content=StaffDirectory(version=1, people=(person,)), effective_at=TEN)
    command = ApproveRemedy(remedy_id=REMEDY_ID, approved_by="c.zhao", level=MANAGER)
    moved = given(received_complaint(), needing_approval()).when(
        command, at=ELEVEN, rulebook=replace(EMPTY, guidelines=(staff,))
    )
    if is_enough:
        moved.then(remedy_approved(occurred_at=ELEVEN, level=MANAGER))
    else:
        moved.then_refused(RungNotHeldError, staff_id="c.zhao", level="manager")


def test_nobody_agrees_to_what_they_have_proposed() -> None:
    command = ApproveRemedy(remedy_id=REMEDY_ID, approved_by="b.li", level=DIRECTOR)
    moved = given(received_complaint(), needing_approval()).when(command, at=ELEVEN)
    moved.then_refused(ApprovedByProposerError, staff_id="b.li")


@pytest.mark.requirement(17)
def test_applying_for_a_compensation_is_a_promise_that_granting_it_keeps() -> None:
    command = ProposeRemedy.model_validate(REMEDY)
    made = (remedy_proposed(occurred_at=ELEVEN), remedy_promised(occurred_at=ELEVEN))
    given(received_complaint()).when(command, at=ELEVEN).then(*made)
    grant = GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li")
    kept = CommitmentKept(occurred_at=ELEVEN, commitment_id=COMMITMENT_ID)
    granted = RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li")
    given(*PROMISED).when(grant, at=ELEVEN).then(granted, kept)


def test_a_remedy_turned_down_leaves_its_promise_to_another_one() -> None:
    reject = RejectRemedy(remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much")
    rejected = RemedyRejected(
        occurred_at=ELEVEN, remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much"
    )
    given(*PROMISED).when(reject, at=ELEVEN).then(rejected)
    instead = ProposeRemedy.model_validate({**REMEDY, "remedy_id": OTHER_REMEDY, "amount_minor": 100})
    offered = remedy_proposed(occurred_at=ELEVEN, remedy_id=OTHER_REMEDY, amount_minor=100)
    given(*PROMISED, rejected).when(instead, at=ELEVEN).then(offered)
    grant = GrantRemedy(remedy_id=OTHER_REMEDY, granted_by="b.li")
    given(*PROMISED, rejected, offered).when(grant, at=ELEVEN).then(
        RemedyGranted(occurred_at=ELEVEN, remedy_id=OTHER_REMEDY, granted_by="b.li"),
        CommitmentKept(occurred_at=ELEVEN, commitment_id=COMMITMENT_ID),
    )


def test_a_promise_that_was_kept_before_is_not_kept_again() -> None:
    kept = CommitmentKept(occurred_at=TEN, commitment_id=COMMITMENT_ID)
    grant = GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li")
    given(*PROMISED, kept).when(grant, at=ELEVEN).then(
        RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li")
    )


def test_a_remedy_without_an_instant_promises_nothing_and_a_promise_needs_one() -> None:
    with pytest.raises(ValidationError, match=r"due_at|nothing promised"):
        ProposeRemedy.model_validate({**REMEDY, "due_at": None})
    silent = ProposeRemedy.model_validate({**REMEDY, "due_at": DUE, "commitment_id": None})
    given(received_complaint()).when(silent, at=ELEVEN).then(
        remedy_proposed(occurred_at=ELEVEN, commitment_id=None)
    )


def test_a_remedy_cannot_be_due_before_it_is_proposed_but_a_repeat_is_known_for_ever() -> None:
    command = ProposeRemedy.model_validate(REMEDY)
    given(*PROMISED).when(command, at=DUE + timedelta(days=1)).then_nothing()


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        ([("supervisor", 5), ("specialist", None)], "limits_do_not_climb"),
        ([("specialist", 5), ("supervisor", 5), ("director", None)], "limits_do_not_climb"),
        ([("specialist", None), ("supervisor", None)], "limits_do_not_climb"),
        ([("specialist", 5), ("supervisor", 9)], "highest_limit_ends"),
    ],
)
def test_the_limits_of_a_remedy_climb_and_the_last_rung_may_agree_to_anything(
    limits: list[tuple[str, int | None]], problem: str
) -> None:
    kind = {
        "remedy_type": "coupon",
        "title": {"zh": "券", "en": "Coupon"},
        "remedy_class": "compensating",
        "limits": [{"level": level, "up_to_minor": amount} for level, amount in limits],
    }
    with pytest.raises(ValidationError) as refused:
        RemedyCatalogue.model_validate({"version": 2, "exceptions_decided_by": "manager", "remedies": [kind]})
    assert refused.value.errors()[0]["type"] == problem


def test_another_approver_or_hand_over_is_not_taken_for_a_repeat() -> None:
    history = (received_complaint(), needing_approval(), remedy_approved())
    same = ApproveRemedy(
        remedy_id=REMEDY_ID, approved_by=remedy_approved().approved_by, level=remedy_approved().level
    )
    given(*history).when(same, at=ELEVEN).then_nothing()
    for other in ({"approved_by": "somebody.else"}, {"occurred_at": ELEVEN}):
        refused = given(*history).when(same.model_copy(update=other), at=ELEVEN)
        refused.then_refused(OnRecordOtherwiseError)
    granted = RemedyGranted(occurred_at=TEN, remedy_id=REMEDY_ID, granted_by="b.li", reference="CP-1")
    again = GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li", reference="CP-2")
    refused = given(*history, granted).when(again, at=ELEVEN)
    assert "reference CP-1" in refused.then_refused(OnRecordOtherwiseError).values["on_record"]


def test_a_remedy_is_not_granted_before_it_was_approved_nor_rejected_before_it_was_granted() -> None:
    earlier = NINE + timedelta(minutes=30)
    proposed_at_nine = needing_approval().model_copy(update={"occurred_at": NINE})
    history = (received_complaint(), proposed_at_nine, remedy_approved())
    grant = GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li", occurred_at=earlier)
    given(*history).when(grant, at=ELEVEN).then_refused(RemedyNotApprovedError)
    reject = RejectRemedy(remedy_id=REMEDY_ID, rejected_by="b.li", reason="Too much", occurred_at=earlier)
    given(*history).when(reject, at=ELEVEN).then_refused(LaterEventContradictsError, event="RemedyApproved")
    unknown_yet = (received_complaint(), remedy_proposed())
    given(*unknown_yet).when(grant, at=ELEVEN).then_refused(RemedyUnknownError)
