"""Of what people are reminded in the care of an account, and how much of it a customer bears.

REQUIREMENTS 21, 25, 27, 29, 74, 132.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.event import LocalDate
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.money import HOUSE_CURRENCY, AmountMinor, Currency
from service.domain.vocabulary import Segment

LONGEST_LEAD_DAYS = 366
OnboardingFact = Literal["first_contact", "visit", "call", "interview", "training", "survey"]
MOST_OCCASIONS = 100
MOST_DATES = 200
_LEAP_YEAR = 2000


class Reminding(Data):
    """How people are reminded of something."""

    days_before: int = Field(default=0, ge=0, le=LONGEST_LEAD_DAYS)
    """Days before the date at which the reminder is raised."""
    priority: int = Field(default=5, ge=1, le=9)
    """Priority if several fall together: 1 goes before 9."""
    gives_way: bool = True
    """Whether the reminder gives way if the customer was contacted often, or will be for something that goes
    before."""


class KeyDateKind(Reminding):
    """A kind of date that comes round each year, such as a birthday."""

    kind: Slug
    """Name of the kind, unique within the guideline."""
    title: Title
    """Name of the kind as people know it."""


class Festival(Reminding):
    """A festival on which customers are greeted."""

    occasion: Slug
    """Name of the festival, unique within the guideline."""
    title: Title
    """Name of the festival as people know it."""
    dates: Annotated[tuple[LocalDate, ...], Field(min_length=1, max_length=MOST_DATES)]
    """Days on which the festival falls, one a year."""
    segments: tuple[Segment, ...] = ()
    """Tiers whose accounts are greeted; empty for all."""


class OnboardingStep(Reminding):
    """Something that a new customer is accompanied with, such as a training (REQUIREMENTS 107)."""

    step: Slug
    """Name of the step, unique within the guideline."""
    title: Title
    """Name of the step as people know it."""
    days: int = Field(ge=0, le=LONGEST_LEAD_DAYS)
    """Days after the beginning by which it is done."""
    done_by: Annotated[tuple[OnboardingFact, ...], Field(max_length=10)] = ()
    """What on the record of the account does it by itself; empty if people say that it is done."""
    gives_way: bool = False
    """Whether it gives way where the customer was contacted often."""


class Promotion(Reminding):
    """A season of sales, before which customers learn that deliveries may take longer."""

    occasion: Slug
    """Name of the season, unique within the guideline."""
    title: Title
    """Name of the season as people know it."""
    begins_on: str = Field(pattern=r"^\d\d-\d\d$", examples=["11-01"])
    """First day of the season in each year, as month and day."""
    ends_on: str = Field(pattern=r"^\d\d-\d\d$", examples=["11-11"])
    """Last day of the season, as month and day; earlier in the year than the first day if it lies in the next
    year."""
    segments: tuple[Segment, ...] = ()
    """Tiers whose accounts are told; empty for all."""

    @property
    def first_day(self) -> tuple[int, int]:
        """Month and day on which it begins."""
        return _month_and_day(self.begins_on)

    @model_validator(mode="after")
    def _has_days_of_a_year(self) -> Self:
        for field in ("begins_on", "ends_on"):
            try:
                date(_LEAP_YEAR, *_month_and_day(getattr(self, field)))
            except ValueError:
                raise invalid("no_day_of_a_year", field=field) from None
        return self


class FollowUp(Guideline):
    """What people are reminded of in the care of an account, and what a customer bears."""

    guideline: Literal["follow_up"] = "follow_up"
    key_dates: Annotated[tuple[KeyDateKind, ...], Field(max_length=MOST_OCCASIONS)]
    """Kinds of dates that an account can have."""
    festivals: Annotated[tuple[Festival, ...], Field(max_length=MOST_OCCASIONS)] = ()
    """Festivals on which customers are greeted."""
    promotions: Annotated[tuple[Promotion, ...], Field(max_length=MOST_OCCASIONS)] = ()
    """Seasons of sales before which customers are told of longer deliveries."""
    memos: Reminding = Reminding(priority=1, gives_way=False)
    """How people are reminded of their memos."""
    orders: Reminding = Reminding(days_before=1, priority=2, gives_way=False)
    """How people are reminded to ask for the need before the customer orders."""
    renewals: Reminding = Reminding(priority=1, gives_way=False)
    """How people are reminded to plan the renewal of an agreement."""
    renewal_days: Annotated[tuple[int, ...], Field(max_length=MOST_OCCASIONS)] = (90, 30)
    """Days before the end of an agreement at which its renewal is planned."""
    shortest_agreement_days: int = Field(default=300, ge=1)
    """Least duration, in days, of an agreement whose renewal is planned."""
    most_contacts: int = Field(default=6, ge=1)
    """Most contacts with one customer within `contacts_within_days`, whatever they are about; a reminder that
    gives way is not raised beyond."""
    contacts_within_days: int = Field(default=30, ge=1, le=LONGEST_LEAD_DAYS)
    """Number of days over which contacts are counted."""
    most_gifts_minor: AmountMinor = 50_000
    """Most that gifts to one person may be worth within a calendar year, in minor units."""
    gift_currency: Currency = HOUSE_CURRENCY
    """Currency of gifts (ISO 4217)."""
    signings: Reminding = Reminding(days_before=7, priority=1, gives_way=False)
    """How people are reminded of a signing that lies ahead, for which documents must be together."""
    onboarding_stage: Slug = "implementation"
    """Stage of the journey (guideline `profiles`) in which a new customer is accompanied."""
    onboarding: Annotated[tuple[OnboardingStep, ...], Field(max_length=MOST_OCCASIONS)] = ()
    """What a new customer is accompanied with from the beginning of that stage on."""
    caught_up_days: int = Field(default=31, ge=0, le=LONGEST_LEAD_DAYS)
    """Days after a date within which people are still reminded of it, if nobody looked before."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        named = [("key_dates", one.kind) for one in self.key_dates]
        named += [("festivals", one.occasion) for one in self.festivals]
        named += [("promotions", one.occasion) for one in self.promotions]
        named += [("onboarding", one.step) for one in self.onboarding]
        for number, (field, name) in enumerate(named):
            if name in {other for _, other in named[:number]}:
                raise invalid("named_twice", field=field, named=name)
        return self

    def key_date(self, kind: str) -> KeyDateKind | None:
        """Return a kind of date by its name."""
        return next((one for one in self.key_dates if one.kind == kind), None)


def _month_and_day(written: str) -> tuple[int, int]:
    month, _, day = written.partition("-")
    return int(month), int(day)
