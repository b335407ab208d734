"""Values of the profile and reviews of them, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.decisions.profile_values import (
    NewValue,
    NothingToCorrectError,
    ProfileValueNotRecordedError,
    ProfileValueUnchangedError,
    ReviewProfile,
    SetProfileValue,
    correction_must_be_of_something,
    digest_of,
    new_values_must_be_new,
    new_values_must_fit,
    reviewed_values_must_be_known,
    value_must_fit,
)
from service.domain.account.profile.rules import (
    ProfileFieldUnknownError,
    ProfileSourceUnknownError,
    ProfileValueNotAChoiceError,
    ProfileValueSaysNothingError,
)
from service.domain.account.profile.vouching import person_must_vouch
from service.domain.account.record.profile_values import ProfileReviewed, ProfileValueSet
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import PersonNotNamedError
from tests.domain.example import (
    AT,
    Break,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    with_fields,
)
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

CHAIN = "Plant manager, then the board"
MACHINE = Teller(role="integration", may_backdate=True, key="crm")


def digest(value: str = CHAIN, field: str = "decision_chain") -> str:
    told = NewValue(field=field, words=value, source="visit")
    return digest_of(told, AccountContext(now=AT, stream_id=UUID(int=0)))


def value_set(value: str = CHAIN, field: str = "decision_chain", **fields: Any) -> ProfileValueSet:
    usual: dict[str, Any] = {"field": field, "words": value, "value_digest": digest(value, field)}
    told = {"occurred_at": TEN, "source": "sales_handover", "vouched_by": "gao.f"}
    return ProfileValueSet(**{**usual, **told, **fields})


def new_value(**fields: str) -> NewValue:
    usual = {"field": "decision_chain", "words": "The board alone", "source": "visit"}
    return NewValue(**{**usual, **fields})


def with_new(**fields: str) -> Break:
    """Review a profile with a new value, by the rules that come with the program."""
    return by_default_rules(confirmed=(), new_values=(new_value(**fields),))


_OPENED = (opened(),)
_KNOWN = (opened(), value_set())
WAYS: Ways = (
    Example(
        SetProfileValue(field="decision_chain", words=CHAIN, source="sales_handover", vouched_by="gao.f"),
        _OPENED,
        (value_set(occurred_at=AT),),
    ),
    Example(
        ReviewProfile(confirmed=("decision_chain",), reviewed_by="gao.f", note="Asked by phone"),
        _KNOWN,
        (
            ProfileReviewed(
                occurred_at=AT,
                occasion="periodic",
                reviewed_by="gao.f",
                confirmed=("decision_chain",),
                note="Asked by phone",
            ),
        ),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (ReviewProfile,)
BREAKS: Breaks = {
    (value_must_fit, ProfileFieldUnknownError): by_default_rules(field="shoe_size"),
    (value_must_fit, ProfileSourceUnknownError): by_default_rules(source="rumour"),
    (value_must_fit, ProfileValueNotAChoiceError): by_default_rules(field="size", words="Huge"),
    (value_must_fit, ProfileValueSaysNothingError): by_default_rules(words="待定…"),
    (correction_must_be_of_something, NothingToCorrectError): with_fields(was_wrong=True),
    (person_must_vouch, PersonNotNamedError): lambda way: replace(
        with_fields(reviewed_by=None)(way), teller=MACHINE
    ),
    (reviewed_values_must_be_known, ProfileValueNotRecordedError): with_fields(outdated=("size",)),
    (new_values_must_fit, ProfileFieldUnknownError): with_new(field="shoe_size"),
    (new_values_must_fit, ProfileSourceUnknownError): with_new(source="rumour"),
    (new_values_must_fit, ProfileValueNotAChoiceError): with_new(field="size", words="Huge"),
    (new_values_must_fit, ProfileValueSaysNothingError): with_new(words="n/a"),
    (new_values_must_be_new, ProfileValueUnchangedError): with_new(words=CHAIN),
}
TRIGGERS: Triggers = untimed(WAYS, ProfileValueSet, ProfileReviewed)
WITHOUT_FIGURES: Events = (ProfileValueSet, ProfileReviewed)
VALUE = {"field": "decision_chain", "words": CHAIN, "source": "sales_handover"}
_SET_VALUE: list[Step] = [("profile-values", VALUE)]
SCENES: Scenes = {
    SetProfileValue: Scene("ProfileValueSet.v1", VALUE),
    ReviewProfile: Scene("ProfileReviewed.v1", {"confirmed": ["decision_chain"]}, _SET_VALUE),
}
