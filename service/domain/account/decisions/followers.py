"""Who of ours follows an account, and in what."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.record.followers import AccountFollowed, AccountUnfollowed
from service.domain.account.rules import CARED_FOR, DATED
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import TimelineTheme
from service.domain.command import Command
from service.domain.decision import Events, decides, refuses_with
from service.domain.refusal import PersonNotNamedError
from service.domain.staff_id import Sender


class FollowAccount(Command, records=AccountFollowed, example={"themes": ["complaints", "agreements"]}):
    """Hear from now on what happens with the account, its cases included: `GET /v1/news`."""

    follower: Sender = None
    themes: Annotated[tuple[TimelineTheme, ...], Field(max_length=len(TimelineTheme))] = ()


class UnfollowAccount(Command, records=AccountUnfollowed):
    """Hear no more of what happens with the account."""

    follower: Sender = None


@refuses_with(PersonNotNamedError)
def person_must_follow(
    _: CustomerAccount, __: FollowAccount | UnfollowAccount, context: AccountContext
) -> None:
    if context.teller is not None and context.teller.is_machine:
        raise PersonNotNamedError


def follow(account: CustomerAccount, command: FollowAccount, _: AccountContext, at: datetime) -> Events:
    """Themes are kept in the order of the list, each once."""
    themes = tuple(one for one in TimelineTheme if one in command.themes)
    if command.follower is None or account.followers.get(command.follower) == themes:
        return ()
    return (AccountFollowed(occurred_at=at, follower=command.follower, themes=themes),)


def unfollow(account: CustomerAccount, command: UnfollowAccount, _: AccountContext, at: datetime) -> Events:
    if command.follower is None or command.follower not in account.followers:
        return ()
    return (AccountUnfollowed(occurred_at=at, follower=command.follower),)


DECISIONS = (
    decides(FollowAccount, follow, *CARED_FOR, person_must_follow),
    decides(UnfollowAccount, unfollow, *DATED, person_must_follow, ends=True),
)
