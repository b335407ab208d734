"""How a history would be judged by other rules: the clocks that they would have made. Nothing is recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import AnyClockEvent, ClockEscalated
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.milestones import ClockTrigger
from service.domain.clocks.policy import Policy
from service.domain.clocks.reaction.observe import observe
from service.domain.clocks.reaction.react import reaction
from service.domain.clocks.reaction.taken_back import taken_back
from service.domain.clocks.rule_index import indexed
from service.domain.clocks.situation import Promises, Situation
from service.domain.vocabulary import EscalationLevel


class Told(NamedTuple):
    """What happened, with the case or account as it then was, and when it was recorded; None: at once."""

    occasion: ClockTrigger
    situation: Situation
    recorded_at: datetime | None = None


class TakenBack(NamedTuple):
    """What was found to have happened earlier: then it did not happen when it had been told first."""

    facts: tuple[ClockTrigger, ...]


Past = Told | TakenBack | datetime
"""What happened, or did not; or that the watch looked at the case or account, and when."""


@dataclass
class Judgement:
    """The clocks that some promises make of a history, and who is called for them."""

    book: ClockBook = field(default_factory=lambda: ClockBook(keeps=None))
    calls: list[ClockEscalated] = field(default_factory=list)

    def fold(self, facts: Iterable[AnyClockEvent]) -> None:
        """Take over facts about clocks."""
        for fact in facts:
            self.book = evolve_clocks(self.book, fact)
            if isinstance(fact, ClockEscalated) and fact.is_call:
                self.calls.append(fact)


def judged(history: Iterable[Past], promises: Promises, until: datetime, *, calls: bool = False) -> Judgement:
    """Return the clocks that these promises would have made of a history, as they stand at `until`.

    What happened comes in the order in which it was recorded. With `calls` the watch looks all the time, and
    calls the rungs the moment they are reached; those of what was told late, when it was told. Without,
    nobody is warned or called: no verdict depends on it, and a third of the time is saved.
    """
    rules = promises if calls else _Verdicts(promises)
    found = Judgement()
    told_at: datetime | None = None
    for past in history:
        if isinstance(past, datetime):
            found.fold(observe(found.book, past, rules, looking_since=told_at))
            continue
        if isinstance(past, TakenBack):
            _, found.book = taken_back(found.book, past.facts, rules)
            continue
        occasion, situation, recorded_at = past
        if calls:
            found.fold(observe(found.book, occasion.at, rules, looking_since=told_at))
        _, found.book = reaction(found.book, occasion, situation, rules)
        told_at = max(recorded_at or occasion.at, told_at or occasion.at)
    found.fold(observe(found.book, until, rules, looking_since=told_at))
    return found


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """The same promises, without warnings and escalations."""

    promises: Promises

    def policy_at(self, at: datetime) -> Policy:
        return indexed(self.promises.policy_at(at)).silent

    def policy_named(self, policy_id: str, at: datetime) -> Policy:
        return indexed(self.promises.policy_named(policy_id, at)).silent

    def policy_version(self, policy_id: str, version: int) -> Policy:
        return indexed(self.promises.policy_version(policy_id, version)).silent

    def every_policy(self) -> Iterable[Policy]:
        return (indexed(policy).silent for policy in self.promises.every_policy())

    def calendar(self, calendar_id: str, version: int | None = None) -> Calendar:
        return self.promises.calendar(calendar_id, version)

    def on_duty(self, level: EscalationLevel, at: datetime) -> str | None:
        return self.promises.on_duty(level, at)
