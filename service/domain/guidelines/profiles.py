"""What is to be known of a customer (客户档案): fields, their weight, and when they are asked for again."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import LONGEST_SECONDS, Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.text import signs_of

MOST_FIELDS = 200
AskingOccasion = Literal["renewal", "agreement_changed", "need_changed", "stage_changed"]
"""What asks for a review besides time: an agreement that ends soon, was signed, amended or ended; new
needs told on a visit; another stage of the journey (REQUIREMENTS 128)."""
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Named(Data):
    """A word of a list, and what people call it."""

    word: Slug
    """Word under which it stands on the record."""
    title: Title
    """What it is called."""


class ProfileField(Data):
    """A field of the profile (REQUIREMENTS 26, 126, 127)."""

    field: Slug
    """Name of the field."""
    section: Slug
    """Section in which it stands."""
    title: Title
    """What it is called."""
    choices: tuple[Named, ...] = ()
    """Words of which a value is one; empty if it is told in free words."""
    weight: int = Field(default=1, ge=0, le=1_000)
    """Share of the field in the scores; 0: it may be missing."""
    valid_seconds: int | None = Field(default=None, ge=60, le=LONGEST_SECONDS)
    """Seconds after which a value must be confirmed again; null if it never gets out of date."""
    asked_by: tuple[AskingOccasion, ...] = ()
    """Occasions that ask for it to be confirmed again."""


class IndustryHint(Data):
    """What helps with customers of a line of business who are served for the first time (REQUIREMENTS 70)."""

    if_named: tuple[Words, ...] = ()
    """Words of which one stands in the line of business; empty for any. Marks, spacing and case make no
    difference."""
    hint: Title
    """What to ask and to mention."""


class ProfileGuide(Guideline):
    """Fields of customer profiles, and the words by which customers and their contacts are described."""

    guideline: Literal["profiles"] = "profiles"
    sections: tuple[Named, ...] = ()
    """Sections, in order."""
    fields: tuple[ProfileField, ...] = Field(default=(), max_length=MOST_FIELDS)
    """Fields, in order. If there are any, values are told of these only."""
    sources: tuple[Named, ...] = ()
    """Sources of values. If there are any, a value comes from one of them."""
    empty_words: tuple[Words, ...] = ()
    """Words that say only that nothing is known ("待定"); no value. Marks, spacing and case make no
    difference."""
    renewal_notice_seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    """Seconds before the end of an agreement at which its renewal asks for a review."""
    stages: tuple[Named, ...] = ()
    """Stages of the customer's journey with us, in order (REQUIREMENTS 85). If there are any, an account is
    in one of these."""
    decision_roles: tuple[Named, ...] = ()
    """Parts that contacts play in the customer's decisions (决策链). If there are any, a contact
    plays one of these."""
    contact_preferences: tuple[Named, ...] = ()
    """What contacts like, such as charts (REQUIREMENTS 26). If there are any, a contact likes these."""
    classes: tuple[Named, ...] = ()
    """Classes into which a supervisor sorts customers (REQUIREMENTS 111). If there are any, these only."""

    industry_hints: tuple[IndustryHint, ...] = Field(default=(), max_length=MOST_FIELDS)
    """Hints for the first service of a customer, by line of business."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = {
            "fields": [one.field for one in self.fields],
            **{each: [one.word for one in getattr(self, each)] for each in _LISTS},
        }
        for where, found in names.items():
            twice = next((one for one in found if found.count(one) > 1), None)
            if twice is not None:
                raise invalid("named_twice", field=where, named=twice)
        return self

    @model_validator(mode="after")
    def _knows_its_sections(self) -> Self:
        known = {one.word for one in self.sections}
        for one in self.fields:
            if one.section not in known:
                raise invalid("unknown_section", field="fields", named=one.field, section=one.section)
        return self

    def field_named(self, name: str) -> ProfileField | None:
        """Return a field; None where there is none of this name."""
        return next((one for one in self.fields if one.field == name), None)

    def says_nothing(self, value: str) -> bool:
        """Return whether a value only says that nothing is known."""
        return signs_of(value) in {signs_of(each) for each in self.empty_words}

    def hints_for(self, industry: str | None) -> tuple[Title, ...]:
        """Return the hints for a line of business, those for any included."""
        named = signs_of(industry or "")
        return tuple(
            one.hint
            for one in self.industry_hints
            if not one.if_named or any(signs_of(each) in named for each in one.if_named)
        )

    def number_of(self, stage: str) -> int | None:
        """Return the number of a stage in the order, from 1; None where there is none of this name."""
        return next((number for number, one in enumerate(self.stages, start=1) if one.word == stage), None)


_LISTS = ("sections", "sources", "stages", "decision_roles", "contact_preferences", "classes")


def names_of(known: Iterable[Named]) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(one.word for one in known)
