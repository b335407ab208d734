"""Why a clock shows what it shows, as it is shown: stretches, sums, whose the late time is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.api.clocks.explanation_documents import ExplanationView, IntervalView, ReasonSum, ShareView
from service.api.clocks.views import behind, clock_view, pausing_fact
from service.domain.clocks.attribution import Share, pause_audit
from service.domain.clocks.clock import Clock
from service.domain.clocks.commands import ClockNotFoundError
from service.domain.clocks.explain import Explanation, Stretch, explain
from service.domain.clocks.policy import Title
from service.domain.clocks.situation import Promises
from service.domain.clocks.timing import whole_seconds
from service.domain.vocabulary import WaitingOn
from service.eventstore.envelope import RecordedEvent
from service.language import Language, text
from service.reports.clocks.history import ClockHistory
from service.reports.clocks.late_time import late_seconds, shares_of

BEFORE_START = "before_start"
ALL = slice(None)


def explanation_view(
    history: ClockHistory, clock_id: UUID, promises: Promises, shown: slice = ALL
) -> ExplanationView:
    """Explain one clock as of the instant of its history. Raises ClockNotFoundError.

    `shown` are the intervals that are shown; sums are those of all.
    """
    clock = history.clock(clock_id)
    if clock is None:
        raise ClockNotFoundError(clock_id=clock_id)
    found = explain(clock, promises, history.as_of_at)
    calendar = promises.calendar(clock.calendar_id, clock.calendar_version)
    from_at = min(history.began_at, clock.counts_from_at)
    title = calendar.document.title
    intervals = [*_before_start(clock, from_at, found.until), *_intervals(found, from_at)]
    return ExplanationView.made_of(
        history,
        clock=clock_view(history, clock, promises),
        calendar=title,
        is_covered=found.is_covered,
        from_at=from_at,
        until=found.until,
        intervals=[_shown(history, clock, each, title) for each in intervals[shown]],
        interval_count=len(intervals),
        next=None,
        sums=_sums(intervals),
        seconds=sum(each.seconds for each in intervals),
        counted_seconds=found.counted_seconds,
        late_seconds=late_seconds(clock, history.as_of_at) or 0,
        attribution=[_share(share) for share in shares_of(history, clock, promises)],
        held_seconds=pause_audit(clock, history.held_by.customer_messaged_at, history.as_of_at),
    )


@dataclass(frozen=True)
class _Interval:
    """A stretch with its length by the wall clock; without a stretch, the time before the clock started."""

    start_at: datetime
    end_at: datetime
    seconds: int
    stretch: Stretch | None

    @property
    def why(self) -> str:
        return self.stretch.why if self.stretch else BEFORE_START

    @property
    def waiting_on(self) -> WaitingOn | None:
        return self.stretch.waiting_on if self.stretch else None

    @property
    def counted_seconds(self) -> int:
        return self.stretch.counted_seconds if self.stretch else 0


def _before_start(clock: Clock, from_at: datetime, until: datetime) -> Iterator[_Interval]:
    end_at = min(clock.counts_from_at, until)
    if from_at < end_at:
        yield _Interval(from_at, end_at, whole_seconds(end_at - from_at), None)


def _intervals(found: Explanation, from_at: datetime) -> Iterator[_Interval]:
    """Yield the stretches, each with its whole seconds of the sum so far: so no part of a second is lost."""
    for stretch in found.stretches:
        seconds = whole_seconds(stretch.end - from_at) - whole_seconds(stretch.start - from_at)
        yield _Interval(stretch.start, stretch.end, seconds, stretch)


def _shown(history: ClockHistory, clock: Clock, interval: _Interval, calendar: Title) -> IntervalView:
    stretch = interval.stretch
    if stretch is None:
        fact: RecordedEvent | None = history.facts[clock.clock_id][0]
    else:
        fact = pausing_fact(history, clock, stretch.start) if stretch.event else None
    is_late = late_seconds(clock, history.as_of_at) is not None
    return IntervalView(
        start_at=interval.start_at,
        end_at=interval.end_at,
        counts=stretch is not None and stretch.counts,
        seconds=interval.seconds,
        counted_seconds=interval.counted_seconds,
        is_late=stretch is not None and stretch.is_late and is_late,
        why=interval.why,
        words=_reason(stretch, calendar) if stretch else _words(BEFORE_START),
        waiting_on=interval.waiting_on,
        **behind(history, fact),
    )


def _sums(intervals: list[_Interval]) -> list[ReasonSum]:
    found: dict[tuple[str, WaitingOn | None], tuple[int, int]] = {}
    for each in intervals:
        seconds, counted = found.get((each.why, each.waiting_on), (0, 0))
        found[each.why, each.waiting_on] = (seconds + each.seconds, counted + each.counted_seconds)
    return [
        ReasonSum(why=why, waiting_on=waiting_on, seconds=seconds, counted_seconds=counted)
        for (why, waiting_on), (seconds, counted) in found.items()
    ]


def _reason(stretch: Stretch, calendar: Title) -> Title:
    why = stretch.why
    if why == "outside_windows" and stretch.name is not None:
        return _words("outside_special_windows", calendar=calendar, name=stretch.name)
    if stretch.waiting_on is not None:
        key = f"word.waiting_on.{stretch.waiting_on}"
        return _words(why, who=Title(zh=text(key, "zh"), en=text(key, "en")))
    if stretch.event:
        return _words(why)
    return _words(why, calendar=calendar, name=stretch.name or calendar)


def _words(why: str, **values: Title) -> Title:
    def words_in(language: Language) -> str:
        return text(
            f"clock.why.{why}", language, **{key: getattr(it, language) for key, it in values.items()}
        )

    return Title(zh=words_in("zh"), en=words_in("en"))


def _share(share: Share) -> ShareView:
    zh, en = (
        text(f"clock.holder.{share.holder}", language, who=share.who or "") for language in ("zh", "en")
    )
    return ShareView.made_of(share, words=Title(zh=zh, en=en))
