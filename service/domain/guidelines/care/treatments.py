"""What the accounts of a tier are due: an advisor, contacts, solutions and steps of a programme.

REQUIREMENTS 140, 163, 165.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import Segment, VisitKind

MOST_ITEMS = 30
LONGEST_DAYS = 3_650
KINDS = frozenset(
    {
        *VisitKind,
        *("first_contact", "survey", "bill_check", "training"),
        *("news", "value_content", "maintenance_advice"),
        *("greeting", "card", "gift", "benefit", "touch"),
    }
)
"""What the record calls visits and care."""
ADVISOR = "advisor"
"""Name of what is due besides the items."""


class TreatmentDue(Data):
    """Something that the accounts of a tier are due."""

    item: Slug
    """Name of it, unique within the tier."""
    title: Title
    """Name of it as people know it."""
    kinds: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    """Kinds of visit or care that meet it; empty for what is told as a treatment of this name."""
    within_days: int = Field(ge=0, le=LONGEST_DAYS)
    """Days from the beginning of the tier within which the account has it for the first time."""
    every_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    """Days within which it has it again; null for what is given once."""

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        unknown = sorted(set(self.kinds) - KINDS)
        if unknown:
            raise invalid(
                "kind_of_care_unknown", field="kinds", named=unknown[0], known=", ".join(sorted(KINDS))
            )
        return self


class Treatment(Data):
    """What the accounts of a tier are due."""

    segment: Segment
    """Tier of the accounts."""
    has_advisor: bool = False
    """Whether each has a dedicated advisor."""
    most_accounts_of_advisor: int = Field(default=30, ge=1, le=10_000)
    """Accounts of this tier for which one advisor answers at most; with more an advisor is not dedicated."""
    items: Annotated[tuple[TreatmentDue, ...], Field(max_length=MOST_ITEMS)] = ()
    """What they are due besides."""


class Treatments(Guideline):
    """What the accounts of each tier are due."""

    guideline: Literal["treatments"] = "treatments"
    treatments: tuple[Treatment, ...] = ()
    """Treatments, one for each tier."""
    same_tier_days: int = Field(default=190, ge=0, le=LONGEST_DAYS)
    """An account that has a tier again within so many days has had it all the time."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        tiers = [one.segment.value for one in self.treatments]
        items = [[ADVISOR, *(each.item for each in one.items)] for one in self.treatments]
        for names in (tiers, *items):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise invalid("named_twice", field="treatments", named=twice)
        return self

    def treatment_of(self, segment: Segment) -> Treatment | None:
        """Return what the accounts of a tier are due; None where nothing is said."""
        return next((one for one in self.treatments if one.segment is segment), None)

    @property
    def told_items(self) -> tuple[str, ...]:
        """Names of what is told as a treatment, of all tiers."""
        return tuple(
            dict.fromkeys(item for one in self.treatments for item in self.told_items_of(one.segment))
        )

    def told_items_of(self, segment: Segment) -> tuple[str, ...]:
        """Return the names of what is told as a treatment, of one tier."""
        treatment = self.treatment_of(segment)
        return tuple(each.item for each in treatment.items if not each.kinds) if treatment else ()
