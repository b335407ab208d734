"""The catalogue of remedies and who may agree to them (REQUIREMENTS 67, 68, 136)."""

from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.complaint_vocabulary import RemedyClass
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.money import HOUSE_CURRENCY, AmountMinor, Currency
from service.domain.vocabulary import EscalationLevel

RUNGS = tuple(EscalationLevel)


class ApprovalLimit(Data):
    """Up to what amount a rung may agree."""

    level: EscalationLevel
    """The rung."""
    up_to_minor: AmountMinor | None = None
    """The highest amount, in the smallest unit of the currency; left out, any amount."""


class RemedyKind(Data):
    """Something that a customer can be given."""

    remedy_type: Slug
    """Its name, as a proposal calls it."""
    title: Title
    """Its name in words."""
    remedy_class: RemedyClass
    """Whether it makes up for what happened or mends what caused it."""
    limits: tuple[ApprovalLimit, ...] = Field(min_length=1)
    """By rung, from the lowest up; the last may agree to any amount. What the specialist may agree to needs
    nobody else."""

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        steps = [(RUNGS.index(limit.level), limit.up_to_minor) for limit in self.limits]
        for (rung, amount), (higher, more) in pairwise(steps):
            if higher <= rung or amount is None or (more is not None and more <= amount):
                raise invalid("limits_do_not_climb", field="limits", named=self.remedy_type)
        if self.limits[-1].up_to_minor is not None:
            raise invalid("highest_limit_ends", field="limits", named=self.remedy_type)
        return self


class RemedyCatalogue(Guideline):
    """What customers can be given, who may agree to it, and who may allow what the policy does not."""

    guideline: Literal["remedies"] = "remedies"
    currency: Currency = HOUSE_CURRENCY
    """The currency of the limits; an amount in another one goes to the highest rung."""
    exceptions_decided_by: EscalationLevel
    """The lowest rung that may decide on an exception to the policy."""
    remedies: tuple[RemedyKind, ...]
    """The kinds of remedies."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [one.remedy_type for one in self.remedies]
        for name in names:
            if names.count(name) > 1:
                raise invalid("named_twice", field="remedies", named=name)
        return self

    def remedy(self, name: str) -> RemedyKind | None:
        """Return a kind of remedy; None where the catalogue has none of this name."""
        return next((one for one in self.remedies if one.remedy_type == name), None)

    def approval_of(self, kind: RemedyKind, amount_minor: int, currency: str) -> EscalationLevel | None:
        """Return the lowest rung that must agree; None where a specialist may grant it alone."""
        limits = kind.limits if currency == self.currency else kind.limits[-1:]
        level = next(
            limit.level for limit in limits if limit.up_to_minor is None or amount_minor <= limit.up_to_minor
        )
        return None if level is EscalationLevel.SPECIALIST else level
