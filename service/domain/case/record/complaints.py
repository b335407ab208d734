"""The steps of a complaint: what was done about it and what was found out. Reads no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from service.domain.changed import changed, taken
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import Channel


class CustomerReassured(Event):
    """The customer was reassured before anything else (首先安抚情绪, REQUIREMENTS 10, 67)."""

    type: Literal["CustomerReassured.v1"] = "CustomerReassured.v1"
    channel: Channel | None = None
    words: FreeText | None = None
    """Words to the customer."""
    told_afterwards: bool | None = None
    """Whether a later answer or step was on the record when it was told; null if not. Then it was not what
    came first as far as anybody knew."""


class IncidentReconstructed(Event):
    """The incident was reconstructed: events, time and people concerned (还原场景, REQUIREMENTS 67)."""

    type: Literal["IncidentReconstructed.v1"] = "IncidentReconstructed.v1"
    what_happened: FreeText
    """Course of events, in free text."""
    took_place_at: RecordedInstant | None = None
    """Time of the incident at the customer (UTC)."""
    who_was_concerned: FreeText | None = None
    """People involved or affected, in free text."""


class LiabilityDetermined(Event):
    """The liability for the incident was determined (界定责任, REQUIREMENTS 31, 67)."""

    type: Literal["LiabilityDetermined.v1"] = "LiabilityDetermined.v1"
    liable: Liable
    """Liable party."""
    department: str | None = None
    """Our department, if the liability is ours."""
    grounds: FreeText
    """Grounds of the decision, in free text."""


class CauseIdentified(Event):
    """The cause tree was recorded down to the root cause (REQUIREMENTS 11, 69, 123, 136).

    The last one applies.
    """

    type: Literal["CauseIdentified.v1"] = "CauseIdentified.v1"
    cause_class: CauseClass
    """Class of the cause: product, process, communication or service."""
    root_code: str
    """Code of the root cause, by which similar cases are found."""
    process_step: str | None = None
    """Process step at which the cause arose."""
    whys: tuple[FreeText, ...]
    """Answers to the successive questions "why?"; the last is the root cause."""
    depth: int
    """Number of successive whys."""


class ImpactRecorded(Event):
    """The extent of the harm was recorded (REQUIREMENTS 45)."""

    type: Literal["ImpactRecorded.v1"] = "ImpactRecorded.v1"
    extent: ImpactExtent
    """Extent of the harm: contained, spreading or public."""
    observed: FreeText
    """Place where the harm was observed."""
    countermeasure: FreeText | None = None
    """Measure that limits the harm, in free text."""


ComplaintEvent = (
    CustomerReassured | IncidentReconstructed | LiabilityDetermined | CauseIdentified | ImpactRecorded
)


@dataclass(frozen=True, kw_only=True)
class Liability:
    """Who answers for what happened, as determined last."""

    liable: Liable
    department: str | None
    determined_at: datetime


@dataclass(frozen=True, kw_only=True)
class Cause:
    """The cause tree as filled last; `depth` is its number of whys."""

    cause_class: CauseClass
    root_code: str
    process_step: str | None
    depth: int
    identified_at: datetime


@dataclass(frozen=True, kw_only=True)
class Impact:
    """How far the harm had come when it was looked at last."""

    extent: ImpactExtent
    observed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """The steps that were taken. What can happen several times is known by its instants."""

    reassured: frozenset[tuple[datetime, Channel | None]] = frozenset()
    reassured_first_at: datetime | None = None
    """When first, of what was told before anything later was on the record."""
    incidents: frozenset[tuple[datetime, datetime | None]] = frozenset()
    """When they were reconstructed, and when they took place."""
    liability: Liability | None = None
    cause: Cause | None = None
    impact: Impact | None = None
    looked_into_at: datetime | None = None
    """When the incident, the liability or the cause was first found out."""

    @property
    def has_cause(self) -> bool:
        """Whether the cause was found."""
        return self.cause is not None


NO_STEPS = Complaint()


@dataclass(frozen=True, kw_only=True)
class ComplaintState:
    """The steps of the complaint that a case is."""

    complaint: Complaint = NO_STEPS


def evolve(case: ComplaintState, event: ComplaintEvent) -> ComplaintState:
    """Return the case after the event."""
    return changed(case, complaint=_with_step(case.complaint, event))


def _with_step(known: Complaint, event: ComplaintEvent) -> Complaint:
    at = event.occurred_at
    if isinstance(event, IncidentReconstructed | LiabilityDetermined | CauseIdentified):
        known = changed(known, looked_into_at=min(known.looked_into_at or at, at))
    match event:
        case CustomerReassured():
            first_at = known.reassured_first_at
            return changed(
                known,
                reassured=known.reassured | {(at, event.channel)},
                reassured_first_at=first_at if event.told_afterwards else min(first_at or at, at),
            )
        case IncidentReconstructed():
            return changed(known, incidents=known.incidents | {(at, event.took_place_at)})
        case LiabilityDetermined():
            found = Liability(liable=event.liable, department=event.department, determined_at=at)
            return changed(known, liability=found)
        case CauseIdentified():
            return changed(known, cause=cause_of(event))
        case ImpactRecorded():
            return changed(known, impact=Impact(extent=event.extent, observed_at=at))
        case _:
            assert_never(event)


def cause_of(event: CauseIdentified) -> Cause:
    """Return what is kept of a cause tree."""
    return taken(Cause, event, identified_at=event.occurred_at)


THEME = theme(ComplaintEvent, evolve)
