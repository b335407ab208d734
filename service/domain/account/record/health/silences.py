"""When a customer fell silent, and what ended it (沉默客户, REQUIREMENTS 141)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.event import RecordedInstant
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.theme import theme


class SilenceBegan(AccountFact):
    """The account gave no sign of life for so long that it is silent (识别沉默客户, REQUIREMENTS 141)."""

    type: Literal["SilenceBegan.v1"] = "SilenceBegan.v1"
    since_at: RecordedInstant
    """Time of the last sign of life, else of the opening (UTC)."""
    last_sign: SignOfLife | None = None
    """Last sign of life; null if there never was one."""
    after_days: int
    """Days without a sign of life after which it is silent."""
    rules_version: int
    """Version of the guideline `silence`."""


class SilenceEnded(AccountFact):
    """A silent account gave a sign of life."""

    type: Literal["SilenceEnded.v1"] = "SilenceEnded.v1"
    since_at: RecordedInstant
    """Time from which it was silent (UTC)."""
    life_at: RecordedInstant
    """Time of the sign of life (UTC); before the warning if it became known late."""
    sign: SignOfLife | None = None
    """Sign of life; null if the account was opened later than known."""


SilenceEvent = SilenceBegan | SilenceEnded


@dataclass(frozen=True, kw_only=True)
class SilenceState:
    """Since when the account was last silent, and whether it is."""

    silent_since: datetime | None = None
    is_silent: bool = False


def evolve(account: SilenceState, event: SilenceEvent) -> SilenceState:
    """Return the account after the event."""
    if isinstance(event, SilenceBegan):
        return changed(account, silent_since=event.since_at, is_silent=True)
    return changed(account, is_silent=False)


def stands(account: SilenceState, event: SilenceEvent) -> bool:
    """A silence begins once; one that has begun ends."""
    if isinstance(event, SilenceBegan):
        return not account.is_silent and account.silent_since != event.since_at
    return account.is_silent and account.silent_since == event.since_at


THEME = theme(SilenceEvent, evolve, stands=stands)
