"""What the slow reference of the engine remembers, and what it reads from that by going through all of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from service.domain.clocks.calendars.document import WEEKDAYS, CalendarDocument
from service.domain.clocks.milestones import Milestone, MilestoneReached, WaitingChanged
from service.domain.clocks.policy import ClockRule, Policy
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


@dataclass(eq=False)
class Made:
    """A promise that was made, however like another it is."""

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


@dataclass
class Said:
    """What was said to the reference, and what is read from it."""

    rules: Rules
    facts: list[MilestoneReached] = field(default_factory=list)
    waits: list[WaitingChanged] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    situation: Situation | None = None

    def pauses(self, made: Made) -> tuple[Pauses, datetime | None]:
        """Return when a clock stood still, and when it is due (None: it still stands still)."""
        end = made.stop[1] if made.stop else None
        held: Pauses = []
        for start, until, who in self._standstills(made.rule):
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
            for start, end, who in held:
                if start < due:
                    if end is None:
                        return None
                    due += (end - start) * (who is not None)  # a merge gives no time back
            return due
        left, start = timedelta(seconds=made.target), made.start
        for began, ended, who in held:
            if who is None and ended is not None:
                continue
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
        if kind != "met":
            return kind, at
        used, start = timedelta(), made.start
        for began, ended, who in pauses:
            if who is None:
                continue
            used += counted(made.document, start, began)
            start = ended or at
        if start < at:
            used += counted(made.document, start, at)
        assert due is not None
        return "met" if at <= due else "late", at, used // timedelta(seconds=1)

    def _merges(self) -> list[tuple[datetime, bool]]:
        kinds = {Milestone.MERGED: True, Milestone.UNMERGED: False}
        return [(fact.at, kinds[fact.milestone]) for fact in self.facts if fact.milestone in kinds]

    def _standstills(self, rule: ClockRule) -> Pauses:
        ends = {Milestone.CLOSED, Milestone.SOURCE_CLOSED, Milestone.WITHDRAWN, Milestone.DUPLICATE}
        merges = self._merges() if ends & set(rule.voids_on) else []
        edges = sorted({at for at, _ in merges} | {wait.at for wait in self.waits})
        found: Pauses = []
        for number, edge in enumerate(edges):
            until = edges[number + 1] if number + 1 < len(edges) else None
            who = [wait.waiting_on for wait in self.waits if wait.at <= edge][-1:]
            if [is_merged for at, is_merged in merges if at <= edge][-1:] == [True]:
                found.append((edge, until, None))
            elif who and who[0] in rule.pauses_on:
                found.append((edge, until, who[0]))
        return merged(found)

    def _lines(self) -> list[tuple[str, str | None]]:
        lines = {(made.clock, made.subject) for made in self.made}
        for fact in self.facts:
            for rule in self.rules.policy_at(fact.at).rules:
                if fact.milestone in rule.starts_on:
                    lines.add((rule.clock, fact.subject if rule.per_subject else None))
        return sorted(lines, key=repr)

    def _cycle(self, place: int) -> int:
        return 1 + [fact.milestone for fact in self.facts[: place + 1]].count(Milestone.REOPENED)

    def _place_of(self, told: MilestoneReached) -> int:
        """Return where a fact stands: the very one that was told, not one like it."""
        return next(place for place, fact in enumerate(self.facts) if fact is told)

    def _applies(self, rule: ClockRule, policy: Policy, fact: MilestoneReached | None) -> bool:
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

    @staticmethod
    def _base_due(
        limit: Any, document: CalendarDocument, start: datetime, fact: MilestoneReached | None
    ) -> datetime | None:
        if limit.target_seconds is not None:
            return due_after(document, start, timedelta(seconds=limit.target_seconds))
        if limit.target_months is not None:
            return months_after(start, limit.target_months)
        if getattr(limit, "target_working_days", None) is not None:
            return working_days_after(document, start, limit.target_working_days)
        return fact.due_at if fact else None

    def _is_about(self, line: tuple[str, str | None], news: MilestoneReached) -> bool:
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

    @staticmethod
    def _meets(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
        return fact.milestone in rule.met_by and (not rule.per_subject or subject == fact.subject)

    @staticmethod
    def _voids(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
        is_about = not rule.per_subject or fact.subject in (None, subject)
        return is_about and fact.milestone in rule.voids_on

    @staticmethod
    def _opens(rule: ClockRule, fact: MilestoneReached, made: Made) -> bool:
        is_opening = fact.milestone in rule.starts_on or (rule.repeats and fact.milestone in rule.met_by)
        return is_opening and (fact.subject if rule.per_subject else None) == made.subject
