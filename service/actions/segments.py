"""Accounts scored by what they buy, and moved to the tiers that follow (RFM, REQUIREMENTS 139)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from service.actions.action import ActionContext, Submission
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.decisions.profile import AssignSegment
from service.domain.account.record.profile import SegmentScoring
from service.domain.account.segments.scoring import bought_by, limits_of, scored
from service.domain.case.looked_up import LookedUp
from service.domain.described import Described
from service.domain.event import LocalDate
from service.domain.guidelines.segmentation import Segmentation
from service.domain.refusal import OccurredInFutureError
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import Segment
from service.eventstore.request import Answer
from service.projections.accounts import accounts
from service.projections.care.needs.purchases import end_of, orders_by

AT_ONCE = 1_000


class ApplySegments(Described, extra="forbid"):
    """Move accounts to the tiers that follow from what they bought."""

    on: LocalDate | None = None
    """Day up to which purchases count. If omitted, today."""
    account_id: UUID | None = None
    """Only this account. If omitted, all that ever bought anything."""


@dataclass(frozen=True, kw_only=True)
class ScoredAccount:
    """An account with its tier now, the one that follows from what it bought, and why."""

    account_id: UUID
    code: str
    segment: Segment
    proposed: Segment
    scoring: SegmentScoring


def scored_accounts(
    connection: Connection, book: Rulebook, on: date, now: datetime, zone: ZoneInfo = LOCAL_ZONE
) -> list[ScoredAccount]:
    """Return every account that bought anything by a day, scored by the rule of that day, in order of code.

    Without a rule in force nobody is scored.
    """
    rule = book.guideline(Segmentation, min(end_of(on, zone), now))
    if rule is None:
        return []
    bought = bought_by(orders_by(connection, on, zone), on, rule)
    limits = limits_of(bought, rule)
    if limits is None:
        return []
    query = select(accounts.c.account_id, accounts.c.code, accounts.c.segment).order_by(accounts.c.code)
    found = []
    for account_id, code, segment in connection.execute(query):
        if account_id in bought:
            proposed, scoring = scored(bought[account_id], limits, rule, on)
            found.append(
                ScoredAccount(
                    account_id=account_id,
                    code=code,
                    segment=Segment(segment),
                    proposed=proposed,
                    scoring=scoring,
                )
            )
    return found


def day_of(on: date | None, now: datetime, zone: ZoneInfo = LOCAL_ZONE) -> date:
    """Return a day, by default today. Raises OccurredInFutureError for one to come."""
    today = now.astimezone(zone).date()
    if on is not None and on > today:
        raise OccurredInFutureError(field="on", occurred_at=on, now=today)
    return on or today


async def apply_segments(
    context: ActionContext, wanted: ApplySegments, submission_of: Callable[[UUID], Submission]
) -> list[tuple[UUID, Answer | Exception]]:
    """Move every account to the tier that follows from its scores, where it is of another one.

    Return how it went, by account that moved. What is wrong with one account spoils no other.
    Raises OccurredInFutureError for a day to come.
    """
    now = context.application.now()
    on, book = day_of(wanted.on, now), await context.application.rulebook()
    async with context.engine.connect() as connection:
        found = await connection.run_sync(scored_accounts, book, on, now)
    moving = [
        one
        for one in found
        if one.proposed is not one.segment and wanted.account_id in {None, one.account_id}
    ]
    requests = [
        submission_of(one.account_id).of(
            one.account_id,
            AssignSegment(segment=one.proposed, reason=_reason(one.scoring)),
            looked_up=LookedUp(scoring=one.scoring),
        )
        for one in moving
    ]
    outcomes: list[Answer | Exception] = []
    for first in range(0, len(requests), AT_ONCE):
        outcomes += await context.application.execute_many(requests[first : first + AT_ONCE])
    return [(one.account_id, outcome) for one, outcome in zip(moving, outcomes, strict=True)]


def _reason(scoring: SegmentScoring) -> str:
    scores = (scoring.recency_score, scoring.frequency_score, scoring.monetary_score)
    return f"RFM {'-'.join(map(str, scores))}, {scoring.scored_on}, segmentation v{scoring.rules_version}"
