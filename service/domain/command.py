"""What all commands have in common."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from service.domain.event import Instant


class Command(BaseModel):
    """A command, in the imperative. Its fields are the body of the HTTP request that carries it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    occurred_at: Instant | None = Field(
        default=None,
        description="Business time, with a time zone. If omitted, the time of recording.",
    )

    def happened_at(self, now: datetime) -> datetime:
        """Return the business time of the command: that of the sender, else `now`."""
        return self.occurred_at or now
