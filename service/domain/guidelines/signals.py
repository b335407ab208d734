"""What in the data of an account points to a need or a risk (识别潜在需求和风险点, REQUIREMENTS 57)."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import LONGEST_SECONDS, Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import CaseKind

Alike = Literal["account", "category", "asset_reference"]


class SignalKind(StrEnum):
    """What a signal points to (潜在需求和风险点, REQUIREMENTS 57)."""

    NEED = "need"
    RISK = "risk"


class SignalRule(Data):
    """What points to a need or a risk: cases that are alike, or satisfaction that falls."""

    rule: Slug
    """Name of the rule."""
    title: Title
    """What it points to, in both languages: the reason that a signal gives."""
    kind: SignalKind
    """Whether it points to a need or a risk."""
    watches: Literal["cases", "satisfaction"]
    """`cases`: the account came with several that are alike. `satisfaction`: its ratings (CSAT) fell."""
    kinds: tuple[CaseKind, ...] = ()
    """Kinds of case that count; empty for all."""
    alike: Alike = "account"
    """What the cases have in common: the subject area, the asset, or only the account."""
    least: int = Field(ge=2, le=1_000)
    """Least number of cases, or of ratings in each of the two spans that are compared."""
    within_seconds: int = Field(ge=3_600, le=LONGEST_SECONDS)
    """Length of the span up to now that is looked at; ratings are compared with the span before."""
    falls_by: float | None = Field(default=None, gt=0, le=4)
    """Least fall of the mean rating from one span to the next. Needed for satisfaction only."""

    @model_validator(mode="after")
    def _says_by_how_much(self) -> Self:
        if (self.falls_by is None) == (self.watches == "satisfaction"):
            raise invalid("goes_with_satisfaction", field="falls_by", rule=self.rule)
        return self

    @property
    def within(self) -> timedelta:
        """The span that is looked at."""
        return timedelta(seconds=self.within_seconds)


class Signals(Guideline):
    """Rules by which needs and risks of accounts are detected."""

    guideline: Literal["signals"] = "signals"
    rules: tuple[SignalRule, ...] = ()
    """Rules; each raises signals of its own."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names: Sequence[str] = [one.rule for one in self.rules]
        for name in names:
            if names.count(name) > 1:
                raise invalid("named_twice", field="rules", named=name)
        return self
