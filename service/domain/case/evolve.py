"""How a case changes by a fact."""

from dataclasses import replace
from typing import assert_never

from service.domain.case.events import (
    CaseClassified,
    CaseClosed,
    CaseEscalated,
    CaseEvent,
    CaseHandedOver,
    CaseReceived,
    CaseReopened,
    CaseResolved,
    CaseRevisited,
    NoteAdded,
    OwnerAssigned,
    ReceiptAcknowledged,
    ReplySent,
    ResolutionConfirmed,
    SatisfactionRated,
    SourceUpdateRecorded,
    WaitingEnded,
    WaitingStarted,
)
from service.domain.case.first_response import is_first_response
from service.domain.case.state import Case, Classification


def evolve(case: Case, event: CaseEvent) -> Case:
    """Return the case after the fact. Reads no personal field."""
    match event:
        case CaseReceived():
            return _received(case, event)
        case CaseClassified():
            return replace(case, classification=_classification(event))
        case OwnerAssigned():
            return replace(case, owner=event.owner, team=event.team)
        case CaseHandedOver():
            return replace(case, owner=event.to_owner, team=event.to_team)
        case ReceiptAcknowledged():
            earliest = min(case.acknowledged_at or event.occurred_at, event.occurred_at)
            return replace(case, acknowledged_at=earliest)
        case ReplySent():
            return _replied(case, event)
        case WaitingStarted():
            return replace(case, waiting_on=event.waiting_on)
        case WaitingEnded():
            return replace(case, waiting_on=None)
        case CaseEscalated():
            rung = (event.kind, event.level, event.escalated_to)
            return replace(case, escalations=case.escalations | {rung})
        case SourceUpdateRecorded():
            update = (event.source, event.reference, event.update)
            return replace(case, last_source_update=update)
        case CaseRevisited() | NoteAdded():
            return case
        case CaseResolved() | ResolutionConfirmed() | CaseReopened() | SatisfactionRated() | CaseClosed():
            return _ended(case, event)
        case _:
            assert_never(event)


def _received(case: Case, event: CaseReceived) -> Case:
    return replace(
        case,
        status="open",
        account_id=event.account_id,
        segment=event.segment,
        kind=event.kind,
        received_at=event.occurred_at,
    )


def _classification(event: CaseClassified) -> Classification:
    return Classification(
        response_class=event.response_class,
        priority=event.priority,
        urgency=event.urgency,
        complexity=event.complexity,
        category=event.category,
    )


def _replied(case: Case, event: ReplySent) -> Case:
    if not is_first_response(event):
        return case
    earliest = min(case.first_response_at or event.occurred_at, event.occurred_at)
    return replace(case, first_response_at=earliest)


def _ended(
    case: Case, event: CaseResolved | ResolutionConfirmed | CaseReopened | SatisfactionRated | CaseClosed
) -> Case:
    match event:
        case CaseResolved():
            cycles = case.resolved_cycles | {event.cycle}
            return replace(case, status="resolved", resolved_cycles=cycles, resolved_at=event.occurred_at)
        case ResolutionConfirmed():
            return replace(case, is_confirmed=True)
        case CaseReopened():
            return replace(
                case, status="open", cycle=event.cycle, is_confirmed=False, escalations=frozenset()
            )
        case SatisfactionRated():
            rating = (event.cycle, event.scale, event.score, event.occurred_at)
            others = {known for known in case.ratings if known[:2] != rating[:2]}
            return replace(case, ratings=frozenset({*others, rating}))
        case CaseClosed():
            return replace(case, status="closed")
        case _:
            assert_never(event)
