"""Facts about what other departments were asked to do (REQUIREMENTS 12, 62, 63, 97)."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText


class CollaborationRequested(Event):
    """Another department was asked to do its step."""

    type: Literal["CollaborationRequested.v1"] = "CollaborationRequested.v1"
    collaboration_id: UUID
    """The collaboration."""
    department: str
    """The department, e.g. logistics."""
    step: str
    """Which step of its work, as the table of response times names it."""
    request: FreeText
    """What is asked."""
    customer_words: FreeText | None = None
    """What the customer asked for, in the customer's own words (REQUIREMENTS 94)."""
    due_at: RecordedInstant | None = None
    """By when; none where the table of response times decides."""


class CollaborationAccepted(Event):
    """The department took the task on."""

    type: Literal["CollaborationAccepted.v1"] = "CollaborationAccepted.v1"
    collaboration_id: UUID
    """The collaboration."""
    accepted_by: str | None = None
    """The staff id of who does it."""
    eta_at: RecordedInstant | None = None
    """By when the department means to be done."""


class CollaborationAnswered(Event):
    """The department told how its task stands."""

    type: Literal["CollaborationAnswered.v1"] = "CollaborationAnswered.v1"
    collaboration_id: UUID
    """The collaboration."""
    answer: FreeText
    """What it told."""
    eta_at: RecordedInstant | None = None
    """By when the department means to be done."""


class CollaborationCompleted(Event):
    """The department did what was asked."""

    type: Literal["CollaborationCompleted.v1"] = "CollaborationCompleted.v1"
    collaboration_id: UUID
    """The collaboration."""
    outcome: FreeText | None = None
    """What came of it."""


class CollaborationDeclined(Event):
    """The department will not do what was asked."""

    type: Literal["CollaborationDeclined.v1"] = "CollaborationDeclined.v1"
    collaboration_id: UUID
    """The collaboration."""
    reason: FreeText
    """Why."""


CollaboratingEvent = (
    CollaborationRequested
    | CollaborationAccepted
    | CollaborationAnswered
    | CollaborationCompleted
    | CollaborationDeclined
)
