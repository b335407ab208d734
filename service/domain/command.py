"""What all commands have in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from service.domain.event import Instant


class Command(BaseModel):
    """A command, in the imperative. Its fields are the body of the HTTP request that carries it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    example: ClassVar[Mapping[str, Any]] = {}
    """Fields of a body that the documentation shows, as JSON has them; others follow from their types."""

    occurred_at: Instant | None = Field(
        default=None,
        description="Business time, with a time zone. If omitted, the time of recording.",
    )

    def __init_subclass__(cls, *, example: Mapping[str, Any] | None = None, **config: Any) -> None:
        """Take the example of the command: `class AddNote(Command, example={"text": "Called back"})`."""
        super().__init_subclass__(**config)
        if example is not None:
            cls.example = example

    def happened_at(self, now: datetime) -> datetime:
        """Return the business time of the command: that of the sender, else `now`."""
        return self.occurred_at or now
