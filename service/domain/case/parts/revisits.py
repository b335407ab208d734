"""What is remembered of planned revisits. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.vocabulary import Channel


@dataclass(frozen=True, kw_only=True)
class PlannedRevisit:
    """A follow-up contact that was planned. It is open until it is held or cancelled."""

    revisit_id: UUID
    due_at: datetime
    template: str | None = None
    channel: Channel = Channel.PHONE
    contact_id: UUID | None = None
    attempts: int = 0
    """How often the customer was not reached."""
    held_at: datetime | None = None
    """When the customer was first reached."""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class PlannedRevisits:
    """The revisits of a case that somebody planned, in the order of planning."""

    planned: tuple[PlannedRevisit, ...] = ()

    def find(self, revisit_id: UUID | None) -> PlannedRevisit | None:
        """Return a planned revisit; None when the case has none of this id."""
        return next((one for one in self.planned if one.revisit_id == revisit_id), None)


NO_REVISITS = PlannedRevisits()
