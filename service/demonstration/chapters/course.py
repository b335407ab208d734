"""The main course of a case, which the chapters keep to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import in_office_hours, later
from service.demonstration.matters import Matter
from service.demonstration.words import words
from service.domain.vocabulary import Channel, EscalationLevel, ResponseClass

RUSHED = {ResponseClass.URGENT, ResponseClass.COMPLAINT, ResponseClass.GREEN_CHANNEL}
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Escalation:
    """A call for somebody of a higher level."""

    at: datetime
    level: EscalationLevel
    to: str


@dataclass(frozen=True, kw_only=True)
class Course:
    """Who the case is about, and when it went through which stage. `ended_at` is its last resolution."""

    case_id: UUID
    number: int
    account: Account
    matter: Matter
    owner: str
    channel: Channel
    reported_by: str
    received_at: datetime
    acknowledged_at: datetime
    answered_at: datetime
    resolved_at: datetime
    reopened_at: datetime | None
    ended_at: datetime
    closed_at: datetime
    escalations: tuple[Escalation, ...]

    @property
    def is_rushed(self) -> bool:
        """Whether it is worked on at any hour."""
        return self.matter.response_class in RUSHED

    @property
    def work(self) -> timedelta:
        """How long it was worked on between the first answer and the first resolution."""
        return self.resolved_at - self.answered_at

    def id_of(self, name: str) -> UUID:
        """Return the id of something in this case."""
        return uuid5(DEMONSTRATION, f"{self.case_id}/{name}")

    def dice(self, chapter: str) -> Random:
        """Return the dice of a chapter."""
        return Random(f"{self.case_id}/{chapter}")  # noqa: S311  a believable story, not a secret

    def say(self, dice: Random, key: str) -> str:
        """Return what is said on an occasion, in the language of the customer."""
        return words(dice, key, self.account.language)

    def after(self, dice: Random, at: datetime, median_minutes: float) -> datetime:
        """Return a later moment: in office hours, unless the case is worked on at any hour."""
        then = later(dice, at, median_minutes)
        return then if self.is_rushed else in_office_hours(then)

    def part(self, share: float) -> datetime:
        """Return the moment at which a share of the work was done."""
        return (self.answered_at + self.work * share).replace(microsecond=0)
