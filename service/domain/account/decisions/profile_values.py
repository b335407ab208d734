"""What we know of the customer: values are told, and reviewed."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, model_validator

from service.domain.account.context import AccountContext
from service.domain.account.profile.rules import (
    ProfileFieldUnknownError,
    ProfileSourceUnknownError,
    ProfileValueNotAChoiceError,
    ProfileValueSaysNothingError,
    refuse_unfit_value,
)
from service.domain.account.profile.vouching import person_must_vouch, who_vouches
from service.domain.account.record.profile_values import (
    KnownValue,
    ProfileReviewed,
    ProfileValueSet,
    ReviewOccasion,
)
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with
from service.domain.described import Described
from service.domain.guidelines.profiles import MOST_FIELDS
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import SenderIfKnown

DIGEST_DIGITS = 16
SAID_AGAIN_WITHIN = timedelta(days=1)
"""The same value from the same source is a repeat for so long; later it is learnt anew."""


class SetProfileValue(
    Command,
    records=ProfileValueSet,
    example={"field": "decision_chain", "words": "Plant manager, then the board", "source": "sales_handover"},
):
    """Record a value of the profile, where it is from, and who vouches for it."""

    field: Slug
    words: FreeText
    source: Slug
    """Source by the guideline `profiles`, such as sales_handover, questionnaire, event or visit."""
    vouched_by: SenderIfKnown = None
    was_wrong: bool = False
    reason: FreeText | None = None

    @model_validator(mode="after")
    def _says_why_it_was_wrong(self) -> Self:
        if self.was_wrong and self.reason is None:
            raise invalid("missing_beside", field="reason", other="was_wrong")
        return self


class NewValue(Described, extra="forbid"):
    """Another value of a field, found in a review."""

    field: Slug
    """Field of the profile."""
    words: FreeText
    """Value: one of the choices of the field, or free words."""
    source: Slug
    """Source from which it was learnt."""


Fields = Annotated[tuple[Slug, ...], Field(max_length=MOST_FIELDS)]


class ReviewProfile(
    Command,
    records=ProfileReviewed,
    example={"occasion": "renewal", "confirmed": ["decision_chain"], "note": "Asked by phone"},
):
    """Record that the profile was looked through: what holds still, what changed, what no longer holds."""

    occasion: ReviewOccasion = "periodic"
    reviewed_by: SenderIfKnown = None
    confirmed: Fields = ()
    new_values: Annotated[tuple[NewValue, ...], Field(max_length=MOST_FIELDS)] = ()
    """Fields that changed, each with its new value."""
    outdated: Fields = ()
    note: FreeText | None = None

    @model_validator(mode="after")
    def _names_each_field_once(self) -> Self:
        named = [*self.confirmed, *(one.field for one in self.new_values), *self.outdated]
        if not named:
            raise invalid("nobody_named", field="confirmed", others="new_values, outdated")
        twice = next((one for one in named if named.count(one) > 1), None)
        if twice is not None:
            raise invalid("named_twice", field="confirmed", named=twice)
        return self


class NothingToCorrectError(Refusal, field="was_wrong"):
    """A correction is of a value on the record (REQUIREMENTS 127)."""


class ProfileValueNotRecordedError(Refusal, field="confirmed"):
    """A review looks through values on the record (REQUIREMENTS 128)."""


class ProfileValueUnchangedError(Refusal, field="new_values"):
    """A value that changed is another than the one on the record (REQUIREMENTS 128)."""


UNFIT = (
    ProfileFieldUnknownError,
    ProfileSourceUnknownError,
    ProfileValueNotAChoiceError,
    ProfileValueSaysNothingError,
)


@refuses_with(*UNFIT)
def value_must_fit(_: CustomerAccount, command: SetProfileValue, context: AccountContext) -> None:
    refuse_unfit_value(command, context, command.happened_at(context.now))


@refuses_with(NothingToCorrectError)
def correction_must_be_of_something(
    account: CustomerAccount, command: SetProfileValue, _: AccountContext
) -> None:
    if command.was_wrong and account.value_of(command.field) is None:
        raise NothingToCorrectError(named=command.field)


@refuses_with(*UNFIT)
def new_values_must_fit(_: CustomerAccount, command: ReviewProfile, context: AccountContext) -> None:
    for one in command.new_values:
        refuse_unfit_value(one, context, command.happened_at(context.now), within="new_values")


@refuses_with(ProfileValueUnchangedError)
def new_values_must_be_new(account: CustomerAccount, command: ReviewProfile, context: AccountContext) -> None:
    """What was set in the same instant was set by this review."""
    at = command.happened_at(context.now)
    for one in command.new_values:
        known = account.value_of(one.field)
        if known is not None and known.digest == digest_of(one, context) and known.learnt_at != at:
            raise ProfileValueUnchangedError(named=one.field)


@refuses_with(ProfileValueNotRecordedError)
def reviewed_values_must_be_known(
    account: CustomerAccount, command: ReviewProfile, _: AccountContext
) -> None:
    for where in ("confirmed", "outdated"):
        for name in getattr(command, where):
            if account.value_of(name) is None:
                raise ProfileValueNotRecordedError(field=where, named=name)


def digest_of(told: SetProfileValue | NewValue, context: AccountContext) -> str:
    """Return what tells the same value of this account from others without being it."""
    value = f"{context.stream_id}:{told.field}:{told.words}"
    return sha256(value.encode()).hexdigest()[:DIGEST_DIGITS]


def set_profile_value(
    account: CustomerAccount, command: SetProfileValue, context: AccountContext, at: datetime
) -> Events:
    digest, by = digest_of(command, context), who_vouches(command.vouched_by, context)
    known = account.value_of(command.field)
    if known is not None and (known.digest, known.source) == (digest, command.source):
        is_vouched = by is None or known.vouched_at is not None
        since = max(known.learnt_at, known.vouched_at or known.learnt_at)
        if is_vouched and known.outdated_at is None and at - since < SAID_AGAIN_WITHIN:
            return ()
    told = {**fields_of(command), "vouched_by": by}
    return (ProfileValueSet(occurred_at=at, value_digest=digest, **told),)


def review_profile(
    account: CustomerAccount, command: ReviewProfile, context: AccountContext, at: datetime
) -> Events:
    if _is_on_record(account, command, context, at):
        return ()
    by = who_vouches(command.reviewed_by, context)
    learnt = (
        ProfileValueSet(
            occurred_at=at,
            field=one.field,
            words=one.words,
            value_digest=digest_of(one, context),
            source=one.source,
            vouched_by=by,
        )
        for one in command.new_values
    )
    reviewed = ProfileReviewed(
        occurred_at=at,
        occasion=command.occasion,
        reviewed_by=by,
        confirmed=command.confirmed,
        changed=tuple(one.field for one in command.new_values),
        outdated=command.outdated,
        note=command.note,
    )
    return (*learnt, reviewed)


def _stands_reviewed(value: KnownValue, at: datetime) -> bool:
    return value.reviewed_at == value.vouched_at == at


def _is_on_record(
    account: CustomerAccount, command: ReviewProfile, context: AccountContext, at: datetime
) -> bool:
    """Return whether just this was reviewed in this instant."""
    values = {one.field: one for one in account.values}
    new = ((values.get(one.field), digest_of(one, context)) for one in command.new_values)
    return (
        all(_stands_reviewed(values[name], at) for name in command.confirmed)
        and all(values[name].outdated_at == at for name in command.outdated)
        and all(one is not None and (one.digest, one.learnt_at) == (digest, at) for one, digest in new)
    )


DECISIONS = (
    decides(SetProfileValue, set_profile_value, *CARED_FOR, value_must_fit, correction_must_be_of_something),
    decides(
        ReviewProfile,
        review_profile,
        *CARED_FOR,
        person_must_vouch,
        reviewed_values_must_be_known,
        new_values_must_fit,
        new_values_must_be_new,
    ),
)
