"""What a decision must know that stands on none of the streams it reads. No sender of a command says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from service.domain.case.record.assignment import OwnerChoice


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """What was looked up for a decision. Actions and the record set it, a body never does."""

    last_asked_at: Mapping[UUID, datetime] = field(default_factory=dict)
    """Contact -> when last asked about another case."""
    choice: OwnerChoice | None = None
    """How the owner was chosen by load and skill."""

    def last_asked(self, contact_id: UUID | None) -> datetime | None:
        """Return when a contact was last asked about another case; None where never, or nobody is named."""
        return None if contact_id is None else self.last_asked_at.get(contact_id)


NOTHING = LookedUp()
