"""For what we use the data of contacts, and what they must have said to it (REQUIREMENTS 147)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import DataUse

Needed = Literal["nothing", "no_objection", "consent"]


class ConsentText(Data):
    """A version of the words to which contacts consent."""

    version: int = Field(ge=1)
    """Number of the version."""
    text: Title
    """Words that are put to the contact, in both languages."""


class ConsentPurpose(Data):
    """A purpose for which data of contacts are used."""

    purpose: Slug
    """Name of the purpose."""
    title: Title
    """Purpose in words."""
    texts: tuple[ConsentText, ...] = ()
    """Versions of the words to which contacts consent."""

    def has_text(self, version: int) -> bool:
        """Return whether there is a version of the words."""
        return any(text.version == version for text in self.texts)


class UseRule(Data):
    """What a use of data needs."""

    use: DataUse
    """What is done with the data."""
    purpose: Slug
    """Purpose for which it is done."""
    needs: Needed
    """`consent`: given and not withdrawn. `no_objection`: allowed until it is withdrawn. `nothing`: necessary
    for the contract."""


class ConsentGuideline(Guideline):
    """Purposes for which data of contacts are used, and which command needs which consent."""

    guideline: Literal["consent"] = "consent"
    purposes: tuple[ConsentPurpose, ...] = ()
    """Purposes for which data of contacts are used."""
    uses: tuple[UseRule, ...] = ()
    """What each use of data needs; a use that is not named needs nothing."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for field, names in (
            ("purposes", [str(one.purpose) for one in self.purposes]),
            ("uses", [str(one.use) for one in self.uses]),
        ):
            for name in names:
                if names.count(name) > 1:
                    raise invalid("named_twice", field=field, named=name)
        return self

    def purpose(self, name: str) -> ConsentPurpose | None:
        """Return a purpose; None where there is none of this name."""
        return next((one for one in self.purposes if one.purpose == name), None)

    def rule_for(self, use: DataUse) -> UseRule | None:
        """Return what a use needs; None where nothing is said of it."""
        return next((one for one in self.uses if one.use is use), None)
