"""How a case came in, and how far it has come. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar, assert_never
from uuid import UUID

from service.domain.case.record.links import LinkState
from service.domain.case.statuses import NOT_YET, Status
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.policy import TakenOver
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText, PartyName
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import AuthorKind, CaseKind, Channel, FaultDetail, Phase, Segment


class CaseReceived(Event):
    """A case of a customer was received. `occurred_at` is the time from which promises count."""

    type: Literal["CaseReceived.v1"] = "CaseReceived.v1"
    account_id: UUID
    segment: Segment
    """Tier of the account at receipt."""
    reference: str | None = None
    """Case number as people know it."""
    channel: Channel
    """Channel by which the case came in."""
    kind: CaseKind
    """Kind of case."""
    phase: Phase
    subject: FreeText
    description: FreeText | None = None
    """Description in the customer's own words."""
    reported_by: PartyName | None = None
    """Name of the person who reported it."""
    symptom: FreeText | None = None
    """Symptom of the fault (REQUIREMENTS 14)."""
    impact: FreeText | None = None
    """People and work affected (REQUIREMENTS 14)."""
    fault_began_at: RecordedInstant | None = None
    """Time at which the fault began (UTC; REQUIREMENTS 14)."""
    contact_id: UUID | None = None
    """Id of the contact who reported the case."""
    order_reference: str | None = None
    """Order that the case concerns (REQUIREMENTS 105)."""
    asset_reference: str | None = None
    """Registered asset that the case concerns."""
    alert_reference: str | None = None
    """Reference of the monitoring alert (REQUIREMENTS 106)."""
    split_from: UUID | None = None
    """Id of the case of which this was a part."""
    fault_details: tuple[FaultDetail, ...] | None = None
    """Which details of the fault were told; null if none."""
    taken_over: TakenOver | None = None
    """Take-over from another system, and what was promised before it; null if there was none."""


class ReceiptAcknowledged(Event):
    """Receipt of the case was confirmed to the customer (REQUIREMENTS 3, 120)."""

    type: Literal["ReceiptAcknowledged.v1"] = "ReceiptAcknowledged.v1"
    author_kind: AuthorKind | None = None
    """Kind of author of the confirmation; null if a person. An automatic confirmation keeps no promise."""


class SourceUpdateRecorded(Event):
    """An update of the case in its source system was recorded, with the verdict of that system."""

    type: Literal["SourceUpdateRecorded.v1"] = "SourceUpdateRecorded.v1"
    source: str
    """Name of the source system."""
    reference: str
    """Case number in the source system."""
    update: str
    """Number of the update in the source system."""
    promise_due_at: RecordedInstant | None = None
    """Time limit set by the source system (UTC)."""
    promise_kept: bool | None = None
    """Verdict of the source system on its own time limit, independent of ours."""


class FaultDescribed(Event):
    """What was found out about a fault after its receipt; details left out stand as they were."""

    type: Literal["FaultDescribed.v1"] = "FaultDescribed.v1"
    symptom: FreeText | None = None
    """Symptom of the fault (REQUIREMENTS 14)."""
    impact: FreeText | None = None
    """People and work affected (REQUIREMENTS 14)."""
    fault_began_at: RecordedInstant | None = None
    """Time at which the fault began (UTC; REQUIREMENTS 14)."""
    details: tuple[FaultDetail, ...]
    """Which details were told."""


IntakeEvent = CaseReceived | ReceiptAcknowledged | FaultDescribed | SourceUpdateRecorded


@dataclass(frozen=True, kw_only=True)
class IntakeState(LinkState):
    """Receipt and progress of a case. `cycle` is 1, plus one for each reopening."""

    status: Status = "absent"
    account_id: UUID | None = None
    segment: Segment | None = None
    kind: CaseKind | None = None
    channel: Channel | None = None
    phase: Phase | None = None
    received_at: datetime | None = None
    taken_over: TakenOver | None = None
    order_reference: str | None = None
    """Order named at receipt."""
    known_of_fault: frozenset[FaultDetail] = frozenset()
    """Which details of the fault are on the record."""
    cycle: int = 1
    acknowledged_at: datetime | None = None
    acknowledged_in_cycle_at: datetime | None = None
    """None again after a reopening, so that receipt can be confirmed anew."""
    first_response_at: datetime | None = None
    """First public, human, substantive message to the customer, or the customer's word that all is well."""
    answered_cycles: frozenset[int] = frozenset()
    """Cycles in which the customer had an answer."""
    automatic_receipt_in_cycle_at: datetime | None = None
    """First automatic confirmation of receipt; it keeps no promise."""
    last_source_update: tuple[str, str, str] | None = None
    """Source system, case number there, and number of the update."""
    last_source_verdict: tuple[datetime | None, bool | None] = (None, None)
    """Time limit of the source system in that update, and whether it was kept."""


IntakeStateT = TypeVar("IntakeStateT", bound=IntakeState)


def evolve(case: IntakeState, event: IntakeEvent) -> IntakeState:
    """Return the case after the event."""
    match event:
        case CaseReceived():
            return _received(case, event)
        case ReceiptAcknowledged():
            return _acknowledged(case, event)
        case FaultDescribed():
            return changed(case, known_of_fault=case.known_of_fault | set(event.details))
        case SourceUpdateRecorded():
            return changed(
                case,
                last_source_update=(event.source, event.reference, event.update),
                last_source_verdict=(event.promise_due_at, event.promise_kept),
            )
        case _:
            assert_never(event)


def _received(case: IntakeState, event: CaseReceived) -> IntakeState:
    return changed(
        case,
        status="open",
        account_id=event.account_id,
        segment=event.segment,
        kind=event.kind,
        channel=event.channel,
        phase=event.phase,
        received_at=event.occurred_at,
        taken_over=event.taken_over,
        order_reference=event.order_reference,
        known_of_fault=frozenset(event.fault_details or ()),
        split_from=event.split_from or case.split_from,
    )


def answered(case: IntakeStateT, at: datetime) -> IntakeStateT:
    """Return the case after the customer had an answer."""
    first_response_at = min(case.first_response_at or at, at)
    cycles = case.answered_cycles | {case.cycle}
    return changed(case, first_response_at=first_response_at, answered_cycles=cycles)


def _acknowledged(case: IntakeState, event: ReceiptAcknowledged) -> IntakeState:
    at = event.occurred_at
    if not is_acknowledgement(event):
        receipt_at = min(case.automatic_receipt_in_cycle_at or at, at)
        return changed(case, automatic_receipt_in_cycle_at=receipt_at)
    return changed(
        case,
        acknowledged_at=min(case.acknowledged_at or at, at),
        acknowledged_in_cycle_at=min(case.acknowledged_in_cycle_at or at, at),
    )


def is_acknowledgement(receipt: ReceiptAcknowledged) -> bool:
    """Return whether a person acknowledged the receipt (REQUIREMENTS, Decisions; 3, 120)."""
    return receipt.author_kind in {None, AuthorKind.HUMAN}


def clock_triggers(event: IntakeEvent, _: IntakeState) -> Triggers:
    at = event.occurred_at
    match event:
        case CaseReceived():
            return (MilestoneReached(milestone=Milestone.RECEIVED, at=at),)
        case ReceiptAcknowledged() if is_acknowledgement(event):
            return (MilestoneReached(milestone=Milestone.ACKNOWLEDGED, at=at),)
        case ReceiptAcknowledged() | SourceUpdateRecorded() | FaultDescribed():
            return ()
        case _:
            assert_never(event)


THEME = theme(IntakeEvent, evolve, clock_triggers, on={CaseReceived: NOT_YET})
