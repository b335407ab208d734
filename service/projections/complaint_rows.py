"""How facts change the rows of complaints and remedies. Pure; reads no personal field."""

from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseReopened, ResolutionConfirmed
from service.domain.case.record.complaints import (
    CauseIdentified,
    EmotionSoothed,
    ImpactRecorded,
    LiabilityDetermined,
    SceneReconstructed,
)
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.remedies import RemedyApproved, RemedyGranted, RemedyProposed, RemedyRejected
from service.domain.event import Event
from service.domain.vocabulary import CaseKind, ResponseClass
from service.projections.facts import Fact
from service.projections.tables_complaints import complaints, remedies

Row = dict[str, Any]
RemedyKey = tuple[UUID, UUID]
Step = (
    EmotionSoothed
    | SceneReconstructed
    | LiabilityDetermined
    | CauseIdentified
    | ImpactRecorded
    | ExceptionRequested
    | ExceptionDecided
)
Ending = ResolutionConfirmed | CaseReopened
RemedyFact = RemedyProposed | RemedyApproved | RemedyRejected | RemedyGranted
COMPLAINT_FACTS: frozenset[type[Event]] = frozenset(
    {CaseReceived, CaseClassified, *get_args(Step), *get_args(Ending)}
)
"""Facts that may make or change the row of a complaint: it must be at hand, where there is one."""
REMEDY_FACTS: frozenset[type[Event]] = frozenset(get_args(RemedyFact))
"""Facts that make or change the row of a remedy."""

_COUNTED = ("cause_count", "exception_count", "granted_exception_count")
_NO_COMPLAINT: Row = {
    **dict.fromkeys(each.name for each in complaints.c),
    **dict.fromkeys(_COUNTED, 0),
    "is_complaint": False,
}
_NO_REMEDY: Row = dict.fromkeys(each.name for each in remedies.c)


def complaint_after(row: Row | None, case: Row, told: Fact) -> Row | None:
    """Return the row of a complaint after a fact; None where the case is none, and no step was taken.

    `case` is the row of the case after the fact.
    """
    event = told.event
    changes: Row | None = None
    if isinstance(event, CaseReceived | CaseClassified):
        changes = _standing(row, case, event.occurred_at)
    elif isinstance(event, Step):
        changes = _step(row or _NO_COMPLAINT, event)
    elif isinstance(event, Ending) and row is not None:
        is_confirmed = isinstance(event, ResolutionConfirmed)
        changes = {"confirmed_at": event.occurred_at if is_confirmed else None}
    if changes is None:
        return row
    known = row or {**_NO_COMPLAINT, "case_id": told.stream_id}
    return {**known, **changes, "source_position": told.position}


def remedy_after(row: Row | None, told: Fact, event: RemedyFact) -> Row | None:
    """Return the row of a remedy after a fact; None where it was never proposed."""
    at = event.occurred_at
    if isinstance(event, RemedyProposed):
        named = {each.name: getattr(event, each.name) for each in remedies.c if hasattr(event, each.name)}
        changes: Row = {**named, "case_id": told.stream_id, "status": "proposed", "proposed_at": at}
        row = _NO_REMEDY
    elif isinstance(event, RemedyApproved):
        is_granted = row is not None and row["status"] == "granted"
        changes = {"approved_by": event.approved_by, "approved_at": at}
        changes["status"] = "granted" if is_granted else "approved"
    elif isinstance(event, RemedyRejected):
        changes = {"status": "rejected", "rejected_at": at}
    else:
        earliest = _earliest(row["granted_at"] if row else None, at)
        changes = {"status": "granted", "granted_by": event.granted_by, "granted_at": earliest}
    return None if row is None else {**row, **changes, "source_position": told.position}


def _standing(row: Row | None, case: Row, at: datetime) -> Row | None:
    """Return whether the case counts as a complaint: by what the customer said, or by its class."""
    is_complaint = case["kind"] == CaseKind.COMPLAINT or case["response_class"] == ResponseClass.COMPLAINT
    if row is None:
        return {"is_complaint": True, "complained_at": at} if is_complaint else None
    return {
        "is_complaint": is_complaint,
        "complained_at": row["complained_at"] or (at if is_complaint else None),
    }


def _step(row: Row, event: Step) -> Row:
    at = event.occurred_at
    match event:
        case EmotionSoothed():
            return {"soothed_at": _earliest(row["soothed_at"], at)}
        case SceneReconstructed():
            return {"reconstructed_at": _earliest(row["reconstructed_at"], at)}
        case LiabilityDetermined():
            return {"liable": event.liable, "department": event.department, "liability_at": at}
        case CauseIdentified():
            return _cause(row, event)
        case ImpactRecorded():
            return {"impact": event.extent, "impact_at": at}
        case ExceptionRequested():
            return {"exception_count": row["exception_count"] + 1}
        case ExceptionDecided():
            return {"granted_exception_count": row["granted_exception_count"] + event.is_granted}


def _cause(row: Row, event: CauseIdentified) -> Row:
    return {
        "cause_class": event.cause_class,
        "root_code": event.root_code,
        "process_step": event.process_step,
        "cause_depth": event.depth,
        "cause_at": event.occurred_at,
        "cause_count": row["cause_count"] + 1,
    }


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return min(known or at, at)
