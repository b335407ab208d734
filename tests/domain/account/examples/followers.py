"""Who of ours follows an account, by example."""

from dataclasses import replace

from service.domain.account.decisions.followers import FollowAccount, UnfollowAccount, person_must_follow
from service.domain.account.record.followers import AccountFollowed, AccountUnfollowed
from service.domain.account.vocabulary import TimelineTheme
from service.domain.refusal import PersonNotNamedError
from tests.domain.account.examples.profile_values import MACHINE
from tests.domain.example import AT, Breaks, Events, Example, Ways, with_fields
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

_THEMES = (TimelineTheme.COMPLAINTS, TimelineTheme.AGREEMENTS)


def followed(**fields: object) -> AccountFollowed:
    return AccountFollowed.model_validate({"occurred_at": TEN, "follower": "e.wu", **fields})


WAYS: Ways = (
    Example(
        FollowAccount(follower="e.wu", themes=_THEMES[::-1]),
        (opened(),),
        (followed(occurred_at=AT, themes=_THEMES),),
    ),
    Example(
        UnfollowAccount(follower="e.wu"),
        (opened(), followed()),
        (AccountUnfollowed(occurred_at=AT, follower="e.wu"),),
    ),
)
BREAKS: Breaks = {
    (person_must_follow, PersonNotNamedError): lambda way: replace(
        with_fields(follower=None)(way), teller=MACHINE
    ),
}
TRIGGERS: Triggers = untimed(WAYS, AccountFollowed, AccountUnfollowed)
WITHOUT_FIGURES: Events = (AccountFollowed, AccountUnfollowed)
SCENES: Scenes = {
    FollowAccount: Scene("AccountFollowed.v1", {"follower": "e.wu", "themes": ["complaints"]}),
    UnfollowAccount: Scene("AccountUnfollowed.v1", {"follower": "e.wu"}, [("follow", {"follower": "e.wu"})]),
}
