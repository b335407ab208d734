"""Who the customer is to us: opening, tier, owner and closing of an account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from service.domain.account.dated import Dated, value_since, with_value
from service.domain.account.event import AccountFact
from service.domain.account.owner_choice import AccountChoice
from service.domain.account.record.profile_values import (
    FROM_OPENING,
    INDUSTRY,
    KnownValue,
    ProfileValueState,
)
from service.domain.account.statuses import NOT_YET, Status
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached, SituationChanged
from service.domain.described import Described
from service.domain.event import RecordedDate
from service.domain.personal import FreeText, PartyName
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Segment


class AccountOpened(AccountFact):
    """A customer account was opened."""

    type: Literal["AccountOpened.v1"] = "AccountOpened.v1"
    code: str
    """Customer number in other systems; unique."""
    name: PartyName
    """Name of the customer."""
    segment: Segment
    """Tier at the opening."""
    industry: str | None = None


class SegmentScoring(Described):
    """How an account was scored by what it bought up to a day (RFM, REQUIREMENTS 139)."""

    rules_version: int
    """Version of the guideline `segmentation`."""
    scored_on: RecordedDate
    """Day up to which purchases count."""
    recency_days: int
    """Days since the last purchase."""
    recency_score: int
    """Score for how lately it bought, 1 to 5."""
    recency_limits: tuple[int, ...]
    """Limits of the days: up to the first scores 5, above the last 1."""
    frequency: int
    """Number of orders."""
    frequency_score: int
    """Score for how often it bought, 1 to 5."""
    frequency_limits: tuple[int, ...]
    """Limits of the number: up to the first scores 1, above the last 5."""
    monetary_minor: int
    """Amount spent, less what was paid back, in the smallest unit of the currency (分)."""
    monetary_score: int
    """Score for how much it spent, 1 to 5."""
    monetary_limits: tuple[int, ...]
    """Limits of the amount: up to the first scores 1, above the last 5."""
    currency: str
    """Currency of the amounts (ISO 4217)."""


class SegmentAssigned(AccountFact):
    """The account moved to another tier (REQUIREMENTS 139)."""

    type: Literal["SegmentAssigned.v1"] = "SegmentAssigned.v1"
    segment: Segment
    """Tier from now on."""
    reason: FreeText
    scoring: SegmentScoring | None = None
    """Scores from which the tier follows; null if somebody decided on it."""


class AccountOwnerAssigned(AccountFact):
    """One person became accountable for the account (REQUIREMENTS 112)."""

    type: Literal["AccountOwnerAssigned.v1"] = "AccountOwnerAssigned.v1"
    owner: str
    """Staff id of the accountable person."""
    reason: FreeText
    """Reason for the choice: load and skill."""
    choice: AccountChoice | None = None
    """Choice by number of accounts and ability; null if the person was named directly."""


class AccountClosed(AccountFact):
    """The account was closed; no further promises are made."""

    type: Literal["AccountClosed.v1"] = "AccountClosed.v1"
    reason: FreeText


ProfileEvent = AccountOpened | SegmentAssigned | AccountOwnerAssigned | AccountClosed


@dataclass(frozen=True, kw_only=True)
class ProfileState(ProfileValueState):
    """The profile of an account; `code` is None before it is opened.

    `segment` and `owner` are those that were recorded last, `segments` and `owners` those of every instant.
    """

    code: str | None = None
    opened_at: datetime | None = None
    segment: Segment = Segment.ORDINARY
    segments: Dated[Segment] = ()
    owner: str | None = None
    owners: Dated[str] = ()
    closed_at: datetime | None = None

    def status_at(self, at: datetime) -> Status:
        """Return how far the account is at an instant; when it is closed it can still be spoken of."""
        if self.code is None:
            return "absent"
        return "open" if self.closed_at is None or at <= self.closed_at else "closed"

    def segment_at(self, at: datetime) -> Segment:
        """Return the tier at an instant; before the account was opened, the one that it was opened with."""
        found = value_since(self.segments, at) or next(iter(self.segments), None)
        return self.segment if found is None else found[1]

    def owner_at(self, at: datetime) -> str | None:
        """Return who was accountable at an instant; None before anybody was."""
        found = value_since(self.owners, at)
        return None if found is None else found[1]


def evolve(account: ProfileState, event: ProfileEvent) -> ProfileState:
    """Return the account after the event."""
    at = event.occurred_at
    match event:
        case AccountOpened():
            segments = with_value(account.segments, at, event.segment)
            return changed(
                account,
                code=event.code,
                opened_at=at,
                segment=event.segment,
                segments=segments,
                values=(*account.values, *learnt_of(event)),
            )
        case SegmentAssigned():
            segments = with_value(account.segments, at, event.segment)
            return changed(account, segment=event.segment, segments=segments)
        case AccountOwnerAssigned():
            owners = with_value(account.owners, at, event.owner)
            return changed(account, owner=event.owner, owners=owners)
        case AccountClosed():
            return changed(account, closed_at=at)
        case _:
            assert_never(event)


def learnt_of(event: AccountOpened) -> tuple[KnownValue, ...]:
    """Return what the opening tells of the profile."""
    if event.industry is None:
        return ()
    return (KnownValue(field=INDUSTRY, learnt_at=event.occurred_at, source=FROM_OPENING),)


def clock_triggers(event: ProfileEvent, _: ProfileState) -> Triggers:
    at = event.occurred_at
    match event:
        case AccountOpened():
            return ()
        case SegmentAssigned():
            return (SituationChanged(at=at),)
        case AccountOwnerAssigned():
            return (MilestoneReached(milestone=Milestone.OWNER_ASSIGNED, at=at, subject=event.owner),)
        case AccountClosed():
            return (MilestoneReached(milestone=Milestone.ACCOUNT_CLOSED, at=at),)
        case _:
            assert_never(event)


def stands(account: ProfileState, event: ProfileEvent) -> bool:
    return not isinstance(event, AccountClosed) or account.closed_at is None


THEME = theme(
    ProfileEvent,
    evolve,
    clock_triggers,
    stands,
    on={AccountOpened: NOT_YET},
)
