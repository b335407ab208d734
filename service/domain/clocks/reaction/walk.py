"""One line of clocks walked through what happened, in business time.

It says which clocks there should be and how each ends. What is noted already is kept where it fits.
"""

from datetime import datetime

from service.domain.clocks.clock import Clock
from service.domain.clocks.cycles import cycle_at, cycle_of, is_of_cycle, last_cycle, places_at
from service.domain.clocks.letting_go import (
    happened_before,
    needs_clocks_since,
    needs_facts_since,
    settled_clocks,
)
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.offers import Offer, best_offer
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.reaction.line import Line, Span, opening_of, opens
from service.domain.clocks.reaction.notes import Notes, rule_of
from service.domain.clocks.rule_index import barred, bars, indexed, meets, subject_of, suits, voids
from service.domain.clocks.situation import Situation
from service.domain.clocks.starting import start_key


class Walk:
    """A walk along the facts from the instant of `place` on; before `new_from` nothing begins anew.

    The instant is walked from its first fact on, so that what was told of it before is done before.
    """

    def __init__(
        self,
        notes: Notes,
        situation: Situation,
        line: Line,
        place: int,
        new_from: int,
        *,
        is_news: bool,
    ) -> None:
        self._notes = notes
        self._situation = situation
        self._line, (self._clock, self._subject) = line, line
        self._facts = notes.book.facts
        self._news = place if is_news else None
        begins_at = self._facts[place].at
        needs_clocks_since(notes.book, begins_at)
        self._place, self._new_from = places_at(notes.book, begins_at).start, new_from
        self._known: list[Clock] = []
        self._unopened: list[Span] = []
        self.spans: list[Span] = []
        for clock in notes.book.clocks:
            if clock.clock == self._clock and clock.subject == self._subject and not clock.is_void:
                self._take(clock, begins_at)

    def go(self) -> tuple[list[Span], list[Clock]]:
        """Return the clocks that there should be from the first fact on, and the noted ones too many."""
        for place in range(self._place, len(self._facts)):
            fact = self._facts[place]
            if place == self._new_from:
                self.spans += self._unopened
            if self._end(fact):
                self._restart(fact, place)
            self._start(fact, place)
        found = {id(span.clock) for span in self.spans}
        return self.spans, [
            clock
            for clock in self._known
            if id(clock) not in found and opening_of(self._notes, clock) is not None
        ]

    def _take(self, clock: Clock, begins_at: datetime) -> None:
        """Take a clock as it stood before the walk, or as one whose opening will be met on the way."""
        if clock.counts_from_at < begins_at:
            if clock.ended_at is None or clock.ended_at >= begins_at:
                self.spans.append(self._span(clock))
        elif clock.counts_from_at == begins_at and opening_of(self._notes, clock) is None:
            # A change of the situation opened it, before the news was told; no fact can take it back.
            self._unopened.append(self._span(clock))
        else:
            self._known.append(clock)

    def _span(self, clock: Clock, place: int | None = None) -> Span:
        cycle = cycle_of(self._notes.book, clock)
        return Span(clock.counts_from_at, cycle, rule_of(clock, self._notes.promises), place, clock)

    def _end(self, fact: MilestoneReached) -> bool:
        restarts = False
        for span in self.spans:
            if not span.is_open:
                continue
            is_void = voids(span.rule, self._subject, fact)
            if meets(span.rule, self._subject, fact) and self._is_kept_by(span, fact):
                span.stop = (fact.at, "met")
                restarts = restarts or (span.rule.repeats and not is_void)
            elif is_void:
                is_over = fact.milestone in span.rule.ends_on
                span.stop = (fact.at, "ended" if is_over else fact.milestone)
        return restarts

    def _is_kept_by(self, span: Span, fact: MilestoneReached) -> bool:
        """Whether it comes late enough: what comes at once is no follow-up, two calls in a row are one."""
        passed = (fact.at - span.start_at).total_seconds()
        if passed < (span.rule.kept_after_seconds or 0):
            return False
        return passed >= (span.rule.kept_apart_seconds or 0) or not self._was_repeated(span)

    def _was_repeated(self, span: Span) -> bool:
        """Whether it began with an act that had kept the promise before."""
        needs_facts_since(self._notes.book, span.start_at)
        place = span.place
        if place is None and span.clock is not None:
            place = opening_of(self._notes, span.clock)
        return place is not None and self._facts[place].milestone in span.rule.met_by

    def _restart(self, fact: MilestoneReached, place: int) -> None:
        known = self._known_at(place)
        if known is not None:
            self.spans.append(self._span(known, place))
        if known is not None or place < self._new_from:
            return
        policy = self._notes.promises.policy_at(fact.at)
        rules = indexed(policy).applicable(self._situation).by_clock.get(self._clock, ())
        again = [rule for rule in rules if rule.repeats and fact.milestone in rule.met_by]
        offer = best_offer(again, policy, self._situation, self._notes.promises, start_at=fact.at, fact=fact)
        if offer is not None:
            self.spans.append(self._offered(offer, place))

    def _start(self, fact: MilestoneReached, place: int) -> None:
        if any(span.place == place for span in self.spans):
            return
        known = self._known_at(place)
        if known is not None:
            rule = rule_of(known, self._notes.promises)
            if self._starts(rule, fact) and self._may_start(rule, place):
                self._supersede(rule, known.base_due_at, place)
                self.spans.append(self._span(known, place))
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
        if offer is not None and self._is_wanted(offer, place):
            self.spans.append(self._offered(offer, place))

    def _starts(self, rule: ClockRule, fact: MilestoneReached) -> bool:
        return fact.milestone in rule.starts_on and subject_of(rule, fact) == self._subject

    def _may_start(self, rule: ClockRule, place: int) -> bool:
        """Whether a promise can be open from a fact on, by what happened before it."""
        if (rule.once or rule.repeats) and any(span.is_open for span in self.spans):
            return False
        return not self._is_void(rule, place)

    def _may_begin(self, rule: ClockRule, place: int, but: Clock | None) -> bool:
        """Whether a promise that is not noted can still be made; `but` is a noted one that will be void."""
        if place < self._new_from or (place != self._new_from and not self._is_line_of(place)):
            return False
        return not (rule.per_subject and not rule.repeats and self._was_started(place, but))

    def _is_void(self, rule: ClockRule, place: int) -> bool:
        """Whether the promise had become void in the cycle of a fact before it."""
        if not rule.bars_on or self._facts[place].milestone is Milestone.REOPENED:
            return False
        for before in reversed(self._facts[:place]):
            if before.milestone is Milestone.REOPENED:
                return False
            if bars(rule, self._subject, before):
                return True
        return barred(rule, self._subject, happened_before(self._notes.book))

    def _was_started(self, place: int, but: Clock | None) -> bool:
        """Whether a subject had its clock in this cycle: it is promised once, however often it is told."""
        cycle = cycle_at(self._notes.book, place)
        return self._ran_in(cycle, but) or any(span.cycle == cycle for span in self.spans)

    def _is_line_of(self, place: int) -> bool:
        """Whether this line ran in the cycle of a fact: in a cycle that is over nothing begins anew."""
        cycle = cycle_at(self._notes.book, place)
        return cycle == last_cycle(self._notes.book) or self._ran_in(cycle, None)

    def _ran_in(self, cycle: int, but: Clock | None) -> bool:
        book = self._notes.book
        return any(
            (clock.clock, clock.subject) == self._line
            and not clock.is_void
            and clock is not but
            and cycle_of(book, clock) == cycle
            for clock in book.clocks
        ) or bool(settled_clocks(book, start_key(self._clock, cycle, self._subject)))

    def _is_wanted(self, offer: Offer, place: int) -> bool:
        """Whether no other rule of the clock is due before; one that is due later gives way."""
        due_at = offer.limit.base_due_at
        if any(span.base_due_at <= due_at for span in self._others(offer.rule, place)):
            return False
        self._supersede(offer.rule, due_at, place)
        return True

    def _supersede(self, rule: ClockRule, due_at: datetime, place: int) -> None:
        for span in self._others(rule, place):
            if span.base_due_at > due_at:
                span.superseded_at = self._facts[place].at

    def _others(self, rule: ClockRule, place: int) -> list[Span]:
        """Return what other rules of the clock promise in this cycle; by then it is not due."""
        at, cycle = self._facts[place].at, cycle_at(self._notes.book, place)
        return [
            span
            for span in self.spans
            if span.is_open and span.rule.rule != rule.rule and span.base_due_at >= at and span.cycle == cycle
        ]

    def _offered(self, offer: Offer, place: int) -> Span:
        return Span(self._facts[place].at, cycle_at(self._notes.book, place), offer.rule, place, offer=offer)

    def _known_at(self, place: int) -> Clock | None:
        """Return the noted clock that counts from a fact, of those not met on the way so far.

        Where several of an instant may be it, the first that ended within the instant or did not, as one that
        counts from here does by what was told before the news.
        """
        found = {id(span.clock) for span in self.spans}
        alike = [
            clock
            for clock in self._known
            if id(clock) not in found
            and is_of_cycle(self._notes.book, clock, place)
            and opens(rule_of(clock, self._notes.promises), self._subject, self._facts[place])
        ]
        return next((clock for clock in alike if self._ends_alike(clock, place)), alike[0] if alike else None)

    def _ends_alike(self, clock: Clock, place: int) -> bool:
        rule, at = rule_of(clock, self._notes.promises), self._facts[place].at
        rest = range(place + 1, places_at(self._notes.book, at).stop)
        is_over = any(
            (meets(rule, self._subject, self._facts[later]) and not rule.kept_after_seconds)
            or voids(rule, self._subject, self._facts[later])
            for later in rest
            if later != self._news
        )
        return is_over == (clock.ended_at == at)
