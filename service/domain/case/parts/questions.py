"""What is remembered of questions. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that must be answered before the case can end."""

    question_id: UUID
    asked_of: str | None = None
    due_at: datetime | None = None
    awaited_by_customer: bool = False
    answered_at: datetime | None = None
    told_at: datetime | None = None
    """When the customer was given the answer."""

    @property
    def is_open(self) -> bool:
        """Whether an answer is missing, or the customer who waits for it has not been told."""
        return self.answered_at is None or (self.awaited_by_customer and self.told_at is None)
