"""The KPIs of promises once more, slowly and straight from the events: shares no code with the SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.eventstore.envelope import RecordedEvent
from tests.reports.slow_kpi import Figures, SlowCase, month_of, percentile, share, timed

ENDS = ("ClockMet", "ClockEndedLate", "ClockCancelled", "ClockVoided")


@dataclass
class SlowClock:
    """All events of one clock, in the order of recording, and the case that it is of; None: an account's."""

    case: SlowCase | None
    stream_id: UUID
    events: list[Any] = field(default_factory=list)
    recorded_at: list[datetime] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    account_code: str = "unknown"
    """Who told of its end."""

    def named(self, *names: str) -> list[Any]:
        return [each for each in self.events if each.STORED_NAME.split(".")[0] in names]

    @property
    def due_at(self) -> datetime:
        due: datetime = self.named("ClockStarted", "ClockResumed", "ClockRescheduled")[-1].due_at
        return due

    @property
    def started(self) -> Any:
        return self.named("ClockStarted")[0]

    @property
    def is_done(self) -> bool:
        """Whether what was promised was done, in time or late."""
        return self.end is not None and self.end.STORED_NAME.startswith(("ClockMet", "ClockEndedLate"))

    @property
    def target_seconds(self) -> int:
        last = self.named("ClockStarted", "ClockRescheduled")[-1]
        return last.target_seconds or 0

    @property
    def is_agreed(self) -> bool:
        return self.named("ClockStarted", "ClockRescheduled")[-1].agreement_id is not None

    @property
    def is_commitment(self) -> bool:
        return bool(self.started.clock == "commitment")

    @property
    def end(self) -> Any:
        return next(reversed(self.named(*ENDS)), None)

    @property
    def is_told_late(self) -> bool:
        """Whether its end was told more than five minutes after it; judged anew, it was told at first."""
        ends = [
            (each.occurred_at, recorded_at)
            for each, recorded_at in zip(self.events, self.recorded_at, strict=True)
            if each in self.named(*ENDS)
        ]
        first: datetime | None = None
        for happened_at, recorded_at in reversed(ends):
            if happened_at != ends[-1][0]:
                break
            first = recorded_at
        return first is not None and (first - ends[-1][0]).total_seconds() > 300

    @property
    def is_survey(self) -> bool:
        return bool(self.named("ClockStarted")[0].clock == "survey")

    @property
    def is_set_aside(self) -> bool:
        """Whether its survey was let go of at the very instant at which it was due."""
        cancelled = self.end is not None and self.end.STORED_NAME.startswith("ClockCancelled")
        return (
            self.is_survey and cancelled and (self.end.reason, self.end.occurred_at) == ("ended", self.due_at)
        )

    @property
    def is_paused(self) -> bool:
        edges = {
            each.occurred_at: each.STORED_NAME.startswith("ClockPaused")
            for each in self.named("ClockPaused", "ClockResumed")
        }
        return bool(edges) and edges[max(edges)]

    @property
    def is_kept(self) -> bool:
        return self.end is not None and self.end.STORED_NAME.startswith("ClockMet")

    @property
    def is_broken(self) -> bool:
        if self.end is None:
            noted = [each.occurred_at for each in self.named("ClockBreached")]
            return bool(noted) and self.due_at <= noted[-1] and not self.is_paused
        if self.is_void_by_us or self.end.STORED_NAME.startswith("ClockCancelled"):
            is_over = self.is_void_by_us or self.end.reason == "ended"
            return bool(is_over and self.due_at < self.end.occurred_at)
        return not self.is_kept and not self.is_void_by_us

    def is_overdue(self, at: datetime) -> bool:
        """Whether it was broken by an instant, noted or not."""
        return self.due_at < at and not self.is_paused if self.end is None else self.is_broken

    @property
    def is_put_off_late(self) -> bool:
        """Whether it had passed unkept when something was told that ends nothing and moved it on."""
        for number, told_at in enumerate(self.recorded_at):
            if number:
                before = replace(self, events=self.events[:number])
                after = replace(self, events=self.events[: number + 1])
                ends = [one.end.occurred_at if one.end else None for one in (before, after)]
                is_moved = before.is_overdue(told_at) and not after.is_overdue(told_at)
                if is_moved and ends[0] == ends[1] and after.void_act is None:
                    return True
        return False

    @property
    def is_void_by_us(self) -> bool:
        return self.end is not None and self.end.STORED_NAME.startswith("ClockVoided")

    @property
    def is_merged(self) -> bool:
        """Whether it stands still because its case was merged away."""
        edges = {each.occurred_at: each for each in self.named("ClockPaused", "ClockResumed")}
        return self.is_paused and edges[max(edges)].waiting_on is None

    @property
    def void_act(self) -> str | None:
        if self.end is None:
            return "merged" if self.is_merged else None
        act = getattr(self.end, "act", None) or getattr(self.end, "reason", None)
        return str(act) if self.is_void_by_us or act == "reclassified" else None

    @property
    def is_voided(self) -> bool:
        return self.void_act is not None and not self.is_broken

    @property
    def seconds(self) -> float | None:
        if self.end is None or not self.is_broken:
            return None
        return float((self.end.occurred_at - self.due_at).total_seconds() // 1)

    def group(self, by: str) -> str:
        if by == "account":
            return self.account_code
        if by == "month":
            return month_of(self.due_at)
        if by == "department":
            subject = self.named("ClockStarted")[0].subject
            asked = self.case.named("CollaborationRequested") if self.case else []
            return next(
                (each.department for each in asked if str(each.collaboration_id) == subject), "unknown"
            )
        if by in {"channel", "category", "lacked", "phase", "kind", "team", "stage"}:
            return self.case.group(by) if self.case else "unknown"
        if by == "end_reason":
            over = getattr(self.end, "reason", None) or getattr(self.end, "act", None) or self.void_act
            return str(over or "unknown")
        if by == "voided_by":
            return self.actors[-1] if self.void_act is not None else "unknown"
        names = (
            ("ClockStarted", "ClockRescheduled")
            if by in {"priority", "response_class"}
            else ("ClockStarted",)
        )
        return str(getattr(self.named(*names)[-1], by) or "unknown")


def clocks_of(events: Iterable[RecordedEvent], cases: dict[UUID, SlowCase]) -> list[SlowClock]:
    found: dict[UUID, SlowClock] = {}
    for each in events:
        clock_id = getattr(each.event, "clock_id", None)
        if clock_id is not None:
            clock = found.setdefault(clock_id, SlowClock(cases.get(each.stream_id), each.stream_id))
            if clock.case is not None and not clock.events:
                clock.case.clocks.append(clock)
            clock.events.append(each.event)
            clock.recorded_at.append(each.recorded_at)
            if each.event.STORED_NAME.split(".")[0] in (*ENDS, "ClockPaused"):
                clock.actors.append(each.actor)
    return list(found.values())


def slow_clock_kpis(
    everything: list[SlowClock], from_at: datetime | None, to_at: datetime | None
) -> dict[str, Figures]:
    due = [
        each
        for each in everything
        if (from_at is None or each.due_at >= from_at) and (to_at is None or each.due_at < to_at)
    ]
    kept, broken = [each for each in due if each.is_kept], [each for each in due if each.is_broken]
    voided = [each for each in due if each.is_voided]
    judged = len(kept) + len(broken) + len(voided)
    set_aside = sum(each.is_set_aside for each in due)
    surveys = sum(each.is_survey for each in (*kept, *broken, *voided))
    put_off = [each for each in due if each.is_put_off_late]
    words = [each for each in due if each.is_commitment]
    seconds = [each.seconds for each in broken]
    calls = [call for each in due for call in each.named("ClockEscalated") if call.called is not False]
    return {
        "clock_attainment": share(len(kept), len(kept) + len(broken)),
        "kept_told_late": share(sum(each.is_told_late for each in kept), len(kept)),
        "voided_promises": share(len(voided), judged),
        "promises_by_agreement": share(
            sum(each.is_agreed for each in (*kept, *broken)), len(kept) + len(broken)
        ),
        "surveys_set_aside": share(set_aside, surveys + set_aside),
        "put_off_told_late": share(
            len([each for each in put_off if not each.is_broken]),
            len({id(each) for each in (*kept, *broken, *put_off)}),
        ),
        "renegotiated_commitments": share(
            sum(_is_renegotiated(each) for each in words),
            len(words),
        ),
        "commitments_kept": share(
            sum(each.is_commitment for each in kept),
            sum(each.is_commitment for each in (*kept, *broken)),
        ),
        "breach_time": timed(seconds),
        "clock_warnings": {"count": sum(len(each.named("ClockWarned")) for each in due)},
        "unanswered_escalations": share(sum(call.escalated_to is None for call in calls), len(calls)),
        **{slug: _kept_of(kept, broken, *names) for slug, names in KEPT_OF.items()},
        **_work(due, kept, broken),
    }


KEPT_OF = {
    "response_attainment": ("first_reply", "complaint_answer"),
    "resolution_attainment": ("resolution",),
    "surveys_in_time": ("survey",),
    "revisits_in_time": ("delivery_revisit", "complaint_revisit", "fault_follow_up", "planned_revisit"),
    "recoveries_in_time": ("recovery",),
}


def _kept_of(kept: list[SlowClock], broken: list[SlowClock], *names: str) -> Figures:
    counted = [sum(each.started.clock in names for each in some) for some in (kept, broken)]
    return share(counted[0], sum(counted))


def _work(due: list[SlowClock], kept: list[SlowClock], broken: list[SlowClock]) -> dict[str, Figures]:
    done = [each for each in due if each.is_done]
    work = [each for each in done if each.started.clock == "resolution"]
    of_departments = [
        [each for each in some if each.group("department") != "unknown"] for some in (kept, broken)
    ]
    words = [each for each in (*kept, *broken) if each.is_commitment]
    as_made = [each for each in words if each.is_kept and each.end.occurred_at <= each.started.due_at]
    took = [
        ((each.end.occurred_at - each.started.counts_from_at).total_seconds() // 1, promised)
        for each in done
        if each.is_commitment
        and (promised := (each.started.due_at - each.started.counts_from_at).total_seconds() // 1) > 0
    ]
    indexes = sorted(actual / promised for actual, promised in took)
    scores = (
        {"mean_score": sum(indexes) / len(indexes), "median_score": percentile(indexes, 0.5)} if took else {}
    )
    return {
        "handling_time": {
            **timed([float(each.end.counted_seconds) for each in work]),
            **share(sum(each.is_kept for each in work), len(work)),
            "target_seconds": sum(each.target_seconds for each in work),
        },
        "ola_attainment": share(len(of_departments[0]), sum(map(len, of_departments))),
        "commitments_kept_as_made": share(len(as_made), len(words)),
        "over_promise_index": {**share(sum(each > 1 for each in indexes), len(indexes)), **scores},
    }


def slow_case_attainment(cases: list[SlowCase]) -> dict[str, Figures]:
    """Return how many of these cases have no broken promise, of those with one kept or broken."""
    judged = [
        verdicts
        for case in cases
        if (verdicts := [each.is_broken for each in case.clocks if each.is_broken or each.is_kept])
    ]
    return {"case_attainment": share(sum(not any(each) for each in judged), len(judged))}


def _is_renegotiated(clock: SlowClock) -> bool:
    return any(each.reason == "renegotiated" for each in clock.named("ClockRescheduled"))
