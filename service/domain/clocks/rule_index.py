"""A policy made ready to be asked: which rules start on, are met by or end with a milestone, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.openings import Opening
from service.domain.clocks.policy import ClockRule, Policy
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import CaseKind, Priority, ResponseClass, Segment

_MOST_POLICIES = 64
_MOST_SITUATIONS = 1024

_Key = tuple[frozenset[ResponseClass], CaseKind | None, Segment, Priority | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Applicable:
    """The rules that apply in a situation, but for the department and step of a collaboration."""

    rules: tuple[ClockRule, ...]
    starting: dict[Milestone, tuple[ClockRule, ...]]
    by_clock: dict[str, tuple[ClockRule, ...]]
    openings: dict[str, Opening] = field(default_factory=dict)
    """Openings of each rule's clock, by the name of the rule."""


class RuleIndex:
    """One version of a policy, indexed."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.by_name = {rule.rule: rule for rule in policy.rules}
        self._applicable: dict[_Key, Applicable] = {}

    @cached_property
    def silent(self) -> Policy:
        """The same policy, that neither warns nor calls anybody."""
        quiet = {"warns_at_percent": (), "escalates": ()}
        rules = tuple(rule.model_copy(update=quiet) for rule in self.policy.rules)
        return self.policy.model_copy(update={"rules": rules})

    @cached_property
    def tier_clocks(self) -> frozenset[str]:
        """The promises to accounts that may be others after a change of tier."""
        return frozenset(
            rule.clock
            for rule in self.policy.rules
            if rule.stream == "account" and (rule.applies_to.segments or rule.counts == "segment")
        )

    @cached_property
    def may_begin_by_tier(self) -> bool:
        """Whether a change of tier may begin a promise to an account that does not come round."""
        return any(
            rule.stream == "account" and not rule.comes_round and rule.clock in self.tier_clocks
            for rule in self.policy.rules
        )

    def applicable(self, situation: Situation) -> Applicable:
        """Return the rules that apply in a situation."""
        key = (
            situation.response_classes,
            situation.kind,
            situation.segment,
            situation.priority,
            situation.category,
            situation.stream,
        )
        found = self._applicable.get(key)
        if found is None:
            if len(self._applicable) >= _MOST_SITUATIONS:
                self._applicable.clear()
            found = self._applicable[key] = self._found(situation)
        return found

    def _found(self, situation: Situation) -> Applicable:
        classes = situation.response_classes or frozenset({self.policy.unclassified_counts_as})
        rules = tuple(rule for rule in self.policy.rules if _applies(rule, situation, classes))
        starting: dict[Milestone, tuple[ClockRule, ...]] = {}
        by_clock: dict[str, tuple[ClockRule, ...]] = {}
        for rule in rules:
            for milestone in rule.starts_on:
                starting[milestone] = (*starting.get(milestone, ()), rule)
            by_clock[rule.clock] = (*by_clock.get(rule.clock, ()), rule)
        return Applicable(rules, starting, by_clock)


_indexes: dict[int, RuleIndex] = {}


def indexed(policy: Policy) -> RuleIndex:
    """Return the index of a policy. Kept by identity: a document is too long to be hashed at each command."""
    index = _indexes.get(id(policy))
    if index is None or index.policy is not policy:
        if len(_indexes) >= _MOST_POLICIES:
            _indexes.clear()
        index = _indexes[id(policy)] = RuleIndex(policy)
    return index


def suits(rule: ClockRule, fact: MilestoneReached | None) -> bool:
    """Return whether a rule is for the department and step of a fact; one that is forgotten suits."""
    wanted = rule.applies_to
    if fact is None or not (wanted.departments or wanted.steps):
        return True
    return (not wanted.departments or fact.department in wanted.departments) and (
        not wanted.steps or fact.step in wanted.steps
    )


def subject_of(rule: ClockRule, fact: MilestoneReached) -> str | None:
    """Return whose clock a fact is about by this rule."""
    return fact.subject if rule.per_subject else None


def meets(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
    """Return whether a fact keeps the promise."""
    return fact.milestone in rule.met_by and (not rule.per_subject or fact.subject == subject)


def voids(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
    """Return whether a fact makes the promise void; one without a subject does so for every subject."""
    return fact.milestone in rule.voids_on and _is_about(rule, subject, fact)


def bars(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
    """Return whether nothing is promised by a rule after a fact, in its cycle."""
    return fact.milestone in rule.bars_on and _is_about(rule, subject, fact)


def _is_about(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
    return not rule.per_subject or fact.subject is None or fact.subject == subject


def barred(rule: ClockRule, subject: str | None, happened: Mapping[Milestone, frozenset[str | None]]) -> bool:
    """Return whether one of the facts of which only milestone and subject are known bars the promise."""
    return any(
        not rule.per_subject or None in happened[milestone] or subject in happened[milestone]
        for milestone in rule.bars_on
        if milestone in happened
    )


def _applies(rule: ClockRule, situation: Situation, classes: frozenset[ResponseClass]) -> bool:
    wanted = rule.applies_to
    return (
        rule.stream == situation.stream
        and (not wanted.response_classes or not classes.isdisjoint(wanted.response_classes))
        and (not wanted.kinds or situation.kind in wanted.kinds)
        and (not wanted.segments or situation.segment in wanted.segments)
        and (not wanted.priorities or situation.priority in wanted.priorities)
        and (not wanted.categories or situation.category in wanted.categories)
    )
