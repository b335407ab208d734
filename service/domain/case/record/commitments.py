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
    """Something was promised to the customer by an instant (REQUIREMENTS 16, 145)."""

    type: Literal["CommitmentMade.v1"] = "CommitmentMade.v1"
    commitment_id: UUID
    """The commitment."""
    what: FreeText
    """What was promised."""
    due_at: RecordedInstant
    """By when."""
    to_contact_id: UUID | None = None
    """The contact of the account to whom it was promised."""
    is_interim: bool | None = None
    """Whether less than the solution was promised, such as a call; none: the solution."""


class CommitmentRenegotiated(Event):
    """Another instant was agreed with the customer."""

    type: Literal["CommitmentRenegotiated.v1"] = "CommitmentRenegotiated.v1"
    commitment_id: UUID
    """The commitment."""
    due_at: RecordedInstant
    """By when from now on."""
    reason: FreeText
    """Why."""


class CommitmentKept(Event):
    """What was promised was done; whether in time, its clock says."""

    type: Literal["CommitmentKept.v1"] = "CommitmentKept.v1"
    commitment_id: UUID
    """The commitment."""


class CommitmentBroken(Event):
    """We said that what was promised will not be done."""

    type: Literal["CommitmentBroken.v1"] = "CommitmentBroken.v1"
    commitment_id: UUID
    """The commitment."""
    reason: FreeText
    """Why."""


class OverPromiseWarned(Event):
    """Less time was promised than such cases usually take (REQUIREMENTS 145). The promise stands."""

    type: Literal["OverPromiseWarned.v1"] = "OverPromiseWarned.v1"
    commitment_id: UUID
    """The commitment."""
    response_class: ResponseClass
    """The class of the case, whose cases it was compared with."""
    promised_seconds: int
    """From the promise to its due instant, by the wall clock."""
    usual_seconds: int
    """How long four of five such cases take at most, from receipt to resolution."""
    elapsed_seconds: int
    """How much of that had passed since the receipt when it was promised."""
    guideline_version: int
    """The version of the guideline `usual_times`."""


CommitmentEvent = (
    CommitmentMade | CommitmentRenegotiated | CommitmentKept | CommitmentBroken | OverPromiseWarned
)


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """Something that was promised to the customer. It is open until it is kept or broken."""

    commitment_id: UUID
    due_at: datetime
    kept_at: datetime | None = None
    is_broken: bool = False
    is_interim: bool = False


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
            commitment_id=event.commitment_id, due_at=event.due_at, is_interim=bool(event.is_interim)
        )
        return changed(case, commitments=(*case.commitments, made))
    commitments = (
        _after(one, event) if one.commitment_id == event.commitment_id else one for one in case.commitments
    )
    return changed(case, commitments=tuple(commitments))


def _after(
    one: Commitment, event: CommitmentRenegotiated | CommitmentKept | CommitmentBroken | OverPromiseWarned
) -> Commitment:
    match event:
        case CommitmentRenegotiated():
            return replace(one, due_at=event.due_at, is_broken=False)
        case CommitmentKept():
            return replace(one, kept_at=min(one.kept_at or event.occurred_at, event.occurred_at))
        case CommitmentBroken():
            return replace(one, is_broken=True)
        case OverPromiseWarned():
            return one
        case _:
            assert_never(event)


def clock_triggers(event: CommitmentEvent, _: CommitmentState) -> Triggers:
    """A commitment that is given up is not kept: its clock runs on to the instant that was promised."""
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
        case CommitmentBroken() | OverPromiseWarned():
            return ()
        case _:
            assert_never(event)


THEME = theme(CommitmentEvent, evolve, clock_triggers)
