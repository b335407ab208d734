"""How a case changes by the facts of taking it in. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.first_response import is_acknowledgement
from service.domain.case.parts.intake import Intake
from service.domain.case.parts.links import Links
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
            return _acknowledged(case, event)
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
        intake=Intake(channel=event.channel, phase=event.phase),
        received_at=event.occurred_at,
        links=Links(split_from=event.split_from) if event.split_from else case.links,
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


def _acknowledged(case: Case, event: fact.ReceiptAcknowledged) -> Case:
    at = event.occurred_at
    if not is_acknowledgement(event):
        receipt_at = min(case.automatic_receipt_in_cycle_at or at, at)
        return changed(case, automatic_receipt_in_cycle_at=receipt_at)
    return changed(
        case,
        acknowledged_at=min(case.acknowledged_at or at, at),
        acknowledged_in_cycle_at=min(case.acknowledged_in_cycle_at or at, at),
    )
