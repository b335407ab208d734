"""How the rules of complaints and remedies are broken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from service.domain.case.commands import RequestException
from service.domain.case.events import ExceptionDecided, RemedyGranted, RemedyRejected
from service.domain.case.refusals import CommitmentAlreadyMadeError, DueBeforePromisedError
from service.domain.case.refused.collaborating import DepartmentNotListedError
from service.domain.case.refused.complaining import (
    CauseTreeMissingError,
    ProcessStepUnknownError,
    RootCauseUnknownError,
    RootOfAnotherClassError,
)
from service.domain.case.refused.remedying import (
    ApprovalLevelTooLowError,
    ApprovedByProposerError,
    ExceptionAlreadyDecidedError,
    ExceptionAlreadyRequestedError,
    ExceptionUnknownError,
    RemedyAlreadyGrantedError,
    RemedyAlreadyProposedError,
    RemedyAlreadyRejectedError,
    RemedyNotApprovedError,
    RemedyNotInCatalogueError,
    RemedyUnknownError,
    RungNotHeldError,
)
from service.domain.case.rules import complaining, remedying
from service.domain.complaint_vocabulary import CauseClass
from service.domain.guidelines import StaffDirectory
from service.domain.guidelines.staff import StaffMember
from service.domain.refusal import Refusal
from service.domain.rulebook.state import EMPTY, GuidelineInForce
from service.domain.vocabulary import EscalationLevel
from tests.domain.facts import (
    DUE,
    NINE,
    TEN,
    commitment_made,
    confirmed,
    received,
    received_complaint,
    resolved,
)
from tests.domain.good_ways import AT, GoodWay
from tests.domain.ways.complaints import (
    EXCEPTION_ID,
    REMEDY_ID,
    exception_requested,
    needing_approval,
    remedy_promised,
    remedy_proposed,
)
from tests.rules import default_rulebook

Break = Callable[[GoodWay], GoodWay]


WITH_STAFF = replace(
    EMPTY,
    guidelines=(
        GuidelineInForce(
            content=StaffDirectory(version=1, people=(StaffMember(staff_id="c.zhao"),)), effective_at=NINE
        ),
    ),
)
"""A rulebook by which there is one person, a specialist."""


def _on(*history: Any) -> Break:
    return lambda way: replace(way, history=history)


def _by_rules(**fields: Any) -> Break:
    """Let the rules that come with the program hold."""
    return lambda way: replace(
        way, command=way.command.model_copy(update=fields), rulebook=default_rulebook()
    )


def _with(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


def _of_unknown_department(way: GoodWay) -> GoodWay:
    is_exception = isinstance(way.command, RequestException)
    return _by_rules(**({"departments": ("sales", "moon")} if is_exception else {"department": "moon"}))(way)


def _by_the_proposer(way: GoodWay) -> GoodWay:
    field = "approved_by" if "approved_by" in type(way.command).model_fields else "decided_by"
    return _with(**{field: "b.li"})(way)


_REJECTED = RemedyRejected(occurred_at=TEN, remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much")
_GRANTED = RemedyGranted(occurred_at=TEN, remedy_id=REMEDY_ID, granted_by="b.li")
_REFUSED = ExceptionDecided(
    occurred_at=TEN,
    exception_id=EXCEPTION_ID,
    is_granted=False,
    decided_by="d.sun",
    level=EscalationLevel.MANAGER,
)
BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (complaining.cause_must_be_found, CauseTreeMissingError): _on(
        received_complaint(), resolved(), confirmed()
    ),
    (complaining.cause_must_be_listed, ProcessStepUnknownError): _by_rules(process_step="moon"),
    (complaining.cause_must_be_listed, RootCauseUnknownError): _by_rules(root_code="moon"),
    (complaining.cause_must_be_listed, RootOfAnotherClassError): _by_rules(cause_class=CauseClass.PRODUCT),
    (complaining.departments_must_be_listed, DepartmentNotListedError): _of_unknown_department,
    (remedying.remedy_must_be_known, RemedyUnknownError): _on(received()),
    (remedying.remedy_must_be_new, RemedyAlreadyProposedError): _on(
        received(), remedy_proposed(amount_minor=1)
    ),
    (remedying.remedy_must_be_listed, RemedyNotInCatalogueError): _by_rules(remedy_type="moon"),
    (remedying.remedy_must_be_due_later, DueBeforePromisedError): _with(due_at=AT),
    (remedying.remedy_must_keep_its_promise, CommitmentAlreadyMadeError): _on(
        received(), commitment_made(DUE.replace(hour=1))
    ),
    (remedying.remedy_must_not_be_rejected, RemedyAlreadyRejectedError): _on(
        received(), needing_approval(), remedy_promised(), _REJECTED
    ),
    (remedying.remedy_must_not_be_granted, RemedyAlreadyGrantedError): _on(
        received(), remedy_proposed(), _GRANTED
    ),
    (remedying.remedy_must_be_approved, RemedyNotApprovedError): _on(received(), needing_approval()),
    (remedying.approval_level_must_suffice, ApprovalLevelTooLowError): _by_rules(
        level=EscalationLevel.SPECIALIST
    ),
    (remedying.must_be_decided_by_another, ApprovedByProposerError): _by_the_proposer,
    (remedying.rung_must_be_held, RungNotHeldError): lambda way: replace(way, rulebook=WITH_STAFF),
    (remedying.exception_must_be_known, ExceptionUnknownError): _on(received()),
    (remedying.exception_must_be_new, ExceptionAlreadyRequestedError): _on(
        received(), exception_requested(requested_by="d.sun")
    ),
    (remedying.exception_must_not_be_decided_otherwise, ExceptionAlreadyDecidedError): _on(
        received(), exception_requested(), _REFUSED
    ),
}
