"""What a change of class, kind, priority, category or tier does to the clocks of the current cycle."""

from datetime import datetime

from service.domain.clocks.clock import Clock
from service.domain.clocks.cycles import cycle_by
from service.domain.clocks.events import RescheduleReason
from service.domain.clocks.letting_go import needs_facts_since, needs_waits_since
from service.domain.clocks.memory import cycle_begins
from service.domain.clocks.milestones import MilestoneReached
from service.domain.clocks.offers import Offer, best_offer
from service.domain.clocks.policy import ClockRule, Policy
from service.domain.clocks.reaction.line import Line, opening_of, opens
from service.domain.clocks.reaction.notes import Notes, rule_of
from service.domain.clocks.rule_index import indexed, subject_of, suits, voids
from service.domain.clocks.situation import Situation
from service.domain.clocks.starting import rescheduled, started


def reclassify_open(notes: Notes, situation: Situation, at: datetime) -> dict[Line, datetime]:
    """Give each open clock the limit that applies now, or cancel it; a verdict that was given stays.

    Return the lines that got another limit, each with the instant from which on it must be judged anew.
    """
    since: dict[Line, datetime] = {}
    for clock in notes.book.clocks:
        if not clock.is_open or clock.breached_at is not None:
            continue
        if (clock.due_at < at and clock.paused_at is None) or _stays(notes, clock, situation):
            continue
        own = rule_of(clock, notes.promises)
        policy = notes.promises.policy_at(clock.counts_from_at)
        names = {rule.rule for rule in indexed(policy).applicable(situation).by_clock.get(clock.clock, ())}
        if not names or (is_cadence(own) and own.rule not in names):
            notes.cancel(clock, "reclassified", max(at, clock.counts_from_at))
            continue
        needs_facts_since(notes.book, clock.counts_from_at)
        place = opening_of(notes, clock)
        opening = None if place is None else notes.book.facts[place]
        rules = _rules_now(policy, situation, clock, opening)
        if not rules or (is_cadence(own) and own.rule not in {rule.rule for rule in rules}):
            notes.cancel(clock, "reclassified", max(at, clock.counts_from_at))
            continue
        offer = best_offer(
            rules, policy, situation, notes.promises, start_at=clock.counts_from_at, fact=opening
        )
        if offer is not None and _differs(clock, offer):
            # By another rule it may pause for others, so each wait since its start is asked for.
            needs_waits_since(notes.book, clock.counts_from_at)
            reason = _reason(clock, offer)
            notes.settle(notes.note(rescheduled(clock, offer, situation, reason, at)), None, at)
            line = clock.clock, clock.subject
            since[line] = min(clock.counts_from_at, since.get(line, clock.counts_from_at))
    return since


def lines_of(notes: Notes, situation: Situation) -> list[Line]:
    """Return the lines that the facts of this cycle open in the situation, but for cadences of an account.

    Of an account these are all facts ever: they are asked for only where its tier may begin something.
    """
    is_account = situation.stream == "account"
    if is_account and not any(indexed(one).may_begin_by_tier for one in notes.promises.every_policy()):
        return []
    lines: dict[Line, None] = {}
    for fact in notes.book.facts[cycle_begins(notes.book) :]:
        index = indexed(notes.promises.policy_at(fact.at))
        for rule in index.applicable(situation).starting.get(fact.milestone, ()):
            hangs_on_it = not is_account or rule.clock in index.tier_clocks
            if hangs_on_it and not is_cadence(rule) and suits(rule, fact):
                lines[rule.clock, subject_of(rule, fact)] = None
    return list(lines)


def begin_cadences(notes: Notes, situation: Situation, at: datetime) -> None:
    """Start the cadences that a tier brings from the change on: before it nobody had promised them."""
    policy = notes.promises.policy_at(at)
    applicable = indexed(policy).applicable(situation)
    for clock, rules in applicable.by_clock.items():
        rolling = [rule for rule in rules if is_cadence(rule) and rule.repeats]
        if not rolling or any(
            c.clock == clock and (c.is_open or c.counts_from_at > at) for c in notes.book.clocks
        ):
            continue
        facts = notes.book.facts[cycle_begins(notes.book) :]
        wanted = [rule for rule in rolling if _runs(rule, facts, at)]
        offer = best_offer(wanted, policy, situation, notes.promises, start_at=at, fact=None)
        if offer is not None:
            cycle = cycle_by(notes.book, at)
            notes.note(started(notes.book, offer, situation, cycle, subject=None, occurred_at=at))


def _stays(notes: Notes, clock: Clock, situation: Situation) -> bool:
    """Whether a promise to an account is in this tier as it was made: its opening is not asked for then."""
    start_at = clock.counts_from_at
    policy = notes.promises.policy_at(start_at)
    if situation.stream != "account" or policy.version != clock.policy_version or clock.agreement_id:
        return False
    rules = indexed(policy).applicable(situation).by_clock.get(clock.clock, ())
    is_sole = len(rules) == 1 and rules[0].rule == clock.rule and rules[0].counts != "segment"
    if not is_sole and clock.clock in indexed(policy).tier_clocks:
        return False
    return not any(term.clock == clock.clock for _, term in situation.terms_at(start_at))


def is_cadence(rule: ClockRule) -> bool:
    """Return whether a rule is a cadence of an account, such as a visit each month."""
    return rule.stream == "account" and rule.comes_round


def _runs(rule: ClockRule, facts: tuple[MilestoneReached, ...], at: datetime) -> bool:
    """Whether it was started by an instant; what made it void once does so for the rest of the cycle."""
    by_then = [fact for fact in facts if fact.at <= at]
    is_started = any(fact.milestone in rule.starts_on for fact in by_then)
    return is_started and not any(voids(rule, None, fact) for fact in by_then)


def _rules_now(
    policy: Policy, situation: Situation, clock: Clock, opening: MilestoneReached | None
) -> list[ClockRule]:
    """Return the rules that would make this promise now, from the same start on.

    Where no fact opened it, all of its clock would.
    """
    rules = indexed(policy).applicable(situation).by_clock.get(clock.clock, ())
    return [
        rule
        for rule in rules
        if opening is None or (suits(rule, opening) and opens(rule, subject_of(rule, opening), opening))
    ]


def _differs(clock: Clock, offer: Offer) -> bool:
    """Whether the limit is another one; a calendar that was corrected meanwhile makes none."""
    return (
        clock.rule,
        clock.policy_version,
        clock.target_seconds,
        clock.agreement_id,
        clock.calendar_id,
    ) != (
        offer.rule.rule,
        offer.policy.version,
        offer.limit.target_seconds,
        offer.agreement_id,
        offer.limit.calendar.document.calendar_id,
    )


def _reason(clock: Clock, offer: Offer) -> RescheduleReason:
    same = clock.rule == offer.rule.rule and clock.agreement_id != offer.agreement_id
    return "agreement_changed" if same else "reclassified"
