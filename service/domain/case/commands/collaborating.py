"""Wishes about what other departments are asked to do."""

from uuid import UUID

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.text import Code


class RequestCollaboration(Command):
    """Ask another department to do its step."""

    collaboration_id: UUID
    """A new id for the collaboration."""
    department: Code
    """The department, e.g. logistics."""
    step: Code
    """Which step of its work, as the table of response times names it."""
    request: FreeText
    """What is asked."""
    due_at: Instant | None = None
    """By when; left out, the table of response times decides."""


class AcceptCollaboration(Command):
    """Record that the department takes the task on."""

    collaboration_id: UUID
    """The collaboration."""
    accepted_by: Code | None = None
    """The staff id of who does it."""
    eta_at: Instant | None = None
    """By when the department means to be done."""


class AnswerCollaboration(Command):
    """Record what the department tells about its task."""

    collaboration_id: UUID
    """The collaboration."""
    answer: FreeText
    """What it tells."""
    eta_at: Instant | None = None
    """By when the department means to be done."""


class CompleteCollaboration(Command):
    """Record that the department has done what was asked."""

    collaboration_id: UUID
    """The collaboration."""
    outcome: FreeText | None = None
    """What came of it."""


class DeclineCollaboration(Command):
    """Record that the department will not do what was asked."""

    collaboration_id: UUID
    """The collaboration."""
    reason: FreeText
    """Why."""


CollaboratingCommand = (
    RequestCollaboration
    | AcceptCollaboration
    | AnswerCollaboration
    | CompleteCollaboration
    | DeclineCollaboration
)
