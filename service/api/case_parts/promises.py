"""What was promised to the customer and asked of departments, as it is shown."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class CommitmentView(_Document):
    """Something that was promised to the customer."""

    commitment_id: UUID
    """The commitment."""
    due_at: datetime
    """By when."""
    kept_at: datetime | None
    """When it was kept."""
    is_broken: bool
    """Whether it was given up."""


class CollaborationView(_Document):
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
