"""What a policy promises: versioned data that says which clocks run, for how long and by which calendar."""

from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.milestones import MONTHS, Milestone
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.vocabulary import CaseKind, EscalationLevel, Priority, ResponseClass, Segment, WaitingOn

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]

LONGEST_SECONDS = 10 * 366 * 86_400
LONGEST_DAYS = 3_650
LONGEST_MONTHS = 120
USUAL_CALLS_WITHIN_SECONDS = 86_400
_ENDS_OF_A_CASE = (Milestone.CLOSED, Milestone.SOURCE_CLOSED, Milestone.WITHDRAWN, Milestone.DUPLICATE)
_TARGETS = ("target_seconds", "target_working_days", "target_months", "days_before_promised")


class Data(Described, extra="forbid"):
    """Frozen data that is kept on the record."""


class Title(Data):
    """A name in both languages."""

    zh: str = Field(min_length=1)
    """Name in Chinese."""
    en: str = Field(min_length=1)
    """Name in English."""


class Conditions(Data):
    """Conditions of a rule. An empty list sets no condition; all lists must be satisfied."""

    response_classes: tuple[ResponseClass, ...] = ()
    """Response classes of the case, of which one must apply; a complaint by kind and an open green
    channel count as classes."""
    kinds: tuple[CaseKind, ...] = ()
    """Kinds of case, of which one must apply."""
    segments: tuple[Segment, ...] = ()
    """Tiers of the account, of which one must apply."""
    priorities: tuple[Priority, ...] = ()
    """Priorities of the case, of which one must apply."""
    categories: tuple[str, ...] = ()
    """Subject areas of the case, of which one must apply."""
    departments: tuple[str, ...] = ()
    """Departments of the collaboration, of which one must apply."""
    steps: tuple[str, ...] = ()
    """Steps of the collaboration, of which one must apply."""


class Rung(Data):
    """One call of the escalation chain."""

    percent: int = Field(ge=1)
    """Share of the target, in percent, at which the call is due; 100 is the due time."""
    level: EscalationLevel
    """Escalation level that is called."""


