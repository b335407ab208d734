"""Cases that may be the same matter told twice: suggested with reasons, never merged by themselves."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.http.access import Caller, Permission
from service.api.http.guard import Needs
from service.api.http.lists.freshness import HIGHEST_POSITION, wait_for_position
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import Services, services_of
from service.api.http.streams import case_events, case_missing
from service.domain.case.readings.likeness import ALIKE_FROM, Likeness, Report, likeness
from service.domain.case.record.intake import CaseReceived
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.projections.cases.near import NearCase, near_cases
from service.projections.links import merged_with

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]

USUAL_DAYS = 14
MOST_DAYS = 366
SUGGESTED_FROM = 0.3


class LikenessReason(StrEnum):
    """Why two cases may be one."""

    SAME_REFERENCE = "same_reference"
    SAME_ORDER = "same_order"
    SAME_ASSET = "same_asset"
    WORDS_ALIKE = "words_alike"


class DuplicateView(BaseModel):
    """Another case that may be the same matter."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    case_id: UUID
    """The other case."""
    reference: str | None
    """The number by which people know it."""
    status: str
    """Where it stands."""
    received_at: datetime
    """When it was received."""
    subject: str
    """Its matter in one line."""
    score: float
    """How alike: from 0, not at all, to 1, the same."""
    words_alike: float
    """The share of words in common: pairs of characters in Chinese, beginnings of words elsewhere."""
    reasons: list[LikenessReason]
    """Why it is suggested."""


class Duplicates(BaseModel):
    """What may be the same matter told twice, the most alike first."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    items: list[DuplicateView]
    """The other cases; those that are merged with this one already are left out."""
    compared: int
    """How many cases of the account were compared: at most the 200 nearest in time."""
    position: int
    """Every case received, and every merging, up to this position is in the answer."""


class DuplicatesQuery(BaseModel):
    """Where to look."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    within_days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS)
    """How many days before and after the receipt."""
    limit: int = Field(default=10, ge=1, le=50)
    """At most so many."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the lists hold this position."""


async def get_duplicates(
    request: Request, case_id: UUID, query: Annotated[DuplicatesQuery, Query()], _: Reader
) -> Response:
    """Look for cases that may be the same matter told twice.

    Compared are cases of the same account that were received near in time: by their words, in Chinese or
    English, and by the numbers of orders, assets and references. It is a suggestion: nothing is merged.
    """
    events = await case_events(request, case_id)
    found = await duplicates_of(services_of(request), events, query)
    return Response(found.model_dump_json(), media_type="application/json")


async def duplicates_of(
    services: Services, events: Sequence[RecordedEvent], query: DuplicatesQuery
) -> Duplicates:
    """Return what may be the same matter as the case with these events.

    Raises ProblemError `projection_behind`.
    """
    case_id, received = next(
        (each.stream_id, each.event) for each in events if isinstance(each.event, CaseReceived)
    )
    within = timedelta(days=query.within_days)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        near = await connection.run_sync(
            near_cases, case_id, received.account_id, received.occurred_at, within
        )
        one_already = await connection.run_sync(merged_with, case_id)
    firsts = decode_rows(await services.application.log.firsts([each.case_id for each in near]))
    told = {first.stream_id: first.event for first in firsts if isinstance(first.event, CaseReceived)}
    pairs = [(each, told[each.case_id]) for each in near if each.case_id in told]
    views = await asyncio.to_thread(_compared, received, pairs)
    items = [view for view in views if view.case_id not in one_already]
    return Duplicates(items=items[: query.limit], compared=len(pairs), position=position)


def add_duplicates(app: FastAPI) -> None:
    """Add the route."""
    add_read_route(
        app,
        "/v1/cases/{case_id}/duplicates",
        get_duplicates,
        Permission.READ,
        Duplicates,
        tag="cases",
        problems=ON_PROJECTIONS,
        refusals=(case_missing(),),
    )


def _compared(received: CaseReceived, pairs: Sequence[tuple[NearCase, CaseReceived]]) -> list[DuplicateView]:
    report = _report(received)
    found = [(near, other, likeness(report, _report(other))) for near, other in pairs]
    views = [_view(near, other, alike) for near, other, alike in found if alike.score >= SUGGESTED_FROM]
    return sorted(views, key=lambda view: (-view.score, -view.received_at.timestamp(), view.case_id))


def _report(received: CaseReceived) -> Report:
    told = (received.subject, received.symptom, received.description)
    return Report(
        subject=received.subject,
        words=" ".join(words for words in told if words),
        order_reference=received.order_reference,
        asset_reference=received.asset_reference,
        reference=received.reference,
    )


def _view(near: NearCase, other: CaseReceived, alike: Likeness) -> DuplicateView:
    reasons = (
        (LikenessReason.SAME_REFERENCE, alike.same_reference),
        (LikenessReason.SAME_ORDER, alike.same_order),
        (LikenessReason.SAME_ASSET, alike.same_asset),
        (LikenessReason.WORDS_ALIKE, alike.words_alike >= ALIKE_FROM),
    )
    return DuplicateView(
        case_id=near.case_id,
        reference=near.reference,
        status=near.status,
        received_at=near.received_at,
        subject=other.subject,
        score=alike.score,
        words_alike=alike.words_alike,
        reasons=[reason for reason, holds in reasons if holds],
    )
