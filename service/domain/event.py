"""What all events have in common."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from service.domain.described import Described
from service.domain.invalid import invalid
from service.domain.personal import FreeText

FIRST_DAY: Final = date(1970, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""The days, in UTC, that can be meant."""

Moment = TypeVar("Moment", bound=date)


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
        raise out_of_range() from None


def out_of_range(field: str | None = None) -> PydanticCustomError:
    """Return the error of a time that nobody can mean; it names the first and the last day that can be."""
    return invalid("year_out_of_range", field=field, first=FIRST_DAY, last=LAST_DAY)


def is_in_range(value: date) -> bool:
    """Return whether a day, or an instant in UTC, can be meant."""
    day = value.date() if isinstance(value, datetime) else value
    return FIRST_DAY <= day <= LAST_DAY


def _in_range(value: Moment) -> Moment:
    if not is_in_range(value):
        raise out_of_range()
    return value


AnyInstant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_to_utc)]
"""An instant with its zone, however far: in what is also read from the record, which must stay readable."""
Instant = Annotated[AnyInstant, AfterValidator(_in_range)]
"""An instant that somebody sends: no year that only a slip of the pen writes. With the longest promise added,
and as a day of any zone, it is still a date to calendars, the database and BI."""


@dataclass(frozen=True)
class HasHappened:
    """Marks an instant of something that has happened: it does not lie in the future."""


PastInstant = Annotated[Instant, HasHappened()]
"""An instant at which something had happened by the time it is told, besides `occurred_at`."""
RecordedInstant = AwareDatetime
"""An instant in an event. Events follow from commands, whose instants were checked and converted to UTC, or
are read from the record: checking them again would cost more than all other fields together."""
LocalDate = Annotated[date, BeforeValidator(_written_out), AfterValidator(_in_range)]
"""A day on the customer's calendar, without a zone, that somebody sends."""
RecordedDate = date
"""Such a day in an event."""


class Event(Described, extra="forbid"):
    """An event: something that happened, in the past tense, never changed.

    The docstring of a subclass is its meaning; `type` is its stored name and the discriminator of the API.
    """

    STORED_NAME: ClassVar[str]

    occurred_at: RecordedInstant = Field(
        description="Business time: when the event happened in the world (UTC)."
    )
    told_late_reason: FreeText | None = Field(
        default=None, description="Reason why it was recorded so long after it happened."
    )

    time_in_doubt: Literal[True] | None = Field(
        default=None,
        description="Recorded while the clock of the server could not be believed; null if it could.",
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        super().__pydantic_init_subclass__()
        if "type" in cls.model_fields:  # a base of several events has no name of its own
            cls.STORED_NAME = cls.model_fields["type"].default
