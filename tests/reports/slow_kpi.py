"""The KPIs once more, slowly and straight from the events: shares no code with the projection or its SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from service.eventstore.envelope import RecordedEvent
from tests.reports.slow_satisfaction import slow_satisfaction
from tests.reports.slow_understanding import slow_clarification
from tests.reports.slow_work import STAGES, at_first_contact, is_answer, stage_seconds, stage_since

Figures = dict[str, float | int | None]


@dataclass
class SlowCase:
    """All events of one case by name, in the order in which they happened."""

    events: list[RecordedEvent] = field(default_factory=list)
    of_account: list[SlowCase] = field(default_factory=list, repr=False)
    """All cases of its account, itself among them."""
    clocks: list[Any] = field(default_factory=list, repr=False)
    account_code: str = "unknown"

    def named(self, *names: str) -> list[Any]:
        return [each.event for each in self.events if each.event.STORED_NAME.split(".")[0] in names]

    @property
    def received(self) -> Any:
        return self.named("CaseReceived")[0]

    def seconds_to(self, at: datetime) -> int:
        return int((at - self.received.occurred_at).total_seconds())

    @property
    def status(self) -> str:
        last = self.named("CaseReceived", "CaseResolved", "CaseReopened", "CaseClosed")[-1]
        words = {"CaseResolved": "resolved", "CaseClosed": "closed"}
        return words.get(last.STORED_NAME.split(".")[0], "open")

    @property
    def ends_unresolved(self) -> bool:
        """Whether it was given up while it was open, though it may have been resolved before."""
        *before, last = self.named("CaseReceived", "CaseResolved", "CaseReopened", "CaseClosed")
        is_given_up = getattr(last, "reason", None) in {"withdrawn", "duplicate"}
        was_open = bool(before) and not before[-1].STORED_NAME.startswith("CaseResolved")
        return last.STORED_NAME.startswith("CaseClosed") and is_given_up and was_open

    @property
    def ended_at(self) -> datetime | None:
        if self.status == "open":
            return None
        ended: datetime | None = None
        for each in self.named("CaseReopened", "CaseResolved", "CaseClosed"):
            ended = None if each.STORED_NAME.startswith("CaseReopened") else ended or each.occurred_at
        return ended

    @property
    def merged_at(self) -> datetime | None:
        last = self.named("CaseMerged", "CaseUnmerged")[-1:]
        return next((each.occurred_at for each in last if hasattr(each, "into_case_id")), None)

    def waits(self, whom: str) -> list[float]:
        turns = self.named("WaitingStarted", "WaitingEnded", "CaseResolved", "CaseClosed")
        return [
            (after.occurred_at - each.occurred_at).total_seconds() // 1
            for each, after in pairwise(turns)
            if each.STORED_NAME.startswith("WaitingStarted") and each.waiting_on == whom
        ]

    def latest_csat(self) -> list[int]:
        by_voice: dict[Any, list[Any]] = {}
        for each in self.named("SatisfactionRated"):
            if each.scale == "csat":
                by_voice.setdefault((each.cycle, each.contact_id or each.survey_id), []).append(each)
        return [
            max(reversed(answers), key=lambda each: each.occurred_at).score for answers in by_voice.values()
        ]

    def source_verdict(self) -> list[bool]:
        updates = self.named("SourceUpdateRecorded")
        said = [each.promise_kept for each in updates if each.promise_kept is not None]
        is_over = self.status == "closed" and any(each.promise_due_at for each in updates)
        return said[-1:] or ([False] if is_over else [])

    def left_by(self) -> set[str]:
        owners = [
            each.to_owner if hasattr(each, "to_owner") else each.owner
            for each in self.named("OwnerAssigned", "CaseHandedOver")
        ]
        return {each for each in owners if each} - set(owners[-1:])

    def group(self, by: str) -> str:
        if by in {"channel", "segment", "phase", "kind"}:
            return str(getattr(self.received, by))
        if by == "account":
            return self.account_code
        if by == "month":
            return month_of(self.received.occurred_at)
        if by == "stage":
            return stage_since([each.event for each in self.events])[0]
        if by == "lacked":
            ends = self.named("CaseResolved", "CaseClosed")
            return ", ".join(sorted({need for one in ends for need in one.missing or ()})) or "unknown"
        who = ("OwnerAssigned", "CaseHandedOver")
        names = {"owner": who, "team": who}.get(by, ("CaseClassified",))
        value = None
        for each in self.named(*names):
            value = getattr(each, f"to_{by}" if hasattr(each, "to_owner") else by)
        return str(value) if value is not None else "unknown"


def cases_of(events: Iterable[RecordedEvent]) -> dict[UUID, SlowCase]:
    found: dict[UUID, SlowCase] = {}
    for each in events:
        if each.event.STORED_NAME.startswith("CaseReceived") or each.stream_id in found:
            found.setdefault(each.stream_id, SlowCase()).events.append(each)
    by_account: dict[UUID, list[SlowCase]] = {}
    for case in found.values():
        case.events.sort(key=lambda each: (each.event.occurred_at, each.version))
        case.of_account = by_account.setdefault(case.received.account_id, [])
        case.of_account.append(case)
    return found


def month_of(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('Asia/Shanghai')):%Y%m}"


def percentile(numbers: list[float], part: float) -> float:
    place = (len(numbers) - 1) * part
    low = int(place)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)


def spread(numbers: Iterable[float | None]) -> Figures:
    known = sorted(each for each in numbers if each is not None)
    if not known:
        return {"count": 0}
    return {
        "count": len(known),
        "median_seconds": percentile(known, 0.5),
        "p90_seconds": percentile(known, 0.9),
        "mean_seconds": sum(known) / len(known),
    }


def timed(seconds: Iterable[float | None]) -> Figures:
    """Return the figures of a duration with its sum."""
    known = [each for each in seconds if each is not None]
    return {**spread(known), "total_seconds": int(sum(known))}


def share(hits: int, count: int) -> Figures:
    return {"count": count, "hits": hits, **({"ratio": hits / count} if count else {})}


def slow_kpis(
    everything: list[SlowCase], from_at: datetime | None, to_at: datetime | None
) -> dict[str, Figures]:
    cases = [
        each
        for each in everything
        if (from_at is None or each.received.occurred_at >= from_at)
        and (to_at is None or each.received.occurred_at < to_at)
    ]
    return {
        "cases_received": {"count": len(cases)},
        "backlog": {"count": sum(is_unfinished(each, to_at) for each in everything)},
        "unowned_backlog": {
            "count": sum(
                is_unfinished(each, to_at) and each.group("owner") == "unknown" for each in everything
            )
        },
        "unsolved_dispatches": _unsolved(cases),
        "dispatches_without_arrival": _without_arrival(cases),
        "cases_told_again": _told_again(cases),
        "endings_lacking": _lacking(cases, lambda need: need != "classification"),
        "endings_unclassified": _lacking(cases, lambda need: need == "classification"),
        **_durations(cases),
        **_counts(cases),
        **_work(cases),
        **_waits(cases),
        "csat": _csat(cases),
        "clarified_within_two_rounds": slow_clarification(
            [[each.event for each in case.events] for case in cases]
        ),
        **slow_satisfaction([[each.event for each in case.events] for case in cases]),
    }


def _work(cases: list[SlowCase]) -> dict[str, Figures]:
    told = {id(case): [each.event for each in case.events] for case in cases}
    lasted = [stage_seconds(events) for events in told.values()]
    verdicts = {
        id(case): verdict for case in cases if (verdict := at_first_contact(told[id(case)])) is not None
    }
    basic = [
        verdicts[id(each)]
        for each in cases
        if id(each) in verdicts and each.group("response_class") == "basic"
    ]
    return {
        **{f"{stage}_time": timed([each.get(stage) for each in lasted]) for stage in STAGES},
        "first_contact_resolution": share(sum(verdicts.values()), len(verdicts)),
        "basic_first_contact_resolution": share(sum(basic), len(basic)),
    }


def _unsolved(cases: list[SlowCase]) -> Figures:
    ended = [outcomes for each in cases if (outcomes := each.named("DispatchEnded"))]
    return share(sum(any(not one.solved for one in outcomes) for outcomes in ended), len(ended))


def _without_arrival(cases: list[SlowCase]) -> Figures:
    ended = [outcomes for each in cases if (outcomes := each.named("DispatchEnded"))]
    return share(sum(any(one.arrived_at is None for one in outcomes) for outcomes in ended), len(ended))


def _told_again(cases: list[SlowCase]) -> Figures:
    answered = [each for each in cases if any(is_answer(one.event) for one in each.events)]
    again = [
        any("news" in (one.missing or ()) for one in each.named("ReplySent", "ProgressShared"))
        for each in answered
    ]
    return share(sum(again), len(answered))


def _lacking(cases: list[SlowCase], counts: Callable[[str], bool]) -> Figures:
    ended = [ends for each in cases if (ends := each.named("CaseResolved", "CaseClosed"))]
    lacked = [[need for one in ends for need in one.missing or () if counts(need)] for ends in ended]
    return share(sum(map(bool, lacked)), len(ended))


def is_unfinished(case: SlowCase, at: datetime | None) -> bool:
    if at is None:
        return case.status == "open" and case.merged_at is None
    went_on = all(end is None or end >= at for end in (case.ended_at, case.merged_at))
    return case.received.occurred_at < at and went_on


def _durations(cases: list[SlowCase]) -> dict[str, Figures]:
    def to(case: SlowCase, found: list[Any], pick: Any) -> float | None:
        return case.seconds_to(pick(found)) if found else None

    def earliest(found: list[Any]) -> datetime:
        first: datetime = min(each.occurred_at for each in found)
        return first

    def answers(case: SlowCase) -> list[Any]:
        return [each.event for each in case.events if is_answer(each.event)]

    def last(case: SlowCase, name: str, *statuses: str) -> float | None:
        if case.status not in statuses:
            return None
        return to(case, case.named(name), lambda found: found[-1].occurred_at)

    return {
        "acknowledge_time": timed(to(each, each.named("ReceiptAcknowledged"), earliest) for each in cases),
        "first_response_time": timed(to(each, answers(each), earliest) for each in cases),
        "first_resolution_time": timed(
            to(each, each.named("CaseResolved"), lambda found: found[0].occurred_at) for each in cases
        ),
        "final_resolution_time": timed(
            None if each.ends_unresolved else last(each, "CaseResolved", "resolved", "closed")
            for each in cases
        ),
        "close_time": timed(last(each, "CaseClosed", "closed") for each in cases),
    }


def _counts(cases: list[SlowCase]) -> dict[str, Figures]:
    reopened = [len(each.named("CaseReopened")) for each in cases]
    handed = [len(each.named("CaseHandedOver")) for each in cases]
    escalated = [each for each in cases if each.named("CaseEscalated")]
    ended = [each for each in cases if each.named("CaseResolved", "CaseClosed")]
    alone = [each for each in cases if each.merged_at is None]
    over = [each for each in alone if each.status != "open" and not each.ends_unresolved]
    resolved = [each for each in over if each.named("CaseResolved")]
    promised = [each for each in cases if each.named("CommitmentMade")]
    judged = [verdict for each in cases for verdict in each.source_verdict()]
    return {
        "reopen_events": {"count": sum(reopened)},
        "reopened_cases": share(sum(map(bool, reopened)), len(ended)),
        "handover_events": {"count": sum(handed)},
        "over_promised_cases": share(
            sum(bool(each.named("OverPromiseFlagged")) for each in promised), len(promised)
        ),
        "interim_only_cases": share(
            sum(all(one.is_interim for one in each.named("CommitmentMade")) for each in promised),
            len(promised),
        ),
        "lowered_cases": share(sum(map(_was_lowered, cases)), len(cases)),
        "handed_over_cases": share(sum(map(bool, handed)), len(cases)),
        "escalated_cases": share(len(escalated), len(cases)),
        "resolution_rate": share(len(resolved), len(alone)),
        "source_promise_kept_rate": share(sum(judged), len(judged)),
    }


def _was_lowered(case: SlowCase) -> bool:
    return any(each.lowered or each.raised_after_end for each in case.named("CaseClassified"))


def _waits(cases: list[SlowCase]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for whom in ("customer", "supplier", "other"):
        waits = [each.waits(whom) for each in cases]
        found[f"waiting_{whom}_time"] = {
            "count": sum(map(bool, waits)),
            "total_seconds": sum(map(sum, waits)),
        }
    return found


def _csat(cases: list[SlowCase]) -> Figures:
    scores = [score for each in cases for score in each.latest_csat()]
    mean = {"mean_score": sum(scores) / len(scores)} if scores else {}
    return {**share(sum(score >= 4 for score in scores), len(scores)), **mean}
