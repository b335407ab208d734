"""One good way for each command of complaints and remedies."""

from typing import Any
from uuid import UUID

from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable, RemedyClass
from service.domain.vocabulary import Channel, EscalationLevel
from tests.domain.facts import COMMITMENT_ID, DUE, ELEVEN, NINE, TEN, received, received_complaint

Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]

REMEDY_ID = UUID("0195c3a0-0000-7000-8000-000000000051")
EXCEPTION_ID = UUID("0195c3a0-0000-7000-8000-000000000052")
_COMPLAINT = (received_complaint(),)
_SCENE: dict[str, Any] = {
    "what_happened": "The part came three days late and the line stood",
    "took_place_at": NINE,
    "who_was_concerned": "The night shift",
}
_LIABILITY: dict[str, Any] = {
    "liable": Liable.US,
    "department": "logistics",
    "grounds": "The lorry was booked a day late",
}
CAUSE: dict[str, Any] = {
    "cause_class": CauseClass.PROCESS,
    "root_code": "late_delivery",
    "process_step": "delivery",
    "whys": ("The part came late", "The lorry was booked late", "Nobody books on Fridays"),
}
_IMPACT: dict[str, Any] = {
    "extent": ImpactExtent.SPREADING,
    "observed": "A customer asks about it in the users' group",
    "countermeasure": "The manager answers there today",
}
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
_EXCEPTION: dict[str, Any] = {
    "exception_id": EXCEPTION_ID,
    "what": "A machine on loan for a month",
    "reason": "The customer would stand still else",
    "departments": ("sales", "technical"),
    "requested_by": "b.li",
}


def remedy_proposed(**fields: Any) -> fact.RemedyProposed:
    """Return what follows from the good way of ProposeRemedy, but for the fields given."""
    return fact.RemedyProposed(**{"occurred_at": TEN, **REMEDY, **fields})


def needing_approval(**fields: Any) -> fact.RemedyProposed:
    """Return a proposal to which a supervisor must agree."""
    told = {"remedy_class": RemedyClass.COMPENSATING, "needs_approval_by": EscalationLevel.SUPERVISOR}
    return remedy_proposed(**{**told, "catalogue_version": 1, **fields})


def remedy_promised(**fields: Any) -> fact.CommitmentMade:
    """Return the promise that goes with the proposal."""
    told: dict[str, Any] = {"commitment_id": COMMITMENT_ID, "what": REMEDY["what"], "due_at": DUE}
    return fact.CommitmentMade(**{"occurred_at": TEN, **told, "is_interim": True, **fields})


def remedy_approved(**fields: Any) -> fact.RemedyApproved:
    """Return the agreement of a supervisor."""
    told: dict[str, Any] = {
        "remedy_id": REMEDY_ID,
        "approved_by": "c.zhao",
        "level": EscalationLevel.SUPERVISOR,
    }
    return fact.RemedyApproved(**{"occurred_at": TEN, **told, **fields})


def exception_requested(**fields: Any) -> fact.ExceptionRequested:
    """Return what follows from the good way of RequestException, but for the fields given."""
    return fact.ExceptionRequested(**{"occurred_at": TEN, **_EXCEPTION, **fields})


def cause_identified(**fields: Any) -> fact.CauseIdentified:
    """Return what follows from the good way of IdentifyCause, but for the fields given."""
    return fact.CauseIdentified(**{"occurred_at": TEN, **CAUSE, "depth": 3, **fields})


WAYS: tuple[Way, ...] = (
    (
        wish.SootheCustomer(channel=Channel.PHONE, words="We are sorry that your line stood"),
        _COMPLAINT,
        (
            fact.EmotionSoothed(
                occurred_at=ELEVEN, channel=Channel.PHONE, words="We are sorry that your line stood"
            ),
        ),
    ),
    (
        wish.ReconstructScene(**_SCENE),
        _COMPLAINT,
        (fact.SceneReconstructed(occurred_at=ELEVEN, **_SCENE),),
    ),
    (
        wish.DetermineLiability(**_LIABILITY),
        _COMPLAINT,
        (fact.LiabilityDetermined(occurred_at=ELEVEN, **_LIABILITY),),
    ),
    (wish.IdentifyCause(**CAUSE), _COMPLAINT, (cause_identified(occurred_at=ELEVEN),)),
    (wish.RecordImpact(**_IMPACT), _COMPLAINT, (fact.ImpactRecorded(occurred_at=ELEVEN, **_IMPACT),)),
    (
        wish.ProposeRemedy(**REMEDY),
        _COMPLAINT,
        (remedy_proposed(occurred_at=ELEVEN), remedy_promised(occurred_at=ELEVEN)),
    ),
    (
        wish.ApproveRemedy(
            remedy_id=REMEDY_ID, approved_by="c.zhao", level=EscalationLevel.SUPERVISOR, note="Rightly so"
        ),
        (received(), needing_approval(), remedy_promised()),
        (remedy_approved(occurred_at=ELEVEN, note="Rightly so"),),
    ),
    (
        wish.RejectRemedy(remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much for one day"),
        (received(), needing_approval(), remedy_promised()),
        (
            fact.RemedyRejected(
                occurred_at=ELEVEN, remedy_id=REMEDY_ID, rejected_by="c.zhao", reason="Too much for one day"
            ),
        ),
    ),
    (
        wish.GrantRemedy(remedy_id=REMEDY_ID, granted_by="b.li", reference="PAY-9"),
        (received(), needing_approval(), remedy_promised(), remedy_approved()),
        (
            fact.RemedyGranted(occurred_at=ELEVEN, remedy_id=REMEDY_ID, granted_by="b.li", reference="PAY-9"),
            fact.CommitmentKept(occurred_at=ELEVEN, commitment_id=COMMITMENT_ID),
        ),
    ),
    (
        wish.RequestException(**_EXCEPTION),
        _COMPLAINT,
        (exception_requested(occurred_at=ELEVEN),),
    ),
    (
        wish.DecideException(
            exception_id=EXCEPTION_ID,
            is_granted=True,
            decided_by="d.sun",
            level=EscalationLevel.MANAGER,
            conditions="Back by the end of the month",
        ),
        (received(), exception_requested()),
        (
            fact.ExceptionDecided(
                occurred_at=ELEVEN,
                exception_id=EXCEPTION_ID,
                is_granted=True,
                decided_by="d.sun",
                level=EscalationLevel.MANAGER,
                conditions="Back by the end of the month",
            ),
        ),
    ),
)

REPEATABLE: frozenset[type[AnyCommand]] = frozenset()
"""None: each is known by its id, or by what it says and its instant."""
