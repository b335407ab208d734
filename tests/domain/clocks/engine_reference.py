"""The clocks of a case, computed slowly: at each occasion everything anew from the whole history.

No events, no pauses kept, no memory: only which promises were made, by whose rule, and which were taken back.
Calendars are read day by day, in a zone without daylight saving time.
"""

from datetime import datetime
from typing import Any

from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.policy import AgreedTerm, ClockRule, Policy
from service.domain.clocks.situation import Situation
from tests.domain.clocks.engine_reference_memory import Made, Said, merged


class Reference(Said):
    def tell(self, occasion: ClockTrigger, situation: Situation) -> None:
        self.situation = situation
        self._note(occasion.at)
        if isinstance(occasion, WaitingChanged):
            self.waits = sorted([*self.waits, occasion], key=lambda wait: wait.at)
        if isinstance(occasion, MilestoneReached):
            self.facts = sorted([*self.facts, occasion], key=lambda fact: fact.at)
            self._renegotiate(occasion)
            for line in self._lines():
                self._walk(line, occasion)
        if isinstance(occasion, SituationChanged):
            self._reclassify(occasion.at)
            for line in self._lines():
                self._walk(line, None)
        self._note(occasion.at)

    def watched(self, now: datetime) -> None:
        self._note(now)

    def result(self) -> list[tuple[Any, ...]]:
        """Return what is to be compared of each promise, in order."""
        found: list[tuple[Any, ...]] = []
        for made in self.made:
            head = (made.clock, made.subject or "", made.cycle, made.start)
            if made.void is not None:
                if made.void[0] != "superseded":
                    found.append((*head, made.rule.rule, "void", made.void[1]))
                continue
            pauses, due = self.pauses(made)
            found.append((*head, made.rule.rule, self._state(made, pauses, due), due, merged(pauses)))
        return sorted(found, key=repr)

    def _note(self, limit: datetime) -> None:
        for made in self.made:
            pauses, due = self.pauses(made)
            until = made.stop[1] if made.stop else limit
            lasting = pauses and pauses[-1][1] is None
            if made.void is None and not lasting and due is not None and due < until:
                made.is_noted = True

    def _offer(
        self,
        rules: list[ClockRule],
        policy: Policy,
        cycle: int,
        start: datetime,
        fact: MilestoneReached | None,
    ) -> Made | None:
        assert self.situation is not None
        classes = self.situation.response_classes or {policy.unclassified_counts_as}
        found: list[Made] = []
        for rule in rules:
            terms: list[tuple[str | None, AgreedTerm | None]] = [
                (name, term)
                for name, term in self.situation.terms
                if term.clock == rule.clock
                and (not term.response_classes or set(term.response_classes) & set(classes))
            ]
            for agreement, term in terms or [(None, None)]:
                counts = (term.counts if term else None) or rule.counts
                if counts == "segment":
                    counts = policy.segment_calendars[self.situation.segment]
                document = [doc for doc in self.rules.calendars if doc.calendar_id == counts][-1]
                is_own = term is None or (term.target_seconds or term.target_months) is None
                limit: Any = rule if is_own else term
                due, target = self._base_due(limit, document, start, fact), limit.target_seconds
                if target is not None and due and fact and fact.due_at and start <= fact.due_at < due:
                    due, target = fact.due_at, None
                if due is not None:
                    subject = fact.subject if fact and rule.per_subject else None
                    found.append(
                        Made(
                            rule.clock,
                            subject,
                            cycle,
                            start,
                            rule,
                            policy,
                            document,
                            target,
                            due,
                            agreement,
                        )
                    )
        return min(found, key=lambda made: made.base_due, default=None)

    def _walk(self, line: tuple[str, str | None], news: MilestoneReached | None) -> None:
        clock, subject = line
        mine = [made for made in self.made if (made.clock, made.subject) == line and made.void is None]
        since = max(
            (at for at, f in enumerate(self.facts) if f.milestone is Milestone.REOPENED),
            default=0,
        )
        new_from = since if news is None else self._place_of(news)
        if news is not None and not self._is_about(line, news):
            new_from = len(self.facts)
        spans: list[Made] = []
        gone: list[Made] = []
        for place, fact in enumerate(self.facts):
            restarts = False
            for span in spans:
                if span.stop is None and span not in gone:
                    if self._meets(span.rule, subject, fact):
                        span.stop = ("met", fact.at)
                        restarts |= span.rule.repeats and not self._voids(span.rule, subject, fact)
                    elif self._voids(span.rule, subject, fact):
                        over = fact.milestone in span.rule.ends_on
                        span.stop = ("ended" if over else fact.milestone.value, fact.at)
            cycle = self._cycle(place)
            known = next(
                (
                    m
                    for m in mine
                    if (m.start, m.cycle) == (fact.at, cycle)
                    and self._opens(m.rule, fact, m)
                    and m not in spans
                ),
                None,
            )
            policy = self.rules.policy_at(fact.at)
            if restarts:
                rules = [
                    rule
                    for rule in policy.rules
                    if rule.clock == clock
                    and rule.repeats
                    and fact.milestone in rule.met_by
                    and self._applies(rule, policy, None)
                ]
                offer = known or (
                    self._offer(rules, policy, cycle, fact.at, fact) if place >= new_from else None
                )
                if offer is not None:
                    offer.stop = None
                    spans.append(offer)
                    continue
            if known is not None and self._may_start(known.rule, fact, place, spans, gone, None):
                known.stop = None
                self._give_way(known, spans, gone)
                spans.append(known)
                continue
            rules = [
                rule
                for rule in policy.rules
                if rule.clock == clock
                and (fact.subject if rule.per_subject else None) == subject
                and self._applies(rule, policy, fact)
                and place >= new_from
                and self._may_start(rule, fact, place, spans, gone, [*spans, *self.made])
                and (place == new_from or news is None or self._ran_in_cycle(line, cycle))
            ]
            offer = self._offer(rules, policy, cycle, fact.at, fact)
            if offer is not None and self._give_way(offer, spans, gone):
                spans.append(offer)
        for made in mine:
            if made not in spans or made in gone:
                made.void = ("superseded", made.start)
        self.made += [span for span in spans if span not in self.made and span not in gone]

    def _may_start(  # noqa: PLR0917
        self,
        rule: ClockRule,
        fact: MilestoneReached,
        place: int,
        spans: list[Made],
        gone: list[Made],
        once_among: list[Made] | None,
    ) -> bool:
        if fact.milestone not in rule.starts_on:
            return False
        if (rule.once or rule.repeats) and any(s.stop is None and s not in gone for s in spans):
            return False
        if once_among is not None and rule.per_subject and not rule.repeats:
            line, cycle = (rule.clock, fact.subject), self._cycle(place)
            alike = [m for m in once_among if m.void is None and (m.clock, m.subject) == line]
            if any(m.cycle == cycle and (m in spans or m.start != fact.at) for m in alike):
                return False
        if fact.milestone is Milestone.REOPENED:
            return True
        for before in reversed(self.facts[:place]):
            if before.milestone is Milestone.REOPENED:
                return True
            is_lasting = before.milestone not in (rule.set_aside_by or ())
            if is_lasting and self._voids(rule, fact.subject if rule.per_subject else None, before):
                return False
        return True

    def _ran_in_cycle(self, line: tuple[str, str | None], cycle: int) -> bool:
        return cycle == self._cycle(len(self.facts)) or any(
            (made.clock, made.subject) == line and made.cycle == cycle and made.void is None
            for made in self.made
        )

    def _give_way(self, new: Made, spans: list[Made], gone: list[Made]) -> bool:
        """Let rules of the same clock that are due later give way; say whether none is due before."""
        others = [
            span
            for span in spans
            if span.stop is None
            and span not in gone
            and span.rule.rule != new.rule.rule
            and span.base_due >= new.start
            and span.cycle == new.cycle
        ]
        if new not in self.made and any(span.base_due <= new.base_due for span in others):
            return False
        gone += [span for span in others if span.base_due > new.base_due]
        return True

    def _renegotiate(self, fact: MilestoneReached) -> None:
        moves = {
            Milestone.COMMITMENT_RENEGOTIATED: Milestone.COMMITMENT_MADE,
            Milestone.COMMITMENT_BROKEN: Milestone.COMMITMENT_MADE,
            Milestone.OBLIGATION_MOVED: Milestone.OBLIGATION_AGREED,
        }
        if fact.milestone not in moves or fact.due_at is None:
            return
        for later in self.facts:
            if later.milestone in moves and later.subject == fact.subject and later.at > fact.at:
                return
        for made in self.made:
            due = self.pauses(made)[1]
            if (
                made.void is None
                and made.stop is None
                and not made.is_noted
                and made.subject == fact.subject
                and moves[fact.milestone] in made.rule.starts_on
                and (due is None or due >= fact.at)
            ):
                made.base_due = fact.due_at

    def _reclassify(self, at: datetime) -> None:
        for made in self.made:
            due = self.pauses(made)[1]
            if made.void or made.stop or made.is_noted or (due is not None and due < at):
                continue
            policy = self.rules.policy_at(made.start)
            opening = next(
                (
                    fact
                    for place, fact in enumerate(self.facts)
                    if (fact.at, self._cycle(place)) == (made.start, made.cycle)
                    and self._opens(made.rule, fact, made)
                ),
                None,
            )
            rules = [
                rule
                for rule in policy.rules
                if rule.clock == made.clock
                and self._applies(rule, policy, opening)
                and (opening is None or self._opens(rule, opening, made))
            ]
            if not rules:
                made.void = ("reclassified", max(at, made.start))
                continue
            offer = self._offer(rules, policy, made.cycle, made.start, opening)
            if offer is not None:
                made_by = (made.rule.rule, made.policy.version, made.target, made.agreement)
                if made_by != (offer.rule.rule, policy.version, offer.target, offer.agreement) or (
                    made.document.calendar_id != offer.document.calendar_id
                ):
                    made.rule, made.policy, made.document = offer.rule, offer.policy, offer.document
                    made.target, made.base_due = offer.target, offer.base_due
                    made.agreement = offer.agreement
