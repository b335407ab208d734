"""What is missing in a profile or asks to be looked at again, since when, and what it scores by rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from service.domain.account.event import AccountFact
from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
)
from service.domain.account.record.journey import JourneyStageReached
from service.domain.account.record.profile_values import KnownValue
from service.domain.account.record.visits import VisitRecorded
from service.domain.event import Event
from service.domain.guidelines.profiles import AskingOccasion, ProfileField, ProfileGuide

GapKind = Literal["missing", "outdated", "unvouched", "review_asked"]
"""Nothing is known; it is out of date; no person vouches for it; something asked for a review."""
Asked = tuple[AskingOccasion, datetime]


@dataclass(frozen=True, kw_only=True)
class ProfileFacts:
    """What the standing of a profile depends on, beside the guideline."""

    opened_at: datetime
    values: Mapping[str, KnownValue]
    asked: tuple[Asked, ...] = ()
    """What asked for a review, and when."""
    agreements_end_at: tuple[datetime, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a field stands at an instant."""

    field: ProfileField
    known: KnownValue | None
    gap: GapKind | None = None
    since: datetime | None = None
    asked_by: AskingOccasion | None = None
    """What asked for the review; None for another gap."""
    due_at: datetime | None = None
    """When it is to be confirmed again; None: never, or there is nothing to confirm."""

    @property
    def complete_points(self) -> int:
        """Its weight where something is known that was not found to hold no longer."""
        is_known = self.known is not None and self.known.outdated_at is None
        return self.field.weight if is_known else 0

    @property
    def fresh_points(self) -> int:
        """Its weight where it is known and has no gap."""
        return self.field.weight if self.gap is None and self.known is not None else 0


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points reached of those that can be, the sums over the fields."""

    points: int
    most_points: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down; 100 where nothing can be reached."""
        return 100 * self.points // self.most_points if self.most_points else 100


def asking_event(event: Event) -> Asked | None:
    """Return what an event asks a review for; None if it asks for none."""
    match event:
        case AgreementSigned() | AgreementAmended() | AgreementEnded():
            return ("agreement_changed", event.occurred_at)
        case VisitRecorded() if event.new_needs is not None:
            return ("need_changed", event.occurred_at)
        case JourneyStageReached():
            return ("stage_changed", event.occurred_at)
        case _:
            return None


ASKING_EVENTS: tuple[type[AccountFact], ...] = (
    AgreementSigned,
    AgreementAmended,
    AgreementEnded,
    VisitRecorded,
    JourneyStageReached,
)


def latest_asked(events: Iterable[Event]) -> tuple[Asked, ...]:
    """Return for each occasion when it last was."""
    found: dict[AskingOccasion, datetime] = {}
    for event in events:
        asked = asking_event(event)
        if asked is not None:
            found[asked[0]] = max(asked[1], found.get(asked[0], asked[1]))
    return tuple(found.items())


def standings(guide: ProfileGuide, facts: ProfileFacts, at: datetime) -> tuple[Standing, ...]:
    """Return how each field of a profile stands at an instant, in the order of the guideline."""
    notice = timedelta(seconds=guide.renewal_notice_seconds)
    renewals: tuple[Asked, ...] = tuple(("renewal", end - notice) for end in facts.agreements_end_at)
    asked = tuple(sorted((*facts.asked, *renewals), key=lambda one: one[1]))
    return tuple(_standing(one, facts, asked, at) for one in guide.fields)


def review_due_at(found: Iterable[Standing]) -> datetime | None:
    """Return when the first field of a profile is to be confirmed again; None: none is."""
    return min((one.due_at for one in found if one.due_at is not None), default=None)


def completeness(found: Iterable[Standing]) -> Score:
    """Return how much of what is to be known is known."""
    all_found = tuple(found)
    return Score(
        points=sum(one.complete_points for one in all_found),
        most_points=sum(one.field.weight for one in all_found),
    )


def freshness(found: Iterable[Standing]) -> Score:
    """Return how much of what is to be known is known, vouched for, and asked for by nothing."""
    all_found = tuple(found)
    return Score(
        points=sum(one.fresh_points for one in all_found),
        most_points=sum(one.field.weight for one in all_found),
    )


def _standing(field: ProfileField, facts: ProfileFacts, asked: tuple[Asked, ...], at: datetime) -> Standing:
    known = facts.values.get(field.field)
    if known is None:
        is_wanted = field.weight > 0
        return Standing(
            field=field,
            known=None,
            gap="missing" if is_wanted else None,
            since=facts.opened_at if is_wanted else None,
        )
    if known.outdated_at is not None:
        return Standing(
            field=field, known=known, gap="outdated", since=known.outdated_at, due_at=known.outdated_at
        )
    if known.vouched_at is None:
        return Standing(
            field=field, known=known, gap="unvouched", since=known.learnt_at, due_at=known.learnt_at
        )
    return _vouched(field, known, known.vouched_at, asked, at)


def _vouched(
    field: ProfileField, known: KnownValue, since: datetime, asked: tuple[Asked, ...], at: datetime
) -> Standing:
    """Return how a value stands for which somebody vouched."""
    ends_at = None if field.valid_seconds is None else since + timedelta(seconds=field.valid_seconds)
    later = (one for one in asked if one[0] in field.asked_by and one[1] > since)
    first = next(later, None)
    if first is not None and (ends_at is None or first[1] < ends_at):
        gap: GapKind | None = "review_asked" if first[1] <= at else None
        return Standing(
            field=field,
            known=known,
            gap=gap,
            since=first[1] if gap else None,
            asked_by=first[0] if gap else None,
            due_at=first[1],
        )
    is_over = ends_at is not None and ends_at <= at
    return Standing(
        field=field,
        known=known,
        gap="outdated" if is_over else None,
        since=ends_at if is_over else None,
        due_at=ends_at,
    )
