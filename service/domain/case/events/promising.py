"""Facts about what was promised to the customer."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
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


PromisingEvent = (
    CommitmentMade | CommitmentRenegotiated | CommitmentKept | CommitmentBroken | OverPromiseWarned
)
