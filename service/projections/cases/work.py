"""How the facts of the work change the row of a case: marks, stages, first contact. Reads no personal field.

Only whether a cause was told in words is looked at, not the words.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from service.domain.case.events import CaseEvent
from service.domain.case.readings.answers import ANSWERS, gives_answer
from service.domain.case.readings.first_contact import is_first_contact
from service.domain.case.readings.stages import STAGE_FACTS, STAGES_END_WITH, StageName, stage_begun_by
from service.domain.case.record.closure import (
    CaseClosed,
    CaseReopened,
    CaseResolved,
    ResolutionConfirmed,
    ResolutionSupplemented,
    tells_solution,
)
from service.domain.case.record.complaints import CauseIdentified
from service.domain.case.record.escalations import EscalationRiskCleared, EscalationRiskFlagged
from service.domain.case.record.replies import ResultReported
from service.domain.event import Event

Row = Mapping[str, Any]
Changes = dict[str, Any]

WORK_FACTS: frozenset[type[Event]] = frozenset(
    {
        *STAGE_FACTS,
        *STAGES_END_WITH,
        *ANSWERS,
        CauseIdentified,
        CaseResolved,
        ResolutionSupplemented,
        CaseReopened,
        EscalationRiskFlagged,
        EscalationRiskCleared,
    }
)
"""The facts that may change a column here; the others need not be asked."""
_ORDER: list[str] = list(StageName)
_SECOND = timedelta(seconds=1)


def work_changes(row: Row, event: CaseEvent) -> Changes:
    """Return the columns that change by the event."""
    changes = {**_staged(row, event), **_marked_by(row, event)}
    if gives_answer(event):
        changes["public_reply_count"] = row["public_reply_count"] + 1
    return changes


def _marked_by(row: Row, event: CaseEvent) -> Changes:
    at = event.occurred_at
    match event:
        case CauseIdentified():
            return {"cause_known_at": min(row["cause_known_at"] or at, at)}
        case CaseResolved():
            first = {"resolved_at_first_contact": _is_first_contact(row)}
            return {**_told_of(event, row), **first}
        case ResolutionSupplemented():
            return _told_of(event, row)
        case CaseClosed() if row["status"] == "open":
            return {"solution_known_at": at}
        case ResultReported() | ResolutionConfirmed():
            return {"fed_back_at": min(row["fed_back_at"] or at, at)}
        case CaseReopened():
            was_resolved = row["resolved_at_first_contact"] is not None
            again = {"fed_back_at": None, "solution_known_at": None}
            return {**again, "resolved_at_first_contact": False if was_resolved else None}
        case EscalationRiskFlagged():
            return {"escalation_risk": event.degree}
        case EscalationRiskCleared():
            return {"escalation_risk": None}
        case _:
            return {}


def _told_of(event: CaseResolved | ResolutionSupplemented, row: Row) -> Changes:
    """Return what is known with the words of a resolution; a solution is that of its cycle."""
    told = {"cause_known_at": event.cause is not None, "solution_known_at": tells_solution(event)}
    return {name: row[name] or event.occurred_at for name, is_told in told.items() if is_told}


def _is_first_contact(row: Row) -> bool:
    return is_first_contact(
        public_replies=row["public_reply_count"],
        handovers=row["handover_count"],
        reopenings=row["reopen_count"],
    )


def _staged(row: Row, event: CaseEvent) -> Changes:
    """Return the stage after the event, and how long the last one took, as `stages` has it."""
    at = event.occurred_at
    if isinstance(event, STAGES_END_WITH):
        over = {"stage_ended_at": None} if isinstance(event, CaseClosed) else {}
        return {**_over(row, at), **over}
    stage = stage_begun_by(event)
    begins_anew = isinstance(event, CaseReopened)
    if stage is None:
        return {}
    if not (begins_anew or row["stage"] is None or _is_later(stage, row["stage"])):
        return _gone_on(row, at)
    return {**_ended(row, at), "stage": stage, "stage_began_at": at, "stage_ended_at": None}


def _over(row: Row, at: datetime) -> Changes:
    if row["stage_began_at"] is None:
        return {}
    ended = {"ended_stage_began_at": row["stage_began_at"], "stage_ended_at": at}
    return {**_ended(row, at), **ended, "stage_began_at": None}


def _gone_on(row: Row, at: datetime) -> Changes:
    """Let the stage that had ended end later, with the work that was done after it."""
    before, began_at, total = row["stage_ended_at"], row["ended_stage_began_at"], f"{row['stage']}_seconds"
    if before is None:
        return {}
    more = (at - began_at) // _SECOND - (before - began_at) // _SECOND
    return {total: row[total] + more, "stage_ended_at": at}


def _is_later(stage: StageName, current: str) -> bool:
    return _ORDER.index(stage) > _ORDER.index(current)


def _ended(row: Row, at: datetime) -> Changes:
    if row["stage_began_at"] is None:
        return {}
    total = f"{row['stage']}_seconds"
    return {total: (row[total] or 0) + max((at - row["stage_began_at"]) // _SECOND, 0)}
