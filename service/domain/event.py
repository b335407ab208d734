"""What all events have in common."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from service.domain.described import Described
from service.domain.invalid import invalid


def _written_out(value: object) -> object:
    """Refuse a number of seconds or milliseconds: it does not say which, nor in which zone it was meant."""
    if isinstance(value, int | float) or (
        isinstance(value, str) and value.strip().lstrip("+-")[:5].isdigit()
    ):
        raise invalid("not_written_out")
    return value


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise invalid("year_out_of_range") from None


Instant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_to_utc)]
RecordedInstant = AwareDatetime
"""An instant in an event. Events follow from commands, whose instants were checked and converted to UTC, or
are read from the record: checking them again would cost more than all other fields together."""
LocalDate = Annotated[date, BeforeValidator(_written_out)]
"""A day on the customer's calendar, without a zone."""


class Event(Described, extra="forbid"):
    """An event: something that happened, in the past tense, never changed.

    The docstring of a subclass is its meaning; `type` is its stored name and the discriminator of the API.
    """

    STORED_NAME: ClassVar[str]

    occurred_at: RecordedInstant = Field(
        description="Business time: when the event happened in the world (UTC)."
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        super().__pydantic_init_subclass__()
        if "type" in cls.model_fields:  # a base of several events has no name of its own
            cls.STORED_NAME = cls.model_fields["type"].default
