"""How a case changes by a fact."""

from datetime import datetime
from typing import assert_never

from service.domain.case.events import (
    CaseClassified,
    CaseClosed,
    CaseEscalated,
    CaseEvent,
    CaseHandedOver,
    CaseMerged,
    CaseReceived,
    CaseReopened,
    CaseResolved,
    CaseRevisited,
    CaseUnmerged,
    CollaboratingEvent,
    ContingencyPlanActivated,
    CounterpartInformed,
    CustomerMessaged,
    GreenChannelOpened,
    NoteAdded,
    OwnerAssigned,
    PlanProposed,
    ProgressShared,
    PromisingEvent,
    ReceiptAcknowledged,
    ReplySent,
    ResolutionConfirmed,
    SatisfactionRated,
    ServiceDelivered,
    SourceUpdateRecorded,
    SurveySent,
    WaitingEnded,
    WaitingStarted,
)
from service.domain.case.evolve_promises import evolve_collaborations, evolve_commitments
from service.domain.case.first_response import is_first_response
from service.domain.case.state import Case, Classification, Earliest
from service.domain.changed import changed
from service.domain.vocabulary import ResponseClass


def evolve(case: Case, event: CaseEvent) -> Case:
    """Return the case after the fact. Reads no personal field."""
    match event:
        case CaseReceived():
            return _received(case, event)
        case CaseClassified():
            return _classified(case, event)
        case OwnerAssigned():
            return changed(case, owner=event.owner, team=event.team)
        case CaseHandedOver():
            return changed(case, owner=event.to_owner, team=event.to_team)
        case ReceiptAcknowledged():
            return _acknowledged(case, event.occurred_at)
        case ReplySent():
            return _replied(case, event)
        case WaitingStarted():
            return changed(case, waiting_on=event.waiting_on)
        case WaitingEnded():
            return changed(case, waiting_on=None)
        case CaseEscalated():
            rung = (event.kind, event.level, event.escalated_to)
            return changed(case, escalations=case.escalations | {rung})
        case SourceUpdateRecorded():
            update = (event.source, event.reference, event.update)
            return changed(case, last_source_update=update)
        case CaseRevisited() | NoteAdded() | CustomerMessaged() | ProgressShared() | PlanProposed():
            return case
        case CaseResolved() | ResolutionConfirmed() | CaseReopened() | SatisfactionRated() | CaseClosed():
            return _ended(case, event)
        case _:
            return _cared_for(case, event)


def _received(case: Case, event: CaseReceived) -> Case:
    return changed(
        case,
        status="open",
        account_id=event.account_id,
        segment=event.segment,
        kind=event.kind,
        received_at=event.occurred_at,
    )


def _classified(case: Case, event: CaseClassified) -> Case:
    classification = Classification(
        response_class=event.response_class,
        priority=event.priority,
        urgency=event.urgency,
        complexity=event.complexity,
        category=event.category,
    )
    opened_at = case.green_channel_opened_at
    if event.response_class is ResponseClass.GREEN_CHANNEL:
        opened_at = opened_at or event.occurred_at
    elif not case.task_force:
        opened_at = None
    return changed(case, classification=classification, green_channel_opened_at=opened_at)


def _acknowledged(case: Case, at: datetime) -> Case:
    return changed(
        case,
        acknowledged_at=min(case.acknowledged_at or at, at),
        acknowledged_in_cycle_at=min(case.acknowledged_in_cycle_at or at, at),
    )


def _replied(case: Case, event: ReplySent) -> Case:
    if not is_first_response(event):
        return case
    earliest = min(case.first_response_at or event.occurred_at, event.occurred_at)
    return changed(case, first_response_at=earliest)


def _ended(
    case: Case, event: CaseResolved | ResolutionConfirmed | CaseReopened | SatisfactionRated | CaseClosed
) -> Case:
    match event:
        case CaseResolved():
            cycles = case.resolved_cycles | {event.cycle}
            return changed(case, status="resolved", resolved_cycles=cycles, resolved_at=event.occurred_at)
        case ResolutionConfirmed():
            return changed(case, is_confirmed=True)
        case CaseReopened():
            return _reopened(case, event)
        case SatisfactionRated():
            rating = (event.cycle, event.scale, event.score, event.occurred_at)
            others = {known for known in case.ratings if known[:2] != rating[:2]}
            return changed(case, ratings=frozenset({*others, rating}))
        case CaseClosed():
            return changed(case, status="closed")
        case _:
            assert_never(event)


def _reopened(case: Case, event: CaseReopened) -> Case:
    """Begin a cycle: what was done in the last one can be done anew."""
    return changed(
        case,
        status="open",
        cycle=event.cycle,
        is_confirmed=False,
        acknowledged_in_cycle_at=None,
        escalations=frozenset(),
        counterparts=frozenset(),
        contingency_plans=frozenset(),
    )


def _cared_for(
    case: Case,
    event: CounterpartInformed
    | ContingencyPlanActivated
    | GreenChannelOpened
    | ServiceDelivered
    | SurveySent
    | CaseMerged
    | CaseUnmerged
    | PromisingEvent
    | CollaboratingEvent,
) -> Case:
    at = event.occurred_at
    match event:
        case CounterpartInformed():
            return changed(case, counterparts=_with_earliest(case.counterparts, event.counterpart, at))
        case ContingencyPlanActivated():
            return changed(case, contingency_plans=_with_earliest(case.contingency_plans, event.plan_id, at))
        case GreenChannelOpened():
            opened_at = min(case.green_channel_opened_at or at, at)
            return changed(case, task_force=frozenset(event.task_force), green_channel_opened_at=opened_at)
        case ServiceDelivered():
            return changed(case, deliveries=case.deliveries | {(event.reference, at)})
        case SurveySent():
            return changed(case, surveys=case.surveys | {event.survey_id})
        case CaseMerged():
            return changed(case, merged_into=event.into_case_id)
        case CaseUnmerged():
            return changed(case, merged_into=None)
        case _:
            return _promised(case, event)


def _promised(case: Case, event: PromisingEvent | CollaboratingEvent) -> Case:
    if isinstance(event, PromisingEvent):
        return evolve_commitments(case, event)
    return evolve_collaborations(case, event)


def _with_earliest(known: Earliest, name: str, at: datetime) -> Earliest:
    before = next((since for each, since in known if each == name), at)
    return known - {(name, before)} | {(name, min(before, at))}
