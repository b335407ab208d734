"""What a policy promises: versioned data that says which clocks run, for how long and by which calendar."""

from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.domain.clocks.milestones import Milestone
from service.domain.invalid import invalid
from service.domain.vocabulary import CaseKind, EscalationLevel, Priority, ResponseClass, Segment, WaitingOn

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]

LONGEST_SECONDS = 10 * 366 * 86_400
LONGEST_DAYS = 3_650
LONGEST_MONTHS = 120
_TARGETS = ("target_seconds", "target_working_days", "target_months", "days_before_promised")


class Data(BaseModel):
    """Frozen data that is kept on the record."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Title(Data):
    """A name in both languages."""

    zh: str = Field(min_length=1)
    """Chinese."""
    en: str = Field(min_length=1)
    """English."""


class Conditions(Data):
    """Whom a rule is for. An empty list asks for nothing; the lists must all be satisfied."""

    response_classes: tuple[ResponseClass, ...] = ()
    """The case is in one of these classes; a complaint by kind and an open green channel count as classes."""
    kinds: tuple[CaseKind, ...] = ()
    """The case is of one of these kinds."""
    segments: tuple[Segment, ...] = ()
    """The account was in one of these tiers."""
    priorities: tuple[Priority, ...] = ()
    """The case has one of these priorities."""
    categories: tuple[str, ...] = ()
    """The case has one of these categories."""
    departments: tuple[str, ...] = ()
    """The collaboration is asked of one of these departments."""
    steps: tuple[str, ...] = ()
    """The collaboration is one of these steps."""


class Rung(Data):
    """One step of the escalation chain."""

    percent: int = Field(ge=1)
    """Reached when this share of the target has been used; 100 is the due instant."""
    level: EscalationLevel
    """Who is called."""


class ClockRule(Data):
    """One promise of time."""

    rule: Slug
    """The name of the rule, unique in its policy."""
    clock: Slug
    """What is promised. Where several rules of one clock apply, the one that falls due first holds."""
    title: Title
    """The promise in words."""
    stream: Literal["case", "account"] = "case"
    """Where it runs."""
    applies_to: Conditions = Conditions()
    """Whom it is for."""
    starts_on: tuple[Milestone, ...]
    """What starts it. After a reopening only a rule that names `reopened` starts again."""
    met_by: tuple[Milestone, ...]
    """What keeps the promise."""
    ends_on: tuple[Milestone, ...] = ()
    """What makes it void: the clock is cancelled."""
    repeats: bool = False
    """Whether meeting it starts it anew (a rolling clock), until something ends it."""
    once: bool = False
    """Whether only the first start of a cycle counts while one is open (several messages, one clock)."""
    per_subject: bool = False
    """Whether each subject (commitment, collaboration, visit) has a clock of its own."""
    target_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """How long it may take, in seconds of the calendar. None: due at the instant that was promised."""
    target_working_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    """How many working days it may take, to the end of the last one; instead of seconds."""
    target_months: int | None = Field(default=None, ge=1, le=LONGEST_MONTHS)
    """How many months it may take, to the same day of the month; instead of seconds."""
    days_before_promised: int | None = Field(default=None, ge=0, le=LONGEST_DAYS)
    """How many days before the promised instant it is due (T-7); instead of seconds."""
    counts: Slug = "always"
    """The calendar whose time counts; `segment` is the service calendar of the account's tier."""
    pauses_on: tuple[WaitingOn, ...] = ()
    """The waits during which it stands still."""
    warns_at_percent: tuple[int, ...] = (50, 80)
    """When to warn, in percent of the target."""
    escalates: tuple[Rung, ...] = ()
    """Who is called, and when."""

    @cached_property
    def shares(self) -> tuple[tuple[int, EscalationLevel | None], ...]:
        """The shares of the target that are noted, in order: warnings, and rungs that are called."""
        warned: list[tuple[int, EscalationLevel | None]] = [(each, None) for each in self.warns_at_percent]
        called = [(rung.percent, rung.level) for rung in self.escalates]
        return tuple(sorted([*warned, *called], key=lambda share: share[0]))

    @cached_property
    def times_of_shares(self) -> dict[int, tuple[timedelta, ...]]:
        """What the shares come to, by the seconds of the target; filled as it is asked for."""
        return {}

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        named = [name for name in _TARGETS if getattr(self, name) is not None]
        if len(named) > 1:
            raise invalid("two_targets", field=named[1], other=named[0])
        return self


class Policy(Data):
    """A version of a policy. A change is a new version; no version is ever edited."""

    policy_id: Slug
    """The policy."""
    version: int = Field(ge=1)
    """1, 2, 3 and so on."""
    unclassified_counts_as: ResponseClass
    """The class of a case before it is classified."""
    segment_calendars: dict[Segment, Slug]
    """The service calendar of each tier."""
    rules: tuple[ClockRule, ...]
    """The promises."""

    @model_validator(mode="after")
    def _names_each_rule_once(self) -> Self:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.rule in seen:
                raise invalid("rule_named_twice", field="rules", rule=rule.rule)
            seen.add(rule.rule)
        return self


class AgreedTerm(Data):
    """A time limit agreed with one account: it stands instead of the policy's rule of the same clock."""

    clock: Slug
    """Which promise."""
    response_classes: tuple[ResponseClass, ...] = ()
    """Only for these classes; empty: for all."""
    target_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """How long it may take; none where another limit stands here."""
    target_months: int | None = Field(default=None, ge=1, le=LONGEST_MONTHS)
    """How many months it may take."""
    days_before_promised: int | None = Field(default=None, ge=0, le=LONGEST_DAYS)
    """How many days before the promised instant it is due (T-3 instead of T-7)."""
    counts: Slug | None = None
    """The calendar whose time counts; none: that of the rule."""
