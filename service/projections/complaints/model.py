"""How events change the row of a complaint. Pure; gets no personal field."""

from datetime import datetime
from typing import get_args

from service.domain.case.record import complaints as record
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseReopened, ResolutionConfirmed
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.record.intake import CaseReceived
from service.domain.event import Event
from service.domain.vocabulary import CaseKind, ResponseClass
from service.projections.cases.model import CASES
from service.projections.complaints.table import complaints
from service.projections.complaints.view import COMPLAINTS as VIEW
from service.projections.engine.entries import Entry
from service.projections.engine.model import (
    Handler,
    Lookup,
    ReadModel,
    Row,
    Sheet,
    StreamWithoutBeginningError,
    stream_of,
)

Step = (
    record.CustomerReassured
    | record.IncidentReconstructed
    | record.LiabilityDetermined
    | record.CauseIdentified
    | record.ImpactRecorded
    | ExceptionRequested
    | ExceptionDecided
)
_COUNTED = ("cause_count", "exception_count", "granted_exception_count")
_NO_COMPLAINT: Row = {
    **dict.fromkeys(each.name for each in complaints.c),
    **dict.fromkeys(_COUNTED, 0),
    "is_complaint": False,
}


def _received(sheet: Sheet, entry: Entry, event: CaseReceived) -> None:
    if event.kind == CaseKind.COMPLAINT:
        _change(sheet, entry, {"is_complaint": True, "complained_at": event.occurred_at})


def _classified(sheet: Sheet, entry: Entry, event: CaseClassified) -> None:
    """A case counts as a complaint by what the customer said, or by its class."""
    case = sheet.of(CASES, entry.stream_id)
    if case is None:
        raise StreamWithoutBeginningError(entry)
    is_complaint = case["kind"] == CaseKind.COMPLAINT or event.response_class == ResponseClass.COMPLAINT
    row = sheet.rows.get(entry.stream_id)
    if row is not None:
        since = row["complained_at"] or (event.occurred_at if is_complaint else None)
        _change(sheet, entry, {"is_complaint": is_complaint, "complained_at": since})
    elif is_complaint:
        _change(sheet, entry, {"is_complaint": True, "complained_at": event.occurred_at})


def _taken(sheet: Sheet, entry: Entry, event: Step) -> None:
    _change(sheet, entry, _step(sheet.rows.get(entry.stream_id) or _NO_COMPLAINT, event))


def _confirmed(sheet: Sheet, entry: Entry, event: ResolutionConfirmed | CaseReopened) -> None:
    if entry.stream_id in sheet.rows:
        is_confirmed = isinstance(event, ResolutionConfirmed)
        _change(sheet, entry, {"confirmed_at": event.occurred_at if is_confirmed else None})


def _change(sheet: Sheet, entry: Entry, changes: Row) -> None:
    known = sheet.rows.get(entry.stream_id) or {**_NO_COMPLAINT, "case_id": entry.stream_id}
    sheet.put(entry.stream_id, {**known, **changes, "source_position": entry.position})


def _step(row: Row, event: Step) -> Row:
    at = event.occurred_at
    match event:
        case record.CustomerReassured():
            return {"reassured_at": _earliest(row["reassured_at"], at)}
        case record.IncidentReconstructed():
            return {"reconstructed_at": _earliest(row["reconstructed_at"], at)}
        case record.LiabilityDetermined():
            return {"liable": event.liable, "department": event.department, "liability_at": at}
        case record.CauseIdentified():
            return _cause(row, event)
        case record.ImpactRecorded():
            return {"impact": event.extent, "impact_at": at}
        case ExceptionRequested():
            return {"exception_count": row["exception_count"] + 1}
        case ExceptionDecided():
            return {"granted_exception_count": row["granted_exception_count"] + event.is_granted}


def _cause(row: Row, event: record.CauseIdentified) -> Row:
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


HANDLERS: dict[type[Event], Handler] = {
    CaseReceived: _received,
    CaseClassified: _classified,
    **dict.fromkeys(get_args(Step), _taken),
    ResolutionConfirmed: _confirmed,
    CaseReopened: _confirmed,
}

COMPLAINTS = ReadModel(
    table=complaints,
    loaded_by=complaints.c.case_id,
    handlers=HANDLERS,
    begins=frozenset({CaseReceived}),
    lookups=(Lookup(CASES, {CaseClassified: stream_of}),),
    view=VIEW,
)
