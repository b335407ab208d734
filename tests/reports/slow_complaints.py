"""KPIs of complaints and of discontent customers, slowly and straight from the events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.reports.slow_kpi import Figures, SlowCase, share, timed


def is_complaint(case: SlowCase) -> bool:
    return "complaint" in {case.received.kind, case.group("response_class")}


def cause(case: SlowCase) -> Any:
    return (case.named("CauseIdentified") or [None])[-1]


def complaint_group(case: SlowCase, by: str) -> str:
    if by == "department":
        liable = (case.named("LiabilityDetermined") or [None])[-1]
        return str(getattr(liable, "department", None) or "unknown")
    if by in {"cause_class", "root_code", "process_step"}:
        return str(getattr(cause(case), by, None) or "unknown")
    return case.group(by)


def recurs(case: SlowCase) -> bool:
    since = case.received.occurred_at - timedelta(days=90)
    return any(
        is_complaint(other)
        and cause(other) is not None
        and cause(other).root_code == cause(case).root_code
        and since <= other.received.occurred_at <= case.received.occurred_at
        for other in case.of_account
        if other is not case
    )


def is_recovered(case: SlowCase) -> bool:
    ends = case.named("ResolutionConfirmed", "CaseReopened")
    if case.status == "open" or not ends or hasattr(ends[-1], "reason"):
        return False
    latest: dict[Any, Any] = {}
    for each in case.named("SatisfactionRated"):
        if each.scale == "csat":
            latest[each.cycle, each.contact_id or each.survey_id] = each
    last = max(latest.values(), key=lambda each: (each.cycle, each.occurred_at), default=None)
    return last is not None and last.score >= 4


def granted(case: SlowCase) -> list[tuple[int, str]]:
    proposed = {each.remedy_id: each for each in case.named("RemedyProposed")}
    given = {each.remedy_id for each in case.named("RemedyGranted")}
    return [(proposed[one].amount_minor, proposed[one].currency) for one in given]


def slow_complaints(cases: list[SlowCase]) -> dict[str, Figures]:
    """Return the figures of complaints received in a period."""
    over = [each for each in cases if each.status != "open"]
    known = [each for each in cases if cause(each) is not None]
    given = [granted(each) for each in cases]
    in_others = [any(currency != "CNY" for _, currency in each) for each in given]
    cost = [sum(amount for amount, _ in each) for each, no in zip(given, in_others, strict=True) if not no]
    return {
        "complaints_received": {"count": len(cases)},
        "complaint_recurrence": share(sum(map(recurs, known)), len(known)),
        "complaints_recovered": share(sum(map(is_recovered, over)), len(over)),
        "complaint_handovers": {"count": sum(len(each.named("CaseHandedOver")) for each in cases)},
        "complaint_cost": {**share(sum(in_others), len(cases)), "total_minor": sum(cost)},
        "complaint_time": timed([each.seconds_to(at) for each in cases if (at := each.ended_at)]),
        "complaints_compensated": share(sum(bool(granted(each)) for each in over), len(over)),
    }


def wins_back(case: SlowCase, low: Any, other: Any) -> bool:
    """Return whether a score says that the customer is content since; one that we raised needs a revisit."""
    if other.score < 4 or other.occurred_at <= low.occurred_at:
        return False
    if other.told_by == "staff" and other.contact_id is None:
        return False
    called = [each.occurred_at for each in case.named("CaseRevisited") if each.reached]
    return not other.is_raised or any(low.occurred_at <= at <= other.occurred_at for at in called)


def slow_recovery(cases: list[SlowCase]) -> dict[str, Figures]:
    """Return how many discontent answers were followed by a content one."""
    verdicts: list[bool] = []
    for case in cases:
        scores = [each for each in case.named("SatisfactionRated") if each.scale == "csat"]
        verdicts += [
            any(wins_back(case, each, other) for other in scores) for each in scores if each.score < 4
        ]
    return {"low_scores_recovered": share(sum(verdicts), len(verdicts))}
