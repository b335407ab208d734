"""Facts about what was promised to the customer."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText


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


PromisingEvent = CommitmentMade | CommitmentRenegotiated | CommitmentKept | CommitmentBroken
