"""The commitments of a case: what was promised to the customer."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document


class CommitmentView(Document):
    """Something that was promised to the customer."""

    commitment_id: UUID
    due_at: datetime
    kept_at: datetime | None
    """Time at which the commitment was kept (UTC); null if it was not."""
    is_broken: bool
    """Whether the commitment was broken."""
