"""What a value of the profile must be: of a known field, from a known source, and not nothing."""

from datetime import datetime
from typing import Protocol

from service.domain.account.context import AccountContext
from service.domain.guidelines.profiles import ProfileGuide, names_of
from service.domain.refusal import Refusal


class TellsValue(Protocol):
    """What tells a value of the profile."""

    @property
    def field(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def source(self) -> str: ...


class ProfileFieldUnknownError(Refusal, field="field"):
    """The profile has the fields of the guideline (REQUIREMENTS 126)."""


class ProfileSourceUnknownError(Refusal, field="source"):
    """A value comes from one of the sources of the guideline (REQUIREMENTS 126, 127)."""


class ProfileValueNotAChoiceError(Refusal, field="words"):
    """A field with choices has one of them (REQUIREMENTS 127)."""


class ProfileValueSaysNothingError(Refusal, field="words"):
    """That nothing is known is no value (REQUIREMENTS 110, 127)."""


def refuse_unfit_value(
    told: TellsValue, context: AccountContext, at: datetime, within: str | None = None
) -> None:
    """Refuse a value that the guideline does not know, or that is none; `within`: the field that holds it."""
    guide = context.rulebook.guideline(ProfileGuide, at)
    if guide is None or not guide.fields:
        return
    known = guide.field_named(told.field)
    if known is None:
        fields = ", ".join(one.field for one in guide.fields)
        raise ProfileFieldUnknownError(field=within, named=told.field, known=fields)
    sources, choices = names_of(guide.sources), names_of(known.choices)
    if sources and told.source not in sources:
        raise ProfileSourceUnknownError(field=within, source=told.source, known=", ".join(sources))
    if choices and told.words not in choices:
        raise ProfileValueNotAChoiceError(field=within, named=told.field, choices=", ".join(choices))
    if guide.says_nothing(told.words):
        raise ProfileValueSaysNothingError(field=within, named=told.field, words=told.words)
