"""The commitments of a case: what was promised to the customer."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document


class CommitmentView(Document):
    """Something that was promised to the customer."""

    commitment_id: UUID
    """The commitment."""
    due_at: datetime
    """By when."""
    kept_at: datetime | None
    """When it was kept."""
    is_broken: bool
    """Whether it was given up."""
