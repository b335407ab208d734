"""KPIs of tasks, slowly and straight from the events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain.vocabulary import EscalationLevel
from tests.reports.slow_kpi import Figures, SlowCase, month_of, share, timed
from tests.reports.slow_turns import whole_seconds

LADDER = list(EscalationLevel)
NAMES = {
    "level": ("level", "needs_approval_by"),
    "holder": ("taken_by", "approved_by", "rejected_by", "decided_by", "escalated_to", "engineer"),
}


@dataclass
class SlowTask:
    """What was asked of somebody: the request, and what followed in order of business time."""

    case: SlowCase
    asked: Any
    answers: list[Any]
    ends: list[Any]
    ended_by: str = "unknown"

    @property
    def department(self) -> str:
        named = getattr(self.asked, "department", None) or ", ".join(getattr(self.asked, "departments", ()))
        return named or "unknown"

    def group(self, by: str) -> str:
        if by == "department":
            return self.department
        if by == "ended_by":
            return self.ended_by
        if by in {"level", "holder"}:
            facts = (self.asked, *self.ends[:1]) if by == "level" else (*self.ends[:1], self.asked)
            told = (getattr(each, name, None) for each in facts for name in NAMES[by])
            return str(next((each for each in told if each is not None), "unknown"))
        return month_of(self.asked.occurred_at) if by == "month" else self.case.group(by)

    @property
    def ended_at(self) -> datetime | None:
        return self.ends[0].occurred_at if self.ends else None

    @property
    def of_department(self) -> bool | None:
        names = ("CollaborationAccepted", "CollaborationAnswered", "CollaborationCompleted")
        work = self.case.named(*names, "CollaborationDeclined")
        is_work = hasattr(self.asked, "collaboration_id")
        told = [
            each.of_department for each in work if is_work and _same(each, self.asked, "collaboration_id")
        ]
        answers = self.case.named("QuestionAnswered") if hasattr(self.asked, "question_id") else []
        told += [each.of_department for each in answers if _same(each, self.asked, "question_id")]
        known = [each for each in told if each is not None]
        return all(known) if known else None

    @property
    def is_done(self) -> bool:
        return bool(self.ends) and "Completed" in self.ends[0].STORED_NAME

    @property
    def done_seconds(self) -> int | None:
        return None if self.ended_at is None else whole_seconds(self.ended_at - self.asked.occurred_at)

    @property
    def answer_seconds(self) -> int | None:
        if self.ends and not self.is_done and not self.answers:
            return None
        at = [each.occurred_at for each in (*self.answers[:1], *self.ends[:1])]
        return whole_seconds(min(at) - self.asked.occurred_at) if at else None


def tasks_of(cases: Iterable[SlowCase]) -> list[SlowTask]:
    """Return the requests to departments, approvals and exceptions of cases."""
    kinds = (
        ("CollaborationRequested", "collaboration_id", ("CollaborationCompleted", "CollaborationDeclined")),
        ("RemedyProposed", "remedy_id", ("RemedyApproved", "RemedyRejected")),
        ("ExceptionRequested", "exception_id", ("ExceptionDecided",)),
        ("QuestionOpened", "question_id", ()),
        ("DispatchArranged", "dispatch_id", ()),
    )
    cases = list(cases)
    calls = [each for case in cases for each in calls_of(case)]
    return calls + [
        SlowTask(
            case,
            asked,
            [each for each in case.named("CollaborationAnswered") if _same(each, asked, name)],
            [each for each in case.named(*ends) if _same(each, asked, name)],
        )
        for case in cases
        for kind, name, ends in kinds
        for asked in case.named(kind)
        if getattr(asked, "needs_approval_by", "nobody") is not None
    ]


def calls_of(case: SlowCase) -> Iterator[SlowTask]:
    """Yield the calls by people, each with what ended it first."""
    for place, call in enumerate(case.events):
        if call.event.STORED_NAME == "CaseEscalated.v1":
            ends = (each for each in case.events[place + 1 :] if ends_call(each.event, call.event))
            end = next(ends, None)
            is_untaken = end is not None and "Taken" not in end.event.STORED_NAME
            by = end.actor if end is not None and is_untaken else "unknown"
            yield SlowTask(case, call.event, [], [] if end is None else [end.event], by)


def ends_call(event: Any, call: Any) -> bool:
    match event.STORED_NAME:
        case "CaseClosed.v1":
            return True
        case "EscalationTaken.v1":
            return bool(event.level == call.level)
        case "CaseDeescalated.v1":
            is_above = event.level is None or LADDER.index(call.level) > LADDER.index(event.level)
            return bool(event.kind == call.kind and is_above)
        case _:
            return False


def words_of(asked: Any) -> str | None:
    """Return in whose words a demand goes to a department."""
    if getattr(asked, "is_word_for_word", None) is not None:
        return "own" if asked.is_word_for_word else "retold"
    needs = getattr(asked, "missing", None) or ()
    return "none" if "customer_words" in needs else None


def _same(event: Any, asked: Any, name: str) -> bool:
    return bool(getattr(event, name, None) == getattr(asked, name))


def slow_tasks(tasks: list[SlowTask]) -> dict[str, Figures]:
    """Return the figures of tasks opened in a period."""
    asked = [each for each in tasks if hasattr(each.asked, "collaboration_id")]
    decisions = [
        each for each in tasks if hasattr(each.asked, "remedy_id") or hasattr(each.asked, "exception_id")
    ]
    words = [each for each in map(words_of, (task.asked for task in tasks)) if each is not None]
    calls = [each for each in tasks if each.asked.STORED_NAME == "CaseEscalated.v1" and each.ends]
    by_whom = [who for each in tasks if (who := each.of_department) is not None]
    done = [each for each in asked if each.is_done]
    answered = [each for each in asked if each.is_done or each.answers]
    return {
        "collaborations_answered": share(len(answered), len(asked)),
        "collaborations_done": share(len(done), len(asked)),
        "collaboration_answer_time": timed([each.answer_seconds for each in asked]),
        "collaboration_time": timed([each.done_seconds for each in done]),
        "collaborations_of_others": share(by_whom.count(False), len(by_whom)),
        "relayed_word_for_word": share(words.count("own"), len(words)),
        "calls_not_taken": share(sum(each.ended_by != "unknown" for each in calls), len(calls)),
        "approval_time": timed([each.done_seconds for each in decisions]),
        "approvals_open": share(sum(each.ended_at is None for each in decisions), len(decisions)),
    }
