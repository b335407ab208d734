"""What is remembered of commitments and collaborations. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """Something that was promised to the customer. It is open until it is kept or broken."""

    commitment_id: UUID
    due_at: datetime
    kept_at: datetime | None = None
    is_broken: bool = False
    is_interim: bool = False


@dataclass(frozen=True, kw_only=True)
class Collaboration:
    """What another department was asked to do."""

    collaboration_id: UUID
    department: str
    step: str
    due_at: datetime | None = None
    accepted_at: datetime | None = None
    completed_at: datetime | None = None
    is_declined: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the department is still to do it."""
        return self.completed_at is None and not self.is_declined
