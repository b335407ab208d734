"""What customers have of us in service, how they use it, and who of ours follows them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import uuid5

from service.demonstration.cast import DEMONSTRATION, MANAGERS, Account
from service.demonstration.hours import in_office_hours
from service.demonstration.words import words
from service.domain.account.decisions.assets import ChangeAsset, RegisterAsset, RetireAsset
from service.domain.account.decisions.followers import FollowAccount, UnfollowAccount
from service.domain.account.decisions.health.usage import RecordUsage
from service.domain.account.profile.asset_kinds import ToldDetail
from service.domain.account.record.health.usage import Use
from service.domain.command import Command
from service.domain.vocabulary import Segment

A_DAY = timedelta(days=1)
FADES_AFTER = 120 * A_DAY
"""When one in eight accounts stops using the portal."""


def in_service(account: Account, begins_at: datetime, until: datetime) -> Iterator[Command]:
    """Yield what an account has in service and how it uses it, in no order."""
    dice = Random(f"{account.code}/in service")  # noqa: S311  a believable story, not a secret
    yield from _assets(account, dice, begins_at)
    yield from _usage(account, dice, begins_at, until)
    if account.segment is Segment.HIGH_VALUE:
        yield FollowAccount(occurred_at=in_office_hours(begins_at + 2 * A_DAY), follower=MANAGERS[0])
    if account.number % 10 == 1:
        yield UnfollowAccount(occurred_at=in_office_hours(begins_at + 90 * A_DAY), follower=MANAGERS[0])


def _assets(account: Account, dice: Random, begins_at: datetime) -> Iterator[Command]:
    asset_id = uuid5(DEMONSTRATION, f"{account.code}/mailbox")
    yield RegisterAsset(
        occurred_at=in_office_hours(begins_at + 4 * A_DAY),
        asset_id=asset_id,
        asset_kind="mailbox",
        identifier=f"{account.code.lower()}.example",
        particulars=(ToldDetail(detail="mailbox_count", words=str(dice.randrange(10, 90))),),
    )
    if account.number % 3 == 0:
        yield ChangeAsset(
            occurred_at=in_office_hours(begins_at + 70 * A_DAY),
            asset_id=asset_id,
            particulars=(ToldDetail(detail="mailbox_count", words=str(dice.randrange(90, 120))),),
            reason=words(dice, "grows", account.language),
        )
    if account.number % 20 == 7:  # noqa: PLR2004  two of the forty
        yield RetireAsset(
            occurred_at=in_office_hours(begins_at + 150 * A_DAY),
            asset_id=asset_id,
            reason=words(dice, "no_need", account.language),
        )


def _usage(account: Account, dice: Random, begins_at: datetime, until: datetime) -> Iterator[Command]:
    """Yield what the portal reports each Monday morning of the week before."""
    ends_at = begins_at + FADES_AFTER if account.number % 8 == 5 else until  # noqa: PLR2004  one in eight
    at = begins_at + 8 * A_DAY
    while at < ends_at:
        used_at = in_office_hours(at - 3 * A_DAY)
        yield RecordUsage(
            occurred_at=at,
            source="portal",
            uses=tuple(
                Use(
                    feature=feature,
                    used_at=used_at,
                    count=dice.randrange(1, 40),
                    duration_seconds=dice.randrange(60, 7200),
                )
                for feature in ("stock_report", "order_status")
            ),
        )
        at += 7 * A_DAY