class ClockRule(Data):
    """One promise of time."""

    rule: Slug
    """Name of the rule, unique within the policy."""
    clock: Slug
    """Name of the promise. If several rules of one clock apply, the earliest due time counts."""
    title: Title
    """Promise in words; `{limit}` and `{every}` stand for its limit ("30 minutes", "every month")."""
    stream: Literal["case", "account"] = "case"
    """Whether the clock belongs to a case or an account."""
    applies_to: Conditions = Conditions()
    """Conditions under which the rule applies."""
    starts_on: tuple[Milestone, ...]
    """Milestones that start the clock. After a reopening only a rule that names `reopened` starts again."""
    met_by: tuple[Milestone, ...]
    """Milestones that keep the promise."""
    ends_on: tuple[Milestone, ...] = ()
    """Milestones with which the promise is over: nothing more is promised."""
    voided_by: tuple[Milestone, ...] | None = None
    """Acts of our own that make the promise void before it was kept. This is a verdict of its own, with the
    person who did it."""
    set_aside_by: tuple[Milestone, ...] | None = None
    """Acts of our own that make the promise void this once; what starts the clock next promises anew."""
    repeats: bool = False
    """Whether the clock restarts when met (a rolling clock), until it is ended."""
    once: bool = False
    """Whether only the first start of a cycle counts while a clock is open (several messages, one clock)."""
    kept_after_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """Least seconds after the start from which on it can be kept; what comes sooner follows nothing up."""
    kept_apart_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """Least seconds between two acts that keep a rolling clock; two sooner ones are one."""
    per_subject: bool = False
    """Whether each subject (commitment, collaboration, visit) has its own clock."""
    target_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """Time limit in seconds of the calendar; null if due at the promised time."""
    target_working_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    """Time limit in working days, to the end of the last one; instead of seconds."""
    target_months: int | None = Field(default=None, ge=1, le=LONGEST_MONTHS)
    """Time limit in months, to the same day of the month; instead of seconds."""
    days_before_promised: int | None = Field(default=None, ge=0, le=LONGEST_DAYS)
    """Number of days before the promised time at which it is due (T-7); instead of seconds."""
    counts: Slug = "always"
    """Calendar whose time counts; `segment` is the service calendar of the account's tier."""
    pauses_on: tuple[WaitingOn, ...] = ()
    """Kinds of wait that pause the clock."""
    warns_at_percent: tuple[int, ...] = (50, 80)
    """Shares of the target, in percent, at which a warning is given."""
    escalates: tuple[Rung, ...] = ()
    """Steps of the escalation chain."""

    @cached_property
    def bars_on(self) -> frozenset[Milestone]:
        """The milestones after which nothing is promised any more in their cycle."""
        return frozenset((*self.ends_on, *(self.voided_by or ())))

    @cached_property
    def voids_on(self) -> frozenset[Milestone]:
        """The milestones after which the promise is open no more, though it was not kept."""
        return frozenset((*self.bars_on, *(self.set_aside_by or ())))

    @cached_property
    def ends_with_its_case(self) -> bool:
        """Whether the promise is over once nobody works on its case any more; others outlive it."""
        return not self.voids_on.isdisjoint(_ENDS_OF_A_CASE)

    @cached_property
    def counts_months(self) -> bool:
        """Whether it promises something for every month of care, or every so many of them."""
        return not MONTHS.isdisjoint(self.starts_on)

    @cached_property
    def comes_round(self) -> bool:
        """Whether what it promises is promised again and again, such as a visit each month."""
        return self.repeats or self.counts_months

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
    """Id of the policy."""
    version: int = Field(ge=1)
    """Number of the version: 1, 2, 3 and so on."""
    unclassified_counts_as: ResponseClass
    """Response class of a case before its classification."""
    segment_calendars: dict[Segment, Slug]
    """Service calendar of each tier."""
    rules: tuple[ClockRule, ...]
    """Rules that make the promises."""
    calls_within_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """Seconds after a step of the escalation chain within which somebody is called. What is noticed later is
    recorded, and nobody is called. null: one day."""

    @property
    def calls_within(self) -> timedelta:
        """How long after a step of the escalation chain somebody is still called."""
        seconds = self.calls_within_seconds
        return timedelta(seconds=USUAL_CALLS_WITHIN_SECONDS if seconds is None else seconds)

    @model_validator(mode="after")
    def _names_each_rule_once(self) -> Self:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.rule in seen:
                raise invalid("rule_named_twice", field="rules", rule=rule.rule)
            seen.add(rule.rule)
        return self


NO_POLICY = Policy(
    policy_id="none",
    version=1,
    unclassified_counts_as=ResponseClass.ROUTINE,
    segment_calendars={},
    rules=(),
)
"""What holds as long as no policy is in force: nothing is promised."""


class TakenOver(Data):
    """The take-over of a case from another system: up to then its history makes no promises but these."""

    at: Instant
    """Time of the take-over (UTC). From then on the policy in force makes the promises."""
    policy_id: Slug | None = None
    """Policy that makes the promises of the time before, in its version of each time; null if nothing was
    promised."""


class AgreedTerm(Data):
    """A time limit agreed with one account; it replaces the policy's rule of the same clock."""

    clock: Slug
    """Name of the promise to which the term applies."""
    response_classes: tuple[ResponseClass, ...] = ()
    """Response classes concerned; empty for all."""
    target_seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """Time limit in seconds of the calendar; null if another limit is given."""
    target_months: int | None = Field(default=None, ge=1, le=LONGEST_MONTHS)
    """Time limit in months; null if another limit is given."""
    days_before_promised: int | None = Field(default=None, ge=0, le=LONGEST_DAYS)
    """Number of days before the promised time at which it is due (T-3 instead of T-7)."""
    counts: Slug | None = None
    """Calendar whose time counts; null for that of the rule."""
