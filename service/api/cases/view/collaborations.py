"""The collaborations of a case: what departments were asked to do."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document


class CollaborationView(Document):
    """What another department was asked to do."""

    collaboration_id: UUID
    """The collaboration."""
    department: str
    """Who was asked."""
    step: str
    """For what."""
    due_at: datetime | None
    """By when, if that was said."""
    accepted_at: datetime | None
    """When the department took it on."""
    completed_at: datetime | None
    """When it was done."""
    is_declined: bool
    """Whether the department declined."""
