"""The clocks of a case, computed slowly: at each occasion everything anew from the whole history.

No events, no pauses kept, no memory: only which promises were made, by whose rule, and which were taken back.
Calendars are read day by day, in a zone without daylight saving time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from service.domain.clocks.calendar_document import WEEKDAYS, CalendarDocument
from service.domain.clocks.milestones import Happening, Milestone, Occasion, SituationChanged, WaitingChanged
from service.domain.clocks.policy import AgreedTerm, ClockRule, Policy
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import WaitingOn
from tests.domain.clocks.engine_kit import Rules

ZONE = timezone(timedelta(hours=8))
Pauses = list[tuple[datetime, datetime | None, WaitingOn | None]]


def windows(document: CalendarDocument, start: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(ZONE).date()
    for number in range(days):
        yield from windows_of(document, day + timedelta(days=number))


def windows_of(document: CalendarDocument, day: date) -> Iterator[tuple[datetime, datetime]]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    for window in document.weekly.get(WEEKDAYS[day.weekday()], ()):
        (opens, closes) = (part.split(":") for part in window.split("-"))
        yield (
            (midnight + timedelta(hours=int(opens[0]), minutes=int(opens[1]))).astimezone(UTC),
            (midnight + timedelta(hours=int(closes[0]), minutes=int(closes[1]))).astimezone(UTC),
        )


def counted(document: CalendarDocument, start: datetime, end: datetime) -> timedelta:
    total = timedelta()
    for opens, closes in windows(document, start, max(0, (end - start).days) + 2):
        total += max(timedelta(), min(closes, end) - max(opens, start))
    return total


def due_after(document: CalendarDocument, start: datetime, left: timedelta) -> datetime:
    if not left:
        return start
    for opens, closes in windows(document, start, 4000):
        first = max(opens, start)
        if closes > first:
            if closes - first >= left:
                return first + left
            left -= closes - first
    raise AssertionError("the calendar of a test never counts")


def working_days_after(document: CalendarDocument, start: datetime, days: int) -> datetime:
    day = start.astimezone(ZONE).date()
    while days:
        day += timedelta(days=1)
        days -= bool(list(windows_of(document, day)))
    return list(windows_of(document, day))[-1][1]


def months_after(start: datetime, months: int) -> datetime:
    local = start.astimezone(ZONE)
    year, month = divmod(local.month - 1 + months, 12)
    for day in range(local.day, 0, -1):
        try:
            return local.replace(year=local.year + year, month=month + 1, day=day).astimezone(UTC)
        except ValueError:
            continue
    raise AssertionError


@dataclass
class Made:
    """A promise that was made."""

    clock: str
    subject: str | None
    cycle: int
    start: datetime
    rule: ClockRule
    policy: Policy
    document: CalendarDocument
    target: int | None
    base_due: datetime
    agreement: str | None = None
    is_noted: bool = False
    void: tuple[str, datetime] | None = None
    stop: tuple[str, datetime] | None = None


@dataclass
class Reference:
    rules: Rules
    facts: list[Happening] = field(default_factory=list)
    waits: list[WaitingChanged] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    situation: Situation | None = None

    def tell(self, occasion: Occasion, situation: Situation) -> None:
        self.situation = situation
        self._note(occasion.at)
        if isinstance(occasion, WaitingChanged):
            self.waits = sorted([*self.waits, occasion], key=lambda wait: wait.at)
        if isinstance(occasion, Happening):
            if occasion not in self.facts:
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
        merges = self._merges()
        self._note(min(now, merges[-1][0]) if merges and merges[-1][1] else now)

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

    def pauses(self, made: Made) -> tuple[Pauses, datetime | None]:
        """Return when a clock stood still, and when it is due (None: it still stands still)."""
        end = made.stop[1] if made.stop else None
        held: Pauses = []
        for start, until, who in self._standstills(made.rule.pauses_on):
            first = max(start, made.start)
            last = until if end is None else end if until is None else min(until, end)
            if last is not None and first >= last:
                continue
            due = self._due(made, held)
            if due is None or first >= due:
                break
            held.append((first, last, who))
        return held, self._due(made, held)

    def _due(self, made: Made, held: Pauses) -> datetime | None:
        if made.target is None:
            due = made.base_due
            for start, end, _ in held:
                if start < due:
                    if end is None:
                        return None
                    due += end - start
            return due
        left, start = timedelta(seconds=made.target), made.start
        for began, ended, _ in held:
            used = counted(made.document, start, began)
            if used >= left:
                break
            if ended is None:
                return None
            left, start = left - used, ended
        return due_after(made.document, start, left)

    def _state(self, made: Made, pauses: Pauses, due: datetime | None) -> Any:
        if made.stop is None:
            return "open"
        kind, at = made.stop
        if kind == "ended":
            return "ended", at
        used, start = timedelta(), made.start
        for began, ended, _ in pauses:
            used += counted(made.document, start, began)
            start = ended or at
        if start < at:
            used += counted(made.document, start, at)
        assert due is not None
        return "met" if at <= due else "late", at, used // timedelta(seconds=1)

    def _note(self, limit: datetime) -> None:
        for made in self.made:
            pauses, due = self.pauses(made)
            until = made.stop[1] if made.stop else limit
            lasting = pauses and pauses[-1][1] is None
            if made.void is None and not lasting and due is not None and due < until:
                made.is_noted = True

    def _merges(self) -> list[tuple[datetime, bool]]:
        kinds = {Milestone.MERGED: True, Milestone.UNMERGED: False}
        return [(fact.at, kinds[fact.milestone]) for fact in self.facts if fact.milestone in kinds]

    def _standstills(self, pauses_on: tuple[WaitingOn, ...]) -> Pauses:
        merges = self._merges()
        edges = sorted({at for at, _ in merges} | {wait.at for wait in self.waits})
        found: Pauses = []
        for number, edge in enumerate(edges):
            until = edges[number + 1] if number + 1 < len(edges) else None
            who = [wait.waiting_on for wait in self.waits if wait.at <= edge][-1:]
            if [is_merged for at, is_merged in merges if at <= edge][-1:] == [True]:
                found.append((edge, until, None))
            elif who and who[0] in pauses_on:
                found.append((edge, until, who[0]))
        return merged(found)

    def _lines(self) -> list[tuple[str, str | None]]:
        lines = {(made.clock, made.subject) for made in self.made}
        for fact in self.facts:
            for rule in self.rules.policy_at(fact.at).rules:
                if fact.milestone in rule.starts_on:
                    lines.add((rule.clock, fact.subject if rule.per_subject else None))
        return sorted(lines, key=repr)

    def _cycle(self, at: datetime) -> int:
        assert self.situation is not None
        reopenings = [fact for fact in self.facts if fact.milestone is Milestone.REOPENED and fact.at > at]
        return self.situation.cycle - len(reopenings)

    def _applies(self, rule: ClockRule, policy: Policy, fact: Happening | None) -> bool:
        now = self.situation
        assert now is not None
        classes = now.response_classes or {policy.unclassified_counts_as}
        asked = rule.applies_to
        return (
            rule.stream == now.stream
            and (not asked.response_classes or bool(set(asked.response_classes) & set(classes)))
            and (not asked.priorities or now.priority in asked.priorities)
            and (not asked.departments or fact is None or fact.department in asked.departments)
        )

    def _offer(
        self, rules: list[ClockRule], policy: Policy, start: datetime, fact: Happening | None
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
                            self._cycle(start),
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

    @staticmethod
    def _base_due(
        limit: Any, document: CalendarDocument, start: datetime, fact: Happening | None
    ) -> datetime | None:
        if limit.target_seconds is not None:
            return due_after(document, start, timedelta(seconds=limit.target_seconds))
        if limit.target_months is not None:
            return months_after(start, limit.target_months)
        if getattr(limit, "target_working_days", None) is not None:
            return working_days_after(document, start, limit.target_working_days)
        return fact.due_at if fact else None

    def _walk(self, line: tuple[str, str | None], news: Happening | None) -> None:
        clock, subject = line
        mine = [made for made in self.made if (made.clock, made.subject) == line and made.void is None]
        since = max(
            (at for at, f in enumerate(self.facts) if f.milestone is Milestone.REOPENED),
            default=0,
        )
        new_from = since if news is None else self.facts.index(news)
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
                        span.stop = ("ended", fact.at)
            known = next((m for m in mine if m.start == fact.at and m not in spans), None)
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
                offer = known or (self._offer(rules, policy, fact.at, fact) if place >= new_from else None)
                if offer is not None:
                    offer.stop = None
                    spans.append(offer)
                    continue
            if any(span.start == fact.at and span not in gone for span in spans):
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
                and (place == new_from or news is None or self._ran_in_cycle(line, fact.at))
            ]
            offer = self._offer(rules, policy, fact.at, fact)
            if offer is not None and self._give_way(offer, spans, gone):
                spans.append(offer)
        for made in mine:
            if made not in spans or made in gone:
                made.void = ("superseded", made.start)
        self.made += [span for span in spans if span not in self.made and span not in gone]

    def _is_about(self, line: tuple[str, str | None], news: Happening) -> bool:
        """Whether news can start, meet or end a clock of a line: if not, it makes no promise there."""
        policy = self.rules.policy_at(news.at)
        return any(
            (made.clock, made.subject) == line
            and made.void is None
            and (made.stop is None or made.stop[1] > news.at)
            and (self._meets(made.rule, line[1], news) or self._voids(made.rule, line[1], news))
            for made in self.made
        ) or any(
            (rule.clock, news.subject if rule.per_subject else None) == line
            and news.milestone in rule.starts_on
            and self._applies(rule, policy, news)
            for rule in policy.rules
        )

    def _may_start(  # noqa: PLR0917
        self,
        rule: ClockRule,
        fact: Happening,
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
            line, cycle = (rule.clock, fact.subject), self._cycle(fact.at)
            alike = [m for m in once_among if m.void is None and (m.clock, m.subject) == line]
            if any(m.cycle == cycle and (m in spans or m.start != fact.at) for m in alike):
                return False
        if fact.milestone is Milestone.REOPENED:
            return True
        for before in reversed(self.facts[:place]):
            if before.milestone is Milestone.REOPENED:
                return True
            if self._voids(rule, fact.subject if rule.per_subject else None, before):
                return False
        return True

    def _ran_in_cycle(self, line: tuple[str, str | None], at: datetime) -> bool:
        cycle = self._cycle(at)
        assert self.situation is not None
        return cycle == self.situation.cycle or any(
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
            and self._cycle(span.start) == self._cycle(new.start)
        ]
        if new not in self.made and any(span.base_due <= new.base_due for span in others):
            return False
        gone += [span for span in others if span.base_due > new.base_due]
        return True

    @staticmethod
    def _meets(rule: ClockRule, subject: str | None, fact: Happening) -> bool:
        return fact.milestone in rule.met_by and (not rule.per_subject or subject == fact.subject)

    @staticmethod
    def _voids(rule: ClockRule, subject: str | None, fact: Happening) -> bool:
        return fact.milestone in rule.ends_on and (not rule.per_subject or fact.subject in (None, subject))

    def _renegotiate(self, fact: Happening) -> None:
        if fact.milestone is not Milestone.COMMITMENT_RENEGOTIATED or fact.due_at is None:
            return
        for later in self.facts:
            if (later.milestone, later.subject) == (fact.milestone, fact.subject) and later.at > fact.at:
                return
        for made in self.made:
            due = self.pauses(made)[1]
            if (
                made.void is None
                and made.stop is None
                and not made.is_noted
                and made.subject == fact.subject
                and Milestone.COMMITMENT_MADE in made.rule.starts_on
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
                (f for f in self.facts if f.at == made.start and self._opens(made.rule, f, made)), None
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
            offer = self._offer(rules, policy, made.start, opening)
            if offer is not None:
                made_by = (made.rule.rule, made.policy.version, made.target, made.agreement)
                if made_by != (offer.rule.rule, policy.version, offer.target, offer.agreement) or (
                    made.document.calendar_id != offer.document.calendar_id
                ):
                    made.rule, made.policy, made.document = offer.rule, offer.policy, offer.document
                    made.target, made.base_due = offer.target, offer.base_due
                    made.agreement = offer.agreement

    @staticmethod
    def _opens(rule: ClockRule, fact: Happening, made: Made) -> bool:
        is_opening = fact.milestone in rule.starts_on or (rule.repeats and fact.milestone in rule.met_by)
        return is_opening and (fact.subject if rule.per_subject else None) == made.subject


def merged(pauses: Pauses) -> Pauses:
    """Return pauses without seams."""
    found: Pauses = []
    for start, end, who in pauses:
        if start == end:
            continue
        if found and found[-1][1] == start and found[-1][2] == who:
            found[-1] = (found[-1][0], end, who)
        else:
            found.append((start, end, who))
    return found
