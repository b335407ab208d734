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
    """Amount up to which an escalation level may approve."""

    level: EscalationLevel
    """Escalation level that may approve."""
    up_to_minor: AmountMinor | None = None
    """Highest amount in the smallest unit of the currency. Omit for any amount."""


class RemedyKind(Data):
    """A kind of remedy for customers."""

    remedy_type: Slug
    """Name of the kind of remedy, as used in a proposal."""
    title: Title
    """Name in both languages."""
    remedy_class: RemedyClass
    """Whether the remedy compensates for the harm or corrects its cause."""
    limits: tuple[ApprovalLimit, ...] = Field(min_length=1)
    """Approval limits from the lowest level up; the last has no limit. Amounts within the limit of the
    specialist need no approval."""

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
    """Kinds of remedies, their approval limits, and who decides on exceptions to the policy."""

    guideline: Literal["remedies"] = "remedies"
    currency: Currency = HOUSE_CURRENCY
    """Currency of the limits; an amount in another currency needs the highest level."""
    exceptions_decided_by: EscalationLevel
    """Lowest escalation level that may decide on an exception to the policy."""
    remedies: tuple[RemedyKind, ...]
    """Kinds of remedies in the catalogue."""

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
        limits = kind.limits if currency == self.currency or not amount_minor else kind.limits[-1:]
        level = next(
            limit.level for limit in limits if limit.up_to_minor is None or amount_minor <= limit.up_to_minor
        )
        return None if level is EscalationLevel.SPECIALIST else level
