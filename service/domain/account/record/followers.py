"""Who of ours follows an account, and in what (REQUIREMENTS 51)."""

from dataclasses import dataclass, field
from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.account.statuses import ON_RECORD
from service.domain.account.vocabulary import TimelineTheme
from service.domain.changed import changed
from service.domain.theme import theme


class AccountFollowed(AccountFact):
    """A member of staff wants to hear what happens with the account (REQUIREMENTS 51)."""

    type: Literal["AccountFollowed.v1"] = "AccountFollowed.v1"
    follower: str
    """Staff id of who follows it."""
    themes: tuple[TimelineTheme, ...] = ()
    """What the follower wants to hear of; empty for everything."""


class AccountUnfollowed(AccountFact):
    """A member of staff does not want to hear what happens with the account any more."""

    type: Literal["AccountUnfollowed.v1"] = "AccountUnfollowed.v1"
    follower: str
    """Staff id of who followed it."""


FollowerEvent = AccountFollowed | AccountUnfollowed


@dataclass(frozen=True, kw_only=True)
class FollowerState:
    """Who follows an account, each with what they want to hear of."""

    followers: dict[str, tuple[TimelineTheme, ...]] = field(default_factory=dict)


def evolve(account: FollowerState, event: FollowerEvent) -> FollowerState:
    """Return the account after the event."""
    others = {name: themes for name, themes in account.followers.items() if name != event.follower}
    match event:
        case AccountFollowed():
            return changed(account, followers={**others, event.follower: event.themes})
        case AccountUnfollowed():
            return changed(account, followers=others)
        case _:
            assert_never(event)


def stands(account: FollowerState, event: FollowerEvent) -> bool:
    return isinstance(event, AccountFollowed) or event.follower in account.followers


THEME = theme(FollowerEvent, evolve, stands=stands, on={AccountUnfollowed: ON_RECORD})
