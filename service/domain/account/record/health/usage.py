"""How an account uses what we delivered, as other systems report it (REQUIREMENTS 141)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Literal

from pydantic import Field

from service.domain.account.event import AccountFact
from service.domain.account.record.profile import ProfileState
from service.domain.changed import changed
from service.domain.clocks.policy import LONGEST_SECONDS
from service.domain.described import Described
from service.domain.event import Instant, RecordedDate
from service.domain.text import Code, MeaningfulCode
from service.domain.theme import theme

MOST_COUNT = 1_000_000


class Use(Described, extra="forbid"):
    """A page that was viewed or a feature that was used, or several of the same kind together."""

    feature: MeaningfulCode
    """Page or feature, by the word of the system that reports it."""
    used_at: Instant
    """Time of the use, of several the last one (UTC)."""
    count: int = Field(default=1, ge=1, le=MOST_COUNT)
    """Number of times."""
    duration_seconds: int | None = Field(default=None, ge=0, le=LONGEST_SECONDS)
    """Time spent on it, in all; null if it was not measured."""
    external_id: Code | None = None
    """Number of it at the source, unique within account, source and day; if null, its content tells it from
    others."""

    @property
    def number(self) -> str:
        """What tells it from others of its account, source and day."""
        said = f"{self.feature}|{self.used_at.isoformat()}|{self.count}|{self.duration_seconds}"
        return f"#{self.external_id}" if self.external_id is not None else said


class UsageRecorded(AccountFact):
    """A system reported how the account used what we delivered on a day (追踪客户行为, REQUIREMENTS 141)."""

    type: Literal["UsageRecorded.v1"] = "UsageRecorded.v1"
    source: str
    """Name of the system that reports it."""
    used_on: RecordedDate
    """Day on which it was used, in the zone of the house."""
    uses: tuple[Use, ...]
    """What was used, in order of time. One that is reported again counts once, as it was told last."""


MOST_REMEMBERED = 64
"""Reports that an account remembers, so that the same one said again is none. An older one that comes again
is recorded and changes nothing: whoever counts tells uses apart by their numbers."""


@dataclass(frozen=True, kw_only=True)
class UsageState(ProfileState):
    """What the newest reports of an account said, as digests."""

    usage_reports: tuple[int, ...] = ()


def digest_of(source: str, used_on: date, uses: Iterable[Use]) -> int:
    """Return what tells a report of one account from others."""
    said = [f"{use.number}|{use.feature}|{use.used_at}|{use.count}|{use.duration_seconds}" for use in uses]
    content = "\n".join([source, used_on.isoformat(), *sorted(said)])
    return int.from_bytes(blake2b(content.encode(), digest_size=8).digest())


def evolve(account: UsageState, event: UsageRecorded) -> UsageState:
    """Return the account after the event."""
    digest = digest_of(event.source, event.used_on, event.uses)
    others = [each for each in account.usage_reports if each != digest]
    return changed(account, usage_reports=(*others, digest)[-MOST_REMEMBERED:])


def stands(account: UsageState, event: UsageRecorded) -> bool:
    """What is used is used while the account is under our care."""
    opened_at, closed_at = account.opened_at, account.closed_at
    return all(
        (opened_at is None or use.used_at >= opened_at) and (closed_at is None or use.used_at <= closed_at)
        for use in event.uses
    )


THEME = theme(UsageRecorded, evolve, stands=stands)
