"""Remedies that are proposed, agreed to and granted, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.case.approvals import ApprovalLevelTooLowError, ApprovedByProposerError, RungNotHeldError
from service.domain.case.decisions.commitments import CommitmentAlreadyMadeError
from service.domain.case.decisions.remedies import (
    ApproveRemedy,
    GrantRemedy,
    ProposeRemedy,
    RejectRemedy,
    RemedyAlreadyGrantedError,
    RemedyAlreadyProposedError,
    RemedyAlreadyRejectedError,
    RemedyDueNotPromisedError,
    RemedyNotApprovedError,
    RemedyNotInCatalogueError,
    RemedyUnknownError,
    approval_level_must_suffice,
    must_be_decided_by_another,
    remedy_due_time_must_be_promised,
    remedy_must_be_approved,
    remedy_must_be_due_later,
    remedy_must_be_known,
    remedy_must_be_listed,
    remedy_must_be_new,
    remedy_must_keep_its_promise,
    remedy_must_not_be_granted,
    remedy_must_not_be_rejected,
    rung_must_be_held,
)
from service.domain.case.record.commitments import CommitmentKept, CommitmentMade
from service.domain.case.record.remedies import RemedyApproved, RemedyGranted, RemedyProposed, RemedyRejected
from service.domain.case.rules import DueBeforePromisedError
from service.domain.complaint_vocabulary import RemedyClass
from service.domain.vocabulary import EscalationLevel
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import COMMITMENT_ID, DUE, ELEVEN, TEN, commitment_made, received, received_complaint
from tests.domain.staffed import C_ZHAO_WORKS
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

REMEDY_ID = UUID("0195c3a0-0000-7000-8000-000000000051")
_COMPLAINT = (received_complaint(),)
REMEDY: dict[str, Any] = {
    "remedy_id": REMEDY_ID,
    "remedy_type": "refund",
    "what": "A fifth of the price back",
    "amount_minor": 150_000,
    "currency": "CNY",
    "proposed_by": "b.li",
    "due_at": DUE,
    "commitment_id": COMMITMENT_ID,
}


def remedy_proposed(**fields: Any) -> RemedyProposed:
    """Return what follows from the good way of ProposeRemedy, but for the fields given."""
    return RemedyProposed(**{"occurred_at": TEN, **REMEDY, **fields})


def needing_approval(**fields: Any) -> RemedyProposed:
    """Return a proposal to which a supervisor must agree."""
    usual = {"remedy_class": RemedyClass.COMPENSATING, "needs_approval_by": EscalationLevel.SUPERVISOR}
    return remedy_proposed(**{**usual, "catalogue_version": 1, **fields})


def remedy_promised(**fields: Any) -> CommitmentMade:
    """Return the promise that goes with the proposal."""
    usual: dict[str, Any] = {"commitment_id": COMMITMENT_ID, "what": REMEDY["what"], "due_at": DUE}
    return CommitmentMade(**{"occurred_at": TEN, **usual, "is_interim": True, **fields})


def remedy_approved(**fields: Any) -> RemedyApproved:
    """Return the agreement of a supervisor."""
    usual: dict[str, Any] = {
        "remedy_id": REMEDY_ID,
        "approved_by": "c.zhao",
        "level": EscalationLevel.SUPERVISOR,
    }
    return RemedyApproved(**{"occurred_at": TEN, **usual, **fields})


_REJECTED = RemedyRejected(occurred_at=TEN, remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much")
_GRANTED = RemedyGranted(occurred_at=TEN, remedy_id=REMEDY_ID, granted_by="b.li")
WAYS: Ways = (
    Example(
        ProposeRemedy(**REMEDY),
        _COMPLAINT,
        (remedy_proposed(occurred_at=ELEVEN), remedy_promised(occurred_at=ELEVEN)),
    ),
    Example(
        ApproveRemedy(
            remedy_id=REMEDY_ID, approved_by="c.zhao", level=EscalationLevel.SUPERVISOR, note="Rightly so"
        ),
        (received(), needing_approval(), remedy_promised()),
        (remedy_approved(occurred_at=ELEVEN, note="Rightly so"),),
    ),
    Example(
        RejectRemedy(remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much for one day"),
        (received(), needing_approval(), remedy_promised()),
        (
            RemedyRejected(
                occurred_at=ELEVEN, remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much for one day"
            ),
        ),
    ),
    Example(
        GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li", reference="PAY-9"),
        (received(), needing_approval(), remedy_promised(), remedy_approved()),
        (
            RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li", reference="PAY-9"),
            CommitmentKept(occurred_at=ELEVEN, commitment_id=COMMITMENT_ID),
        ),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (ApproveRemedy, GrantRemedy, RejectRemedy)
BREAKS: Breaks = {
    (remedy_must_be_known, RemedyUnknownError): on(received()),
    (remedy_must_be_new, RemedyAlreadyProposedError): on(received(), remedy_proposed(amount_minor=1)),
    (remedy_must_be_listed, RemedyNotInCatalogueError): by_default_rules(remedy_type="moon"),
    (remedy_must_be_due_later, DueBeforePromisedError): with_fields(due_at=AT),
    (remedy_must_keep_its_promise, CommitmentAlreadyMadeError): on(
        received(), commitment_made(DUE.replace(hour=1))
    ),
    (remedy_due_time_must_be_promised, RemedyDueNotPromisedError): by_default_rules(commitment_id=None),
    (remedy_must_not_be_rejected, RemedyAlreadyRejectedError): on(
        received(), needing_approval(), remedy_promised(), _REJECTED
    ),
    (remedy_must_not_be_granted, RemedyAlreadyGrantedError): on(received(), remedy_proposed(), _GRANTED),
    (remedy_must_be_approved, RemedyNotApprovedError): on(received(), needing_approval()),
    (approval_level_must_suffice, ApprovalLevelTooLowError): by_default_rules(
        level=EscalationLevel.SPECIALIST
    ),
    (must_be_decided_by_another, ApprovedByProposerError): with_fields(approved_by="b.li"),
    (rung_must_be_held, RungNotHeldError): lambda way: replace(way, rulebook=C_ZHAO_WORKS),
}
TRIGGERS: Triggers = (*untimed(WAYS, RemedyProposed, RemedyApproved, RemedyRejected, RemedyGranted),)
WITHOUT_FIGURES: Events = (
    RemedyProposed,
    RemedyApproved,
    RemedyRejected,
    RemedyGranted,
)
_REMEDY = str(REMEDY_ID)
_PROPOSE_REMEDY: list[Step] = [
    (
        "remedies",
        {
            "remedy_id": _REMEDY,
            "remedy_type": "coupon",
            "what": "100 yuan off the next order",
            "amount_minor": 10_000,
            "proposed_by": "li.na",
        },
    )
]
SCENES: Scenes = {
    ProposeRemedy: Scene("RemedyProposed.v1", _PROPOSE_REMEDY[0][1]),
    ApproveRemedy: Scene(
        "RemedyApproved.v1",
        {"remedy_id": _REMEDY, "approved_by": "sun.d", "level": "manager"},
        _PROPOSE_REMEDY,
    ),
    RejectRemedy: Scene(
        "RemedyRejected.v1",
        {"remedy_id": _REMEDY, "rejected_by": "sun.d", "reason": "too much"},
        _PROPOSE_REMEDY,
    ),
    GrantRemedy: Scene("RemedyGranted.v1", {"remedy_id": _REMEDY, "granted_by": "li.na"}, _PROPOSE_REMEDY),
}
