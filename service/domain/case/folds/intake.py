"""How a case changes by the facts of taking it in. Reads no personal field."""

from datetime import datetime
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.state import Case, Classification
from service.domain.changed import changed
from service.domain.vocabulary import ResponseClass


def evolve_intake(case: Case, event: fact.IntakeEvent) -> Case:
    match event:
        case fact.CaseReceived():
            return _received(case, event)
        case fact.CaseClassified():
            return _classified(case, event)
        case fact.OwnerAssigned():
            return changed(case, owner=event.owner, team=event.team)
        case fact.ReceiptAcknowledged():
            return _acknowledged(case, event.occurred_at)
        case fact.SourceUpdateRecorded():
            return changed(case, last_source_update=(event.source, event.reference, event.update))
        case _:
            assert_never(event)


def _received(case: Case, event: fact.CaseReceived) -> Case:
    return changed(
        case,
        status="open",
        account_id=event.account_id,
        segment=event.segment,
        kind=event.kind,
        received_at=event.occurred_at,
    )


def _classified(case: Case, event: fact.CaseClassified) -> Case:
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
