"""KPIs of turns and contacts as figures, slowly: cases are given with the others of their account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.reports.slow_kpi import Figures, SlowCase, is_unfinished, share, spread, timed
from tests.reports.slow_turns import (
    longest_idle,
    longest_update_gap,
    next_replies,
    requester_wait,
    soonest_reopen,
    whole_seconds,
)
from tests.reports.slow_work import is_answer, stage_since


def first(case: SlowCase, *names: str, **named: Any) -> int | None:
    """Return the seconds from receipt to the first event of these names of which a field is told."""
    at = [
        each.occurred_at
        for each in case.named(*names)
        if all(getattr(each, name, None) is not None for name in named)
    ]
    return whole_seconds(min(at) - case.received.occurred_at) if at else None


def first_owner(case: SlowCase) -> int | None:
    at = [
        each.occurred_at
        for each in case.named("OwnerAssigned", "CaseHandedOver")
        if getattr(each, "to_owner", None) or getattr(each, "owner", None)
    ]
    return whole_seconds(min(at) - case.received.occurred_at) if at else None


def comes_again(case: SlowCase) -> bool:
    """Whether the account came with the same matter within a week of the first resolution."""
    resolved_at = case.named("CaseResolved")[0].occurred_at
    order = case.received.order_reference
    return any(
        resolved_at < other.received.occurred_at <= resolved_at + timedelta(days=7)
        and (
            (order is not None and other.received.order_reference == order)
            or (other.received.kind, other.group("category")) == (case.received.kind, case.group("category"))
        )
        for other in case.of_account
        if other is not case
    )


def slow_contacts(cases: list[SlowCase]) -> dict[str, Figures]:
    """Return the figures of cases received in a period."""
    told = [[each.event for each in case.events] for case in cases]
    replies = [next_replies(events) for events in told]
    took = [each for answered, _, _ in replies for each in answered]
    alone = [place for place, case in enumerate(cases) if case.merged_at is None]
    idle = [longest_idle(events) for events in told]
    ups = [[each.kind for each in case.named("CaseEscalated")] for case in cases]
    complex_ones = [each for each in cases if each.group("response_class") == "complex"]
    return {
        "requester_wait": timed([requester_wait(events) for events in told]),
        "first_owner_time": timed([first_owner(each) for each in cases]),
        "internal_sync_time": timed(
            [first(each, "CounterpartInformed", delivery_proof=True) for each in cases]
        ),
        "next_reply_time": {"count": len(took), "total_seconds": sum(took)},
        "longest_reply_wait": spread(max(answered, default=None) for answered, _, _ in replies),
        "unanswered_cases": share(sum(replies[place][1] for place in alone), len(alone)),
        "longest_update_gap": spread(longest_update_gap(events) for events in told),
        "plan_time": timed([first(each, "PlanProposed") for each in complex_ones]),
        "longest_idle": spread(idle),
        "idle_cases": share(sum((each or 0) > 86_400 for each in idle), len(cases)),
        "clarification_rounds": {"count": sum(len(each.named("ClarificationAsked")) for each in cases)},
        "escalated_up": share(sum("hierarchical" in kinds for kinds in ups), len(cases)),
        "escalated_across": share(sum("functional" in kinds for kinds in ups), len(cases)),
        "cases_of_orders": {"count": sum(each.received.order_reference is not None for each in cases)},
        **_resolved(cases),
    }


def _resolved(cases: list[SlowCase]) -> dict[str, Figures]:
    resolved = [each for each in cases if each.named("CaseResolved")]
    ended = [each for each in cases if each.named("CaseResolved", "CaseClosed")]
    soon = [soonest_reopen([one.event for one in each.events]) for each in ended]
    again = {id(each): comes_again(each) for each in resolved}
    unbroken = [each for each in resolved if not each.named("CaseReopened") and each.status != "open"]
    one_stop = [
        each
        for each in unbroken
        if not each.named("CaseHandedOver")
        and not next_replies([one.event for one in each.events])[2]
        and not again[id(each)]
    ]
    touched = [_answers_until_resolved(each) for each in unbroken]
    return {
        "repeat_contacts": share(sum(again.values()), len(resolved)),
        "one_stop_resolution": share(len(one_stop), len(resolved)),
        "one_touch_resolution": share(sum(each < 2 for each in touched), len(resolved)),
        "reopened_within_7_days": share(
            sum(each is not None and each <= 7 * 86_400 for each in soon), len(ended)
        ),
        "reopened_within_30_days": share(
            sum(each is not None and each <= 30 * 86_400 for each in soon), len(ended)
        ),
    }


def _answers_until_resolved(case: SlowCase) -> int:
    events = [each.event for each in case.events]
    (*_, last) = [place for place, event in enumerate(events) if "CaseResolved" in event.STORED_NAME]
    return sum(is_answer(event) for event in events[:last])


def slow_backlog(everything: list[SlowCase], to_at: datetime | None, newest: datetime) -> dict[str, Figures]:
    """Return the figures of what is unfinished at the end of the period, else at the newest event."""
    there = [each for each in everything if is_unfinished(each, to_at)]
    moment = to_at or newest
    since = [stage_since([one.event for one in each.events]) for each in there]
    ages = [max(whole_seconds(moment - each.received.occurred_at), 0) for each in there]
    old = {days: moment - timedelta(days=days) for days in (7, 30)}
    return {
        "backlog_age": timed(ages),
        **{
            f"backlog_over_{days}_days": share(
                sum(each.received.occurred_at < at for each in there), len(there)
            )
            for days, at in old.items()
        },
        "backlog_stage_time": timed(
            [max(whole_seconds(moment - at), 0) for _, at in since if at is not None]
        ),
    }
