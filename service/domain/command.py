"""What all commands have in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field

from service.domain.described import Described
from service.domain.event import Event, Instant
from service.domain.personal import FreeText


class Command(Described, extra="forbid"):
    """A command, in the imperative. Its fields are the body of the HTTP request that carries it."""

    example: ClassVar[Mapping[str, Any]] = {}
    """Fields of a body that the documentation shows, as JSON has them; others follow from their types."""

    HOLDS_SINCE: ClassVar[tuple[str, ...]] = ("occurred_at",)
    """Fields that say since when it holds: how far back they may lie depends on who tells it."""

    occurred_at: Instant | None = Field(
        default=None,
        description="Business time, with a time zone. If omitted, the time of recording.",
    )
    told_late_reason: FreeText | None = Field(
        default=None,
        description="Reason for recording it so late. Needed only beyond the limit of the guideline "
        "`telling_late` for the role of the key, and with the permission `backdate`.",
    )

    def __init_subclass__(
        cls,
        *,
        example: Mapping[str, Any] | None = None,
        records: type[Event] | None = None,
        **config: Any,
    ) -> None:
        """Take the example of the command: `class AddNote(Command, example={"text": "Called back"})`.

        A field without a docstring means what the field of that name means in the event that it `records`.
        """
        super().__init_subclass__(**config)
        if example is not None:
            cls.example = example

    @classmethod
    def __pydantic_init_subclass__(cls, *, records: type[Event] | None = None, **_: Any) -> None:
        super().__pydantic_init_subclass__()
        if records is not None:
            cls.take_meanings(records)

    def happened_at(self, now: datetime) -> datetime:
        """Return the business time of the command: that of the sender, else `now`."""
        return self.occurred_at or now
