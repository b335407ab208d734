"""A history as a story: one sentence an event, in the order in which things happened. Pure."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Literal
from uuid import UUID

from service.domain.clocks import events as clock_events
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.event import Event
from service.domain.rulebook.state import PolicyNotPublishedError, Rulebook
from service.domain.timeline.order import in_business_order
from service.eventstore.envelope import RecordedEvent
from service.language import Language, text
from service.reports.policies.titles import promise_title
from service.reports.story.code_titles import CodeTitles, code_titles
from service.reports.story.sentence import duration, sentence

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TROUBLE = (
    clock_events.ClockBreached,
    clock_events.ClockEscalated,
    clock_events.ClockEndedLate,
    clock_events.ClockWaived,
)

WhichPromises = Literal["all", "broken", "none"]


class StoryLine(Described):
    """One sentence of a story."""

    version: int
    """Version of the case or account after the event."""
    occurred_at: datetime
    """Time of the event in the world (UTC)."""
    moment: str
    """Time of the event in words: weekday, date and time in the business zone."""
    event: str
    """Stored name of the event."""
    told_late_seconds: int | None
    """Seconds from the event to its recording if it was told late; null if it was told at once, and of
    events of a clock."""
    actor: str
    """Who recorded it: the API key, and after a `/` the member of staff for whom it spoke; or the process."""
    sentence: str
    """Sentence that tells the event, and how late it was told and why."""


class Story(Described):
    """The events of a case as sentences, in order."""

    stream_id: UUID
    version: int
    """Version up to which the story goes."""
    language: Language
    """Language of the sentences."""
    lines: list[StoryLine]
    """Sentences in the order of events."""


def story(
    stream_id: UUID,
    events: Sequence[RecordedEvent],
    rulebook: Rulebook,
    language: Language,
    promises: WhichPromises = "broken",
    *,
    zone: tzinfo,
    says_how_late: bool = True,
) -> Story:
    """Tell events, at least one, as a story. With `broken`, of the promises only those that went wrong.

    Without `says_how_late` the sentences do not say how late they were told, nor why.
    """
    titles, clocks = _titles(events, rulebook), _clocks(events)
    included = in_business_order(each for each in events if _is_included(each.event, promises))
    codes = code_titles(rulebook, max(recorded.recorded_at for recorded in events))
    lines = [_line(recorded, (titles, clocks, codes), language, zone) for recorded in included]
    if says_how_late:
        told = zip(lines, included, strict=True)
        lines = [_with_lateness(line, each.event.told_late_reason, language) for line, each in told]
    return Story(stream_id=stream_id, version=events[-1].version, language=language, lines=lines)


def _is_included(event: Event, promises: WhichPromises) -> bool:
    if not isinstance(event, clock_events.ClockEvent) or promises == "all":
        return True
    return promises == "broken" and isinstance(event, TROUBLE)


def _line(
    recorded: RecordedEvent,
    known: tuple[dict[int, Title], dict[UUID, Clock], CodeTitles],
    language: Language,
    zone: tzinfo,
) -> StoryLine:
    (titles, clocks, codes), event = known, recorded.event
    title = titles.get(recorded.version)
    promise = {"promise": getattr(title, language)} if title else {}
    at = event.occurred_at.astimezone(zone)
    day = text(f"story_word.{DAYS[at.weekday()]}", language)
    return StoryLine(
        version=recorded.version,
        occurred_at=event.occurred_at,
        moment=f"{day} {at:%Y-%m-%d %H:%M}",
        event=event.STORED_NAME,
        told_late_seconds=recorded.told_late_seconds,
        actor=recorded.actor,
        sentence=sentence(event, language, zone, codes, _words_of(event, clocks), **promise),
    )


def _with_lateness(line: StoryLine, reason: str | None, language: Language) -> StoryLine:
    if line.told_late_seconds is None:
        return line
    words = "told_late" if reason is None else "told_late_because"
    late = duration(line.told_late_seconds, language)
    told = text(f"story_word.{words}", language, sentence=line.sentence, late=late, reason=reason or "")
    return line.model_copy(update={"sentence": told})


def _words_of(event: Event, clocks: dict[UUID, Clock]) -> str | None:
    """Return which words tell an event, by all that is known of its promise; None: its own."""
    match event:
        case clock_events.ClockEscalated() if not event.is_call:
            return "story_word.nobody_called"
        case clock_events.ClockBreached() | clock_events.ClockEndedLate():
            clock = clocks.get(event.clock_id)
            if clock is None:
                return None
            if clock.end == "met":
                return "story_word.found_kept"
            is_put_off = clock.is_open and (clock.paused_at is not None or clock.due_at != clock.breached_at)
            return "story_word.found_not_due" if is_put_off else None
        case _:
            return None


def _clocks(events: Sequence[RecordedEvent]) -> dict[UUID, Clock]:
    """Return each clock as it stands after all that is told."""
    book = ClockBook(keeps=None)
    for recorded in events:
        if isinstance(recorded.event, clock_events.ClockEvent):
            book = evolve_clocks(book, recorded.event)
    return {clock.clock_id: clock for clock in book.clocks}


def _titles(events: Sequence[RecordedEvent], rulebook: Rulebook) -> dict[int, Title]:
    """Return what its clock promises by each event of a clock, by version, in words.

    Another class makes it the promise of another rule. Where the policy is not at hand, a name stands for it.
    """
    by_clock: dict[UUID, Title] = {}
    titles: dict[int, Title] = {}
    for recorded in events:
        event = recorded.event
        if not isinstance(event, clock_events.ClockEvent):
            continue
        if isinstance(event, clock_events.ClockStarted):
            by_clock[event.clock_id] = _title(event, rulebook, Title(zh=event.clock, en=event.clock))
        elif isinstance(event, clock_events.ClockRescheduled) and event.clock_id in by_clock:
            by_clock[event.clock_id] = _title(event, rulebook, by_clock[event.clock_id])
        if event.clock_id in by_clock:
            titles[recorded.version] = by_clock[event.clock_id]
    return titles


def _title(
    promise: clock_events.ClockStarted | clock_events.ClockRescheduled, rulebook: Rulebook, otherwise: Title
) -> Title:
    try:
        policy = rulebook.policy_version(promise.policy_id, promise.policy_version)
    except PolicyNotPublishedError:
        return otherwise
    rule = next((rule for rule in policy.rules if rule.rule == promise.rule), None)
    return promise_title(rule, promise) if rule else otherwise
