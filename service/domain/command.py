"""What every wish has in common."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from service.domain.event import Instant


class Command(BaseModel):
    """A wish in the imperative. Its fields are the body of the HTTP request that carries it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    occurred_at: Instant | None = Field(
        default=None,
        description="When it happened, with a zone; left out, the moment of recording.",
    )

    def happened_at(self, now: datetime) -> datetime:
        """Return the business time of the wish: what the sender said, else `now`."""
        return self.occurred_at or now
