"""One line of clocks walked through what happened, in business time.

It says which clocks there should be and how each ends. What is noted already is kept where it fits.
"""

from datetime import datetime

from service.domain.clocks.clock import Clock
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.offers import Offer, best_offer
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.reaction.line import Line, Span, cycle_of, opens
from service.domain.clocks.reaction.notes import Notes, rule_of
from service.domain.clocks.rule_index import indexed, meets, subject_of, suits, voids
from service.domain.clocks.situation import Situation


class Walk:
    """A walk along the facts from `place` on, of those the first is news."""

    def __init__(self, notes: Notes, situation: Situation, line: Line, place: int, new_from: int) -> None:
        self._notes = notes
        self._situation = situation
        self._line, (self._clock, self._subject) = line, line
        self._place, self._new_from = place, new_from
        self._facts = notes.book.facts
        clocks = [
            clock
            for clock in notes.book.clocks
            if clock.clock == self._clock and clock.subject == self._subject and not clock.is_void
        ]
        begins_at = self._facts[place].at
        is_first = not place or self._facts[place - 1].at < begins_at
        self._known: list[Clock] = []
        self.spans: list[Span] = []
        for clock in clocks:
            may_change = clock.ended_at is None or clock.ended_at >= begins_at
            starts_within = clock.counts_from_at > begins_at
            if starts_within or (clock.counts_from_at == begins_at and is_first):
                self._known.append(clock)
            elif may_change and not self._was_stopped(clock):
                self.spans.append(Span(clock.counts_from_at, rule_of(clock, notes.promises), clock))

    def go(self) -> tuple[list[Span], list[Clock]]:
        """Return the clocks that there should be from the first fact on, and the noted ones too many."""
        for place in range(self._place, len(self._facts)):
            fact = self._facts[place]
            if self._end(fact):
                self._restart(fact, place)
            self._start(fact, place)
        found = {id(span.clock) for span in self.spans}
        return self.spans, [
            clock for clock in self._known if id(clock) not in found and self._has_opening(clock)
        ]

    def _was_stopped(self, clock: Clock) -> bool:
        """Whether a clock ended at the first instant by what was told before the first fact."""
        begins_at = self._facts[self._place].at
        if clock.ended_at != begins_at:
            return False
        rule = rule_of(clock, self._notes.promises)
        before = (fact for fact in self._facts[: self._place] if fact.at == begins_at)
        return any(meets(rule, clock.subject, fact) or voids(rule, clock.subject, fact) for fact in before)

    def _has_opening(self, clock: Clock) -> bool:
        """Whether a fact opened a clock; else a change of the situation did, and no fact can take it back."""
        return any(opens(clock, fact, self._notes) for fact in self._facts[self._place :])

    def _end(self, fact: MilestoneReached) -> bool:
        restarts = False
        for span in self.spans:
            if not span.is_open:
                continue
            is_void = voids(span.rule, self._subject, fact)
            if meets(span.rule, self._subject, fact):
                span.stop = (fact.at, "met")
                restarts = restarts or (span.rule.repeats and not is_void)
            elif is_void:
                span.stop = (fact.at, "ended")
        return restarts

    def _restart(self, fact: MilestoneReached, place: int) -> None:
        known = self._known_at(fact)
        if known is not None:
            self.spans.append(Span(fact.at, rule_of(known, self._notes.promises), known))
        if known is not None or place < self._new_from:
            return
        policy = self._notes.promises.policy_at(fact.at)
        rules = indexed(policy).applicable(self._situation).by_clock.get(self._clock, ())
        again = [rule for rule in rules if rule.repeats and fact.milestone in rule.met_by]
        offer = best_offer(again, policy, self._situation, self._notes.promises, start_at=fact.at, fact=fact)
        if offer is not None:
            self.spans.append(Span(fact.at, offer.rule, offer=offer))

    def _start(self, fact: MilestoneReached, place: int) -> None:
        if any(span.start_at == fact.at and span.superseded_at is None for span in self.spans):
            return
        known = self._known_at(fact)
        if known is not None:
            rule = rule_of(known, self._notes.promises)
            if self._starts(rule, fact) and self._may_start(rule, place):
                self._supersede(rule, known.base_due_at, fact.at)
                self.spans.append(Span(fact.at, rule, known))
                return
        policy = self._notes.promises.policy_at(fact.at)
        rules = [
            rule
            for rule in indexed(policy).applicable(self._situation).starting.get(fact.milestone, ())
            if rule.clock == self._clock
            and self._starts(rule, fact)
            and suits(rule, fact)
            and self._may_begin(rule, place, known)
            and self._may_start(rule, place)
        ]
        offer = best_offer(rules, policy, self._situation, self._notes.promises, start_at=fact.at, fact=fact)
        if offer is not None and self._is_wanted(offer):
            self.spans.append(Span(fact.at, offer.rule, offer=offer))

    def _starts(self, rule: ClockRule, fact: MilestoneReached) -> bool:
        return fact.milestone in rule.starts_on and subject_of(rule, fact) == self._subject

    def _may_start(self, rule: ClockRule, place: int) -> bool:
        """Whether a promise can be open from a fact on, by what happened before it."""
        if (rule.once or rule.repeats) and any(span.is_open for span in self.spans):
            return False
        return not self._is_void(rule, place)

    def _may_begin(self, rule: ClockRule, place: int, but: Clock | None) -> bool:
        """Whether a promise that is not noted can still be made; `but` is a noted one that will be void."""
        at = self._facts[place].at
        if place < self._new_from or (place != self._place and not self._is_line_of(at)):
            return False
        settled = self._notes.book.settled_from_at.get(self._clock)
        if settled is not None and at <= settled:
            return False
        return not (rule.per_subject and not rule.repeats and self._was_started(at, but))

    def _is_void(self, rule: ClockRule, place: int) -> bool:
        """Whether the promise had become void in the cycle of a fact before it."""
        if self._facts[place].milestone is Milestone.REOPENED:
            return False
        for before in reversed(self._facts[:place]):
            if before.milestone is Milestone.REOPENED:
                return False
            if voids(rule, self._subject, before):
                return True
        return False

    def _was_started(self, at: datetime, but: Clock | None) -> bool:
        """Whether a subject had its clock in this cycle: what is told again is not promised again."""
        cycle = self._cycle_of(at)
        known = (c for c in self._notes.book.clocks if c.subject == self._subject and c is not but)
        return any(
            clock.clock == self._clock and clock.cycle == cycle and not clock.is_void for clock in known
        ) or any(self._cycle_of(span.start_at) == cycle for span in self.spans)

    def _is_wanted(self, offer: Offer) -> bool:
        """Whether no other rule of the clock is due before; one that is due later gives way."""
        at, due_at = offer.limit.counts_from_at, offer.limit.base_due_at
        if any(span.base_due_at <= due_at for span in self._others(offer.rule, at)):
            return False
        self._supersede(offer.rule, due_at, at)
        return True

    def _supersede(self, rule: ClockRule, due_at: datetime, at: datetime) -> None:
        for span in self._others(rule, at):
            if span.base_due_at > due_at:
                span.superseded_at = at

    def _others(self, rule: ClockRule, at: datetime) -> list[Span]:
        """Return what other rules of the clock promise in this cycle; by then it is not due."""
        cycle = self._cycle_of(at)
        return [
            span
            for span in self.spans
            if span.is_open
            and span.rule.rule != rule.rule
            and span.base_due_at >= at
            and self._cycle_of(span.start_at) == cycle
        ]

    def _cycle_of(self, at: datetime) -> int:
        return cycle_of(self._notes, self._situation, at)

    def _is_line_of(self, at: datetime) -> bool:
        """Whether this line ran in the cycle of an instant: in a cycle that is over nothing begins anew."""
        reopened_at = self._notes.book.reopened_at
        if not reopened_at or at >= reopened_at[-1]:
            return True
        cycle = self._cycle_of(at)
        return any(
            clock.cycle == cycle and (clock.clock, clock.subject) == self._line and not clock.is_void
            for clock in self._notes.book.clocks
        )

    def _known_at(self, fact: MilestoneReached) -> Clock | None:
        found = {id(span.clock) for span in self.spans}
        return next(
            (c for c in self._known if c.counts_from_at == fact.at and id(c) not in found),
            None,
        )
