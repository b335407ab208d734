"""Clocks as they are shown: what was promised, how it stands, and the facts on the record behind it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from service.api.clocks.documents import (
    CallView,
    ClocksView,
    ClockView,
    FactOnRecord,
    HeldPauseView,
    PauseView,
    WaiverView,
    WarningView,
)
from service.domain.clocks import events as clock_events
from service.domain.clocks.clock import Clock, Pause
from service.domain.clocks.situation import Promises
from service.domain.clocks.timing import whole_seconds
from service.domain.clocks.verdict import noted_as_broken_at, verdict
from service.domain.holders import HeldPause, held_pauses
from service.eventstore.envelope import RecordedEvent
from service.reports.clocks.history import ClockHistory
from service.reports.clocks.late_time import late_seconds
from service.reports.policies.titles import promise_title

AClockEvent = TypeVar("AClockEvent", bound=clock_events.ClockEvent)
ENDS = (
    clock_events.ClockMet,
    clock_events.ClockEndedLate,
    clock_events.ClockCancelled,
    clock_events.ClockVoided,
)


def clocks_view(history: ClockHistory, promises: Promises) -> ClocksView:
    """Return all clocks of a case or account."""
    held = [_held(pause, history.as_of_at) for pause in held_pauses(history.held_by)]
    return ClocksView.made_of(
        history,
        clocks=[clock_view(history, clock, promises) for clock in history.clocks],
        held_pauses=held,
        held_seconds=sum(each.held_seconds for each in held),
    )


def clock_view(history: ClockHistory, clock: Clock, promises: Promises) -> ClockView:
    """Return one clock of the history."""
    events = history.facts[clock.clock_id]
    started, promised = _found(events, clock_events.ClockStarted)[0]
    policy = promises.policy_version(clock.policy_id, clock.policy_version)
    breaches = [recorded for recorded, _ in _found(events, clock_events.ClockBreached)]
    ends = [recorded for recorded in events if isinstance(recorded.event, ENDS)]
    return ClockView(
        **{name: getattr(clock, name) for name in _AS_FOLDED},
        end_reason=clock.end_reason or clock.void_by,
        title=promise_title(next(rule for rule in policy.rules if rule.rule == clock.rule), clock),
        promised_due_at=promised.due_at,
        thresholds=list(clock.thresholds),
        verdict=verdict(clock, history.as_of_at),
        started=fact_on_record(started),
        breached=fact_on_record(breaches[-1]) if breaches else None,
        noted_as_broken_at=noted_as_broken_at(clock, history.as_of_at),
        ended=fact_on_record(ends[-1]) if ends else None,
        late_seconds=late_seconds(clock, history.as_of_at),
        pauses=[_pause(history, clock, pause) for pause in clock.pauses],
        warnings=[
            WarningView(percent=event.percent, fact=fact_on_record(recorded))
            for recorded, event in _found(events, clock_events.ClockWarned)
        ],
        calls=[
            CallView.made_of(event, called=event.is_call, fact=fact_on_record(recorded))
            for recorded, event in _found(events, clock_events.ClockEscalated)
        ],
        waivers=[
            WaiverView(waived_by=event.waived_by, reason=event.reason, fact=fact_on_record(recorded))
            for recorded, event in _found(events, clock_events.ClockWaived)
        ],
    )


def fact_on_record(recorded: RecordedEvent) -> FactOnRecord:
    """Return a fact by its place on the record."""
    return FactOnRecord.made_of(
        recorded, type=recorded.event.STORED_NAME, occurred_at=recorded.event.occurred_at
    )


def pausing_fact(history: ClockHistory, clock: Clock, at: datetime) -> RecordedEvent | None:
    """Return the fact by which a clock stood still at an instant; the last of several."""
    began_at = max((pause.began_at for pause in clock.pauses if pause.began_at <= at), default=None)
    found = [
        recorded
        for recorded, event in _found(history.facts[clock.clock_id], clock_events.ClockPaused)
        if event.occurred_at == began_at
    ]
    return found[-1] if found else None


def behind(history: ClockHistory, recorded: RecordedEvent | None) -> dict[str, Any]:
    """Return a fact about a clock, and what moved the clock to it, as two fields of a document."""
    if recorded is None:
        return {"fact": None, "because_of": None}
    cause = history.causes.get(recorded.event_id)
    return {
        "fact": fact_on_record(recorded),
        "because_of": fact_on_record(cause) if cause else None,
    }


_AS_FOLDED = frozenset(ClockView.model_fields) & {*Clock.__dataclass_fields__} - {
    "end_reason",
    "pauses",
    "thresholds",
    "late_seconds",
}


def _pause(history: ClockHistory, clock: Clock, pause: Pause) -> PauseView:
    recorded = pausing_fact(history, clock, pause.began_at)
    return PauseView(
        began_at=pause.began_at,
        ended_at=pause.ended_at,
        waiting_on=pause.waiting_on,
        **behind(history, recorded),
    )


def _held(pause: HeldPause, as_of_at: datetime) -> HeldPauseView:
    until = as_of_at if pause.ended_at is None else min(pause.ended_at, as_of_at)
    return HeldPauseView.made_of(pause, held_seconds=max(whole_seconds(until - pause.answered_at), 0))


def _found(
    events: Sequence[RecordedEvent], kind: type[AClockEvent]
) -> list[tuple[RecordedEvent, AClockEvent]]:
    return [(recorded, recorded.event) for recorded in events if isinstance(recorded.event, kind)]
