"""What was promised to the customer. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import ResponseClass


class CommitmentMade(Event):
    """A commitment was made to the customer (REQUIREMENTS 16, 145)."""

    type: Literal["CommitmentMade.v1"] = "CommitmentMade.v1"
    commitment_id: UUID
    what: FreeText
    """What was promised, in free text."""
    due_at: RecordedInstant
    to_contact_id: UUID | None = None
    """Id of the contact to whom it was promised."""
    is_interim: bool | None = None
    """Whether less than the solution was promised, such as a call; null if the solution was promised."""


class CommitmentRenegotiated(Event):
    """Another due time was agreed with the customer."""

    type: Literal["CommitmentRenegotiated.v1"] = "CommitmentRenegotiated.v1"
    commitment_id: UUID
    due_at: RecordedInstant
    """New due time (UTC)."""
    reason: FreeText


class CommitmentKept(Event):
    """The commitment was kept; its clock shows whether in time."""

    type: Literal["CommitmentKept.v1"] = "CommitmentKept.v1"
    commitment_id: UUID


class CommitmentBroken(Event):
    """It was recorded that the commitment will not be kept."""

    type: Literal["CommitmentBroken.v1"] = "CommitmentBroken.v1"
    commitment_id: UUID
    reason: FreeText


class OverPromiseFlagged(Event):
    """A promise allows less time than such cases usually take (REQUIREMENTS 145). The promise remains."""

    type: Literal["OverPromiseFlagged.v1"] = "OverPromiseFlagged.v1"
    commitment_id: UUID
    response_class: ResponseClass
    """Response class of the case and of the cases compared."""
    promised_seconds: int
    """Seconds from the promise to its due time, by the wall clock."""
    usual_seconds: int
    """Seconds from receipt to resolution that four of five such cases take at most."""
    elapsed_seconds: int
    """Seconds of that which had passed between receipt and promise."""
    guideline_version: int
    """Version of the guideline `usual_times`."""


CommitmentEvent = (
    CommitmentMade | CommitmentRenegotiated | CommitmentKept | CommitmentBroken | OverPromiseFlagged
)


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """Something that was promised to the customer. It is open until it is kept or broken."""

    commitment_id: UUID
    due_at: datetime
    made_at: datetime
    kept_at: datetime | None = None
    is_broken: bool = False
    broken_at: datetime | None = None
    is_interim: bool = False
    to_contact_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CommitmentState:
    """The commitments of a case, in the order in which they were recorded."""

    commitments: tuple[Commitment, ...] = ()

    def commitment(self, commitment_id: UUID) -> Commitment | None:
        """Return a commitment; None when the case has none of this id."""
        return next((one for one in self.commitments if one.commitment_id == commitment_id), None)


def evolve(case: CommitmentState, event: CommitmentEvent) -> CommitmentState:
    """Return the case after the event."""
    if isinstance(event, CommitmentMade):
        made = Commitment(
            commitment_id=event.commitment_id,
            due_at=event.due_at,
            made_at=event.occurred_at,
            is_interim=bool(event.is_interim),
            to_contact_id=event.to_contact_id,
        )
        return changed(case, commitments=(*case.commitments, made))
    commitments = (
        _after(one, event) if one.commitment_id == event.commitment_id else one for one in case.commitments
    )
    return changed(case, commitments=tuple(commitments))


def _after(
    one: Commitment, event: CommitmentRenegotiated | CommitmentKept | CommitmentBroken | OverPromiseFlagged
) -> Commitment:
    match event:
        case CommitmentRenegotiated():
            return replace(one, due_at=event.due_at, is_broken=False, broken_at=None)
        case CommitmentKept():
            return replace(one, kept_at=min(one.kept_at or event.occurred_at, event.occurred_at))
        case CommitmentBroken():
            return replace(one, is_broken=True, broken_at=event.occurred_at)
        case OverPromiseFlagged():
            return one
        case _:
            assert_never(event)


def clock_triggers(event: CommitmentEvent, _: CommitmentState) -> Triggers:
    """A commitment that is given up is not kept: it is due when we say so, if it was not before."""
    at, subject = event.occurred_at, str(event.commitment_id)
    match event:
        case CommitmentMade():
            made = Milestone.COMMITMENT_MADE
            return (MilestoneReached(milestone=made, at=at, subject=subject, due_at=event.due_at),)
        case CommitmentRenegotiated():
            agreed = Milestone.COMMITMENT_RENEGOTIATED
            return (MilestoneReached(milestone=agreed, at=at, subject=subject, due_at=event.due_at),)
        case CommitmentKept():
            return (MilestoneReached(milestone=Milestone.COMMITMENT_KEPT, at=at, subject=subject),)
        case CommitmentBroken():
            given_up = Milestone.COMMITMENT_BROKEN
            return (MilestoneReached(milestone=given_up, at=at, subject=subject, due_at=at),)
        case OverPromiseFlagged():
            return ()
        case _:
            assert_never(event)


def stands(case: CommitmentState, event: CommitmentEvent) -> bool:
    """What was kept can be found to have been kept earlier; nothing else is said of it afterwards."""
    known = case.commitment(event.commitment_id)
    match event:
        case CommitmentMade():
            return known is None
        case CommitmentRenegotiated():
            return known is not None and known.kept_at is None
        case CommitmentBroken():
            return known is not None and known.kept_at is None and not known.is_broken
        case CommitmentKept() | OverPromiseFlagged():
            return known is not None
        case _:
            assert_never(event)


THEME = theme(CommitmentEvent, evolve, clock_triggers, stands)
