"""Cases that may be the same matter told twice: suggested with reasons, never merged by themselves."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from service.actions.action import ActionContext
from service.domain.case.readings.likeness import ALIKE_FROM, Likeness, Report, likeness
from service.domain.case.record.intake import CaseReceived
from service.domain.described import Described
from service.domain.vocabulary import Channel
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.projections.cases.near import NearCase, near_cases
from service.projections.engine.checkpoints import projection_position
from service.projections.links import merged_with

USUAL_DAYS = 14
MOST_SUGGESTED = 10
SUGGESTED_FROM = 0.3


class LikenessReason(StrEnum):
    """Why two cases may be one."""

    SAME_REFERENCE = "same_reference"
    SAME_ALERT = "same_alert"
    SAME_ORDER = "same_order"
    SAME_ASSET = "same_asset"
    WORDS_ALIKE = "words_alike"


class DuplicateView(Described):
    """A case that may concern the same matter."""

    case_id: UUID
    """Id of the other case."""
    reference: str | None
    """Case number as people know it."""
    status: str
    """Status of the case."""
    received_at: datetime
    subject: str
    score: float
    """Likeness from 0 (not alike) to 1 (identical)."""
    words_alike: float
    """Share of words in common: pairs of characters in Chinese, word stems elsewhere."""
    reasons: list[LikenessReason]
    """Reasons for the suggestion."""


class Duplicates(Described):
    """Cases that may concern the same matter, the most alike first."""

    items: list[DuplicateView]
    """Similar cases, without those already merged with this one."""
    compared: int
    """Number of cases of the account that were compared: at most the 200 nearest in time."""
    position: int
    """The answer contains every receipt and every merge up to this position."""


async def duplicates_of(
    context: ActionContext,
    events: Sequence[RecordedEvent],
    *,
    within_days: int = USUAL_DAYS,
    limit: int = MOST_SUGGESTED,
    without: Collection[Channel] = (),
) -> Duplicates:
    """Return up to `limit` cases that may be the same matter as the case with these events.

    Compared are cases received up to `within_days` before or after it, but for those that came in by the
    channels `without`.
    """
    case_id, received = next(
        (each.stream_id, each.event) for each in events if isinstance(each.event, CaseReceived)
    )
    within = timedelta(days=within_days)
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        find = partial(near_cases, without=without)
        near = await connection.run_sync(find, case_id, received.account_id, received.occurred_at, within)
        one_already = await connection.run_sync(merged_with, case_id)
    firsts = decode_rows(await context.application.log.firsts([each.case_id for each in near]))
    others = {first.stream_id: first.event for first in firsts if isinstance(first.event, CaseReceived)}
    pairs = [(each, others[each.case_id]) for each in near if each.case_id in others]
    views = await asyncio.to_thread(_compared, received, pairs)
    items = [view for view in views if view.case_id not in one_already]
    return Duplicates(items=items[:limit], compared=len(pairs), position=position)


def _compared(received: CaseReceived, pairs: Sequence[tuple[NearCase, CaseReceived]]) -> list[DuplicateView]:
    report = _report(received)
    found = [(near, other, likeness(report, _report(other))) for near, other in pairs]
    views = [_view(near, other, alike) for near, other, alike in found if alike.score >= SUGGESTED_FROM]
    return sorted(views, key=lambda view: (-view.score, -view.received_at.timestamp(), view.case_id))


def _report(received: CaseReceived) -> Report:
    texts = (received.subject, received.symptom, received.description)
    return Report(
        subject=received.subject,
        words=" ".join(words for words in texts if words),
        order_reference=received.order_reference,
        asset_reference=received.asset_reference,
        reference=received.reference,
        alert_reference=received.alert_reference,
    )


def _view(near: NearCase, other: CaseReceived, alike: Likeness) -> DuplicateView:
    reasons = (
        (LikenessReason.SAME_REFERENCE, alike.same_reference),
        (LikenessReason.SAME_ALERT, alike.same_alert),
        (LikenessReason.SAME_ORDER, alike.same_order),
        (LikenessReason.SAME_ASSET, alike.same_asset),
        (LikenessReason.WORDS_ALIKE, alike.words_alike >= ALIKE_FROM),
    )
    return DuplicateView.made_of(
        near,
        subject=other.subject,
        score=alike.score,
        words_alike=alike.words_alike,
        reasons=[reason for reason, holds in reasons if holds],
    )
