"""The collaborations of a case: what departments were asked to do."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document


class CollaborationView(Document):
    """What another department was asked to do."""

    collaboration_id: UUID
    department: str
    """Department from which it was requested."""
    step: str
    """Step of the department's work that was requested."""
    due_at: datetime | None
    """Due time (UTC); null if none was set."""
    accepted_at: datetime | None
    """Time at which the department accepted (UTC); null if it has not."""
    completed_at: datetime | None
    """Time of completion (UTC); null if it is not completed."""
    is_declined: bool
    """Whether the department declined."""
