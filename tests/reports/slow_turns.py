"""KPIs of whose turn it was, once more, slowly and straight from the events of each case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.reports.slow_work import is_answer, name_of

ENDS = {"CaseResolved", "CaseClosed", "CaseMerged"}
NO_WORK = {
    "CustomerMessaged",
    "AnswerNotNeeded",
    "SourceUpdateRecorded",
    "OrderStatusRecorded",
    "NoteAdded",
    "AttachmentAdded",
    "CaseLinked",
    "CaseUnlinked",
    "SatisfactionRated",
    "SurveyAnswered",
    "SurveyDeclined",
    "RecoveryRequested",
    "OverPromiseFlagged",
}


@dataclass
class Course:
    """How a case stands after an event."""

    at: datetime
    event: Any
    is_open: bool
    is_merged: bool
    waits_for: str | None
    customer_spoke: bool

    @property
    def is_ours(self) -> bool:
        waits = self.waits_for == "customer" and not self.customer_spoke
        return self.is_open and not self.is_merged and not waits

    @property
    def is_worked_on(self) -> bool:
        return self.is_open and not self.is_merged and self.waits_for is None

    @property
    def is_work(self) -> bool:
        name = name_of(self.event)
        is_reply = name in {"ReplySent", "ProgressShared"}
        puts_off = name == "QuestionOpened" and bool(self.event.opened_by_reply)
        is_no_work = name in NO_WORK or name.startswith("Clock") or puts_off
        return not is_no_work and (not is_reply or is_answer(self.event))


def course(events: Iterable[Any]) -> list[Course]:
    """Return how a case stood after each event; events are in business order."""
    found: list[Course] = []
    is_open, is_merged, waits_for, spoke = True, False, None, False
    for event in events:
        name = name_of(event)
        if name in {"CaseResolved", "CaseClosed"}:
            is_open, waits_for = False, None
        elif name == "CaseReopened":
            is_open = True
        elif name in {"CaseMerged", "CaseUnmerged"}:
            is_merged = name == "CaseMerged"
        elif name in {"WaitingStarted", "WaitingEnded"}:
            waits_for, spoke = (event.waiting_on if name == "WaitingStarted" else None), False
        elif name == "CustomerMessaged":
            spoke = True
        found.append(Course(event.occurred_at, event, is_open, is_merged, waits_for, spoke))
    return found


def whole_seconds(time: timedelta) -> int:
    return int(time.total_seconds() // 1)


def requester_wait(events: list[Any]) -> int | None:
    """Return the stretches of our turn that are over; None while the case is open."""
    turns, since, total = course(events), None, None
    for each in turns:
        if since is None and each.is_ours:
            since = each.at
        elif since is not None and not each.is_ours:
            total, since = (total or 0) + whole_seconds(each.at - since), None
    return None if turns[-1].is_open else total


def longest_idle(events: list[Any]) -> int | None:
    gaps: list[int] = []
    since: datetime | None = None
    for each in course(events):
        if each.is_work:
            if since is not None:
                gaps.append(whole_seconds(each.at - since))
            since = each.at if each.is_worked_on else None
    return max(gaps, default=None)


def longest_update_gap(events: list[Any]) -> int | None:
    gaps: list[int] = []
    last: datetime | None = None
    for each in course(events):
        name = name_of(each.event)
        says_nothing_new = name == "ProgressShared" and "news" in (each.event.missing or ())
        is_answered = is_answer(each.event) and name != "ResolutionConfirmed"
        is_news = is_answered and not says_nothing_new and each.is_open
        if (is_news or name in ENDS) and last is not None:
            gaps.append(whole_seconds(each.at - last))
        if is_news or (name in {"CaseReopened", "CaseUnmerged"} and each.is_open and not each.is_merged):
            last = each.at
        elif name in ENDS:
            last = None
    return max(gaps, default=None)


def next_replies(events: list[Any]) -> tuple[list[int], bool, int]:
    """Return how long each answered turn took, whether one is open, and how many messages asked."""
    took: list[int] = []
    asked, since = 0, None
    for event in events:
        name = name_of(event)
        if name == "CustomerMessaged" and event.needs_answer is not False:
            asked, since = asked + 1, since or event.occurred_at
        elif since is not None and (name == "AnswerNotNeeded" or is_answer(event)):
            if name != "AnswerNotNeeded":
                took.append(whole_seconds(event.occurred_at - since))
            since = None
    return took, since is not None, asked


def soonest_reopen(events: list[Any]) -> int | None:
    soon: list[int] = []
    ended: datetime | None = None
    for event in events:
        if name_of(event) == "CaseReopened":
            soon += [] if ended is None else [whole_seconds(event.occurred_at - ended)]
            ended = None
        elif name_of(event) in {"CaseResolved", "CaseClosed"}:
            ended = ended or event.occurred_at
    return min(soon, default=None)
