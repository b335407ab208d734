"""Which accounts are silent, by their last signs of life and the rule of the house. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.domain.guidelines.care.silence import SignOfLife, SilenceGuideline
from service.domain.vocabulary import Segment


@dataclass(frozen=True, kw_only=True)
class Living:
    """An account under our care, with its last sign of life; None where it never gave one."""

    account_id: UUID
    segment: Segment
    opened_at: datetime
    last_at: datetime | None = None
    sign: SignOfLife | None = None

    @property
    def since(self) -> datetime:
        """From when on it is silent: its last sign of life, else its opening."""
        return self.opened_at if self.last_at is None else max(self.last_at, self.opened_at)


@dataclass(frozen=True, kw_only=True)
class FallenSilent:
    """An account that is silent, and the instant at which it was by the rule."""

    account: Living
    after_days: int
    silent_at: datetime


@dataclass(frozen=True, kw_only=True)
class CameToLife:
    """A silence that is over, and the sign of life that ended it."""

    account_id: UUID
    since: datetime
    life_at: datetime
    sign: SignOfLife | None
    ended_at: datetime


def fallen_silent(
    accounts: Iterable[Living], guideline: SilenceGuideline, until: datetime
) -> Iterator[FallenSilent]:
    """Yield the accounts that are silent at an instant."""
    for account in accounts:
        days = guideline.days_for(account.segment)
        if days is None:
            continue
        silent_at = account.since + timedelta(days=days)
        if silent_at <= until:
            yield FallenSilent(account=account, after_days=days, silent_at=silent_at)


def come_to_life(
    accounts: Mapping[UUID, Living], open_silences: Iterable[tuple[UUID, datetime, datetime]]
) -> Iterator[CameToLife]:
    """Yield the silences that are over: account, since when, and when it was silent by the rule.

    A sign that was told late, of a time before that, shows that there was no silence: it ends as it begins.
    """
    for account_id, since, silent_at in open_silences:
        account = accounts.get(account_id)
        if account is not None and account.since > since:
            yield CameToLife(
                account_id=account_id,
                since=since,
                life_at=account.since,
                sign=account.sign,
                ended_at=max(account.since, silent_at),
            )
