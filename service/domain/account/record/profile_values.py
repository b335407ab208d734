"""What we know of the customer: values of the profile, where they are from, and reviews (复盘) of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.personal import FreeText
from service.domain.theme import theme

INDUSTRY, DECISION_CHAIN, CONTACT_PREFERENCES = "industry", "decision_chain", "contact_preferences"
"""Fields that are also learnt by the opening of the account, or of its contacts."""
FROM_OPENING, FROM_CONTACTS = "opening", "contacts"
"""Sources of what is learnt so."""
ReviewOccasion = Literal["periodic", "renewal", "agreement_changed", "need_changed", "stage_changed", "other"]


class ProfileValueSet(AccountFact):
    """A value of the profile was learnt, at the business time of the event (REQUIREMENTS 126, 127)."""

    type: Literal["ProfileValueSet.v1"] = "ProfileValueSet.v1"
    field: str
    """Field of the profile."""
    words: FreeText
    """Value: one of the choices of the field, or free words."""
    value_digest: str
    """Tells the same value from others without being it."""
    source: str
    """Source from which it was learnt."""
    vouched_by: str | None = None
    """Staff id of the person who vouches for it; null if a machine told it for nobody."""
    was_wrong: bool = False
    """Whether the value before it was never true, instead of having changed at the customer."""
    reason: FreeText | None = None
    """Reason for the change or correction."""


class ProfileReviewed(AccountFact):
    """Somebody looked through the profile (复盘): what still holds, and what does not (REQUIREMENTS 128)."""

    type: Literal["ProfileReviewed.v1"] = "ProfileReviewed.v1"
    occasion: ReviewOccasion
    """Occasion of the review."""
    reviewed_by: str | None = None
    """Staff id of the person who reviewed it; null if not recorded."""
    confirmed: tuple[str, ...] = ()
    """Fields whose values were found to hold still."""
    changed: tuple[str, ...] = ()
    """Fields that got another value with the review."""
    outdated: tuple[str, ...] = ()
    """Fields whose values no longer hold, and of which the new value is not known yet."""
    note: FreeText | None = None


ProfileValueEvent = ProfileValueSet | ProfileReviewed


@dataclass(frozen=True, kw_only=True)
class KnownValue:
    """What is known of a field, without the value itself."""

    field: str
    learnt_at: datetime
    source: str
    digest: str | None = None
    vouched_at: datetime | None = None
    """When a person last vouched for it; None: nobody has."""
    outdated_at: datetime | None = None
    """When it was found to hold no longer; None: it has not been."""
    reviewed_at: datetime | None = None
    """When a review last named it; None: none has."""


@dataclass(frozen=True, kw_only=True)
class ProfileValueState:
    """What is known of each field: as many entries as there are fields, however often they change."""

    values: tuple[KnownValue, ...] = ()

    def value_of(self, field: str) -> KnownValue | None:
        """Return what is known of a field."""
        return next((one for one in self.values if one.field == field), None)

    def with_value(self, value: KnownValue) -> tuple[KnownValue, ...]:
        """Return the values with one that takes the place of what was known of its field."""
        return (*(one for one in self.values if one.field != value.field), value)


def evolve(account: ProfileValueState, event: ProfileValueEvent) -> ProfileValueState:
    """Return the account after the event."""
    known = {one.field: one for one in account.values}
    return changed(account, values=tuple({**known, **values_after(known, event)}.values()))


def values_after(known: Mapping[str, KnownValue], event: ProfileValueEvent) -> dict[str, KnownValue]:
    """Return what is known of the fields that an event is about, once it happened."""
    at = event.occurred_at
    match event:
        case ProfileValueSet():
            value = KnownValue(
                field=event.field,
                learnt_at=at,
                source=event.source,
                digest=event.value_digest,
                vouched_at=None if event.vouched_by is None else at,
            )
            return {event.field: value}
        case ProfileReviewed():
            held = (
                replace(one, vouched_at=at, reviewed_at=at, outdated_at=None)
                for one in _named(known, event.confirmed)
            )
            gone = (replace(one, outdated_at=at, reviewed_at=at) for one in _named(known, event.outdated))
            return {one.field: one for one in (*held, *gone)}
        case _:
            assert_never(event)


def _named(known: Mapping[str, KnownValue], fields: Iterable[str]) -> Iterable[KnownValue]:
    return (known[field] for field in fields if field in known)


def stands(account: ProfileValueState, event: ProfileValueEvent) -> bool:
    """What is reviewed or was wrong is known before."""
    match event:
        case ProfileValueSet():
            return not event.was_wrong or account.value_of(event.field) is not None
        case ProfileReviewed():
            return all(account.value_of(field) for field in (*event.confirmed, *event.outdated))
        case _:
            assert_never(event)


THEME = theme(ProfileValueEvent, evolve, stands=stands)
