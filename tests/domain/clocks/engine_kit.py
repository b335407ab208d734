"""Rules on the record, and a case whose clocks react: what the tests of the engine are given."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from service.domain.clocks.calendars.calendar import Calendar, compiled
from service.domain.clocks.calendars.document import WEEKDAYS, CalendarDocument
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import AnyClockEvent, ClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.letting_go import KEEPS, let_go
from service.domain.clocks.memory import remember
from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.policy import ClockRule, Policy, Title
from service.domain.clocks.reaction.observe import observe
from service.domain.clocks.reaction.react import reaction
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import EscalationLevel, ResponseClass, Segment, WaitingOn

CASE_ID = UUID(int=4)
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai
TITLE = Title(zh="承诺", en="A promise")
ALWAYS = CalendarDocument(
    calendar_id="always",
    version=1,
    title=TITLE,
    zone="Asia/Shanghai",
    weekly=dict.fromkeys(WEEKDAYS, ("00:00-24:00",)),
)
OFFICE = CalendarDocument(
    calendar_id="office",
    version=1,
    title=TITLE,
    zone="Asia/Shanghai",
    weekly=dict.fromkeys(WEEKDAYS[:5], ("09:00-12:00", "13:00-18:00")),
)


def at(hours: float) -> datetime:
    """Return an instant by its hours since Monday 09:00 in Shanghai."""
    return MONDAY + timedelta(hours=hours)


def rule(name: str, **fields: Any) -> ClockRule:
    """Return a rule whose clock has its name, from receipt to answer in one hour, unless said otherwise."""
    given = {
        "rule": name,
        "clock": name,
        "title": TITLE,
        "starts_on": (Milestone.RECEIVED,),
        "met_by": (Milestone.ANSWERED,),
        "warns_at_percent": (),
    }
    if not {"target_seconds", "target_months", "target_working_days", "promised"} & set(fields):
        given["target_seconds"] = 3600
    fields.pop("promised", None)
    return ClockRule.model_validate(given | fields)


def policy(*rules: ClockRule, version: int = 1) -> Policy:
    return Policy(
        policy_id="test",
        version=version,
        unclassified_counts_as=ResponseClass.ROUTINE,
        segment_calendars={
            Segment.HIGH_VALUE: "always",
            Segment.POTENTIAL: "office",
            Segment.ORDINARY: "office",
        },
        rules=rules,
    )


@dataclass
class Rules:
    """Promises with every version; the last policy that was in force at an instant counts."""

    policies: list[tuple[datetime, Policy]]
    calendars: list[CalendarDocument] = field(default_factory=lambda: [ALWAYS, OFFICE])
    duty: dict[EscalationLevel, str] = field(default_factory=dict)

    def policy_at(self, at: datetime) -> Policy:
        return [policy for since, policy in self.policies if since <= at][-1]

    def policy_named(self, policy_id: str, at: datetime) -> Policy:
        named = [(since, policy) for since, policy in self.policies if policy.policy_id == policy_id]
        return [policy for since, policy in named if since <= at or policy is named[0][1]][-1]

    def policy_version(self, policy_id: str, version: int) -> Policy:
        return next(p for _, p in self.policies if (p.policy_id, p.version) == (policy_id, version))

    def every_policy(self) -> Iterable[Policy]:
        return [policy for _, policy in self.policies]

    def calendar(self, calendar_id: str, version: int | None = None) -> Calendar:
        found = [c for c in self.calendars if c.calendar_id == calendar_id and version in (None, c.version)]
        return compiled(found[-1])

    def on_duty(self, level: EscalationLevel, at: datetime) -> str | None:  # noqa: ARG002  the same at any time
        return self.duty.get(level)


def rules(*given: ClockRule) -> Rules:
    return Rules([(datetime(2000, 1, 1, tzinfo=UTC), policy(*given))])


class Life:
    """A case as its occasions come in; `facts` are all clock facts that followed, in order.

    What a small book cannot answer is decided with one of the whole history, as the record does it.
    """

    def __init__(
        self, promises: Rules, situation: Situation | None = None, book: ClockBook | None = None
    ) -> None:
        self.promises = promises
        self.situation = situation or Situation(stream_id=CASE_ID, response_classes=frozenset())
        self.book = book or ClockBook()
        self.facts: list[AnyClockEvent] = []
        self.recorded: list[ClockTrigger | AnyClockEvent] = []
        self.histories_needed = 0

    def tell(self, occasion: ClockTrigger) -> list[AnyClockEvent]:
        """Let the clocks react; return what follows."""
        keeps = self.book.keeps
        try:
            events, after = reaction(self.book, occasion, self.situation, self.promises)
        except HistoryNeededError:
            self.histories_needed += 1
            events, after = reaction(self.folded(None), occasion, self.situation, self.promises)
            after = let_go(after, keeps or KEEPS)
        self.book = after
        self.facts += events
        self.recorded += [occasion, *events]
        return list(events)

    def folded(self, keeps: int | None) -> ClockBook:
        """Return the book of the whole history as it is read from the record."""
        book = ClockBook(keeps=keeps)
        for one in self.recorded:
            book = evolve_clocks(book, one) if isinstance(one, ClockEvent) else remember(book, one)
        return book

    def happened(self, milestone: str, hours: float, **fields: Any) -> list[AnyClockEvent]:
        return self.tell(MilestoneReached(milestone=Milestone(milestone), at=at(hours), **fields))

    def waits(self, hours: float, waiting_on: WaitingOn | None) -> list[AnyClockEvent]:
        return self.tell(WaitingChanged(at=at(hours), waiting_on=waiting_on))

    def becomes(self, hours: float, **fields: Any) -> list[AnyClockEvent]:
        """Let the situation become another."""
        self.situation = replace(self.situation, **fields)
        return self.tell(SituationChanged(at=at(hours)))

    def watched(self, hours: float) -> list[AnyClockEvent]:
        return self.watched_at(at(hours))

    def watched_at(self, now: datetime) -> list[AnyClockEvent]:
        return self._fold(observe(self.book, now, self.promises))

    def clock(self, name: str, number: int = -1) -> Clock:
        return [clock for clock in self.book.clocks if clock.clock == name][number]

    def _fold(self, found: Iterable[AnyClockEvent]) -> list[AnyClockEvent]:
        facts = list(found)
        for fact in facts:
            self.book = evolve_clocks(self.book, fact)
        self.facts += facts
        self.recorded += facts
        return facts


def said(facts: Iterable[AnyClockEvent]) -> list[tuple[str, float]]:
    """Return facts as (name without Clock, hours since Monday 09:00)."""
    return [
        (
            fact.type.removeprefix("Clock").removesuffix(".v1"),
            round((fact.occurred_at - MONDAY) / timedelta(hours=1), 4),
        )
        for fact in facts
    ]
