"""What the days bring is told again at each look; where the book has let go of it, its clocks say so."""

from service.domain.clocks.clock import ClockBook
from service.domain.clocks.letting_go import reaches, settled_clocks
from service.domain.clocks.memory import is_expected_again
from service.domain.clocks.milestones import EXPECTED, MilestoneReached
from service.domain.clocks.offers import best_offer
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.rule_index import indexed, subject_of, suits
from service.domain.clocks.situation import Promises, Situation
from service.domain.clocks.starting import start_key


def is_told_again(book: ClockBook, fact: MilestoneReached, situation: Situation, promises: Promises) -> bool:
    """Return whether a fact is one that the days bring, and was told before.

    No event tells most of them, so the book need not remember the fact: then its clocks say it.
    """
    if fact.milestone not in EXPECTED:
        return False
    if is_expected_again(book, fact):
        return True
    if reaches(book, fact.at):
        return False
    policy = promises.policy_at(fact.at)
    if not any(fact.milestone in (*rule.starts_on, *rule.met_by, *rule.voids_on) for rule in policy.rules):
        return True
    starting = indexed(policy).applicable(situation).starting.get(fact.milestone, ())
    rules = [rule for rule in starting if suits(rule, fact)]
    if fact.months is None:
        return bool(rules) and all(_was_started(book, rule, fact) for rule in rules)
    promised = [
        rule
        for rule in rules
        if best_offer([rule], policy, situation, promises, start_at=fact.at, fact=fact) is not None
    ]
    return all(_was_started(book, rule, fact) for rule in promised)


def _was_started(book: ClockBook, rule: ClockRule, fact: MilestoneReached) -> bool:
    subject = subject_of(rule, fact)
    if any(
        (clock.clock, clock.subject, clock.counts_from_at) == (rule.clock, subject, fact.at)
        for clock in book.clocks
        if not clock.is_void or (fact.months is not None and clock.end_reason == "reclassified")
    ):
        return True
    if subject is None:
        return fact.at in book.settled_starts.get(rule.clock, ())
    # An account is not reopened: a settlement is promised once.
    return settled_clocks(book, start_key(rule.clock, 1, subject)) > 0
