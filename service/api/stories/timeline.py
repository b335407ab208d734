"""Reading the one timeline of an account: everything that happened with it, its cases included."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import AfterValidator, Field, TypeAdapter

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of
from service.api.http.lists.cursors import Order
from service.api.http.lists.freshness import connected_at
from service.api.http.lists.page import Page, PastPageQuery, link_to
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.domain.account.rules import AccountNotFoundError
from service.domain.account.vocabulary import TimelineTheme
from service.domain.clocks.policy import Title
from service.domain.event import AnyInstant
from service.domain.invalid import invalid
from service.eventstore.envelope import RecordedEvent
from service.language import text
from service.reports.story.themes import THEME_OF, names_of
from service.reports.story.timeline import Place, Whose, backwards, sentences, streams_of

PATH = "/v1/accounts/{account_id}/timeline"
NEWEST_FIRST: Order[RecordedEvent, Place] = Order(
    lambda each: (each.event.occurred_at, each.position),
    TypeAdapter(tuple[AnyInstant, Annotated[int, Field(ge=0, le=2**63 - 1)]]),
)


class TimelineItem(Document):
    """Something that happened with an account or one of its cases."""

    position: int
    """Position in the order of all events."""
    occurred_at: datetime
    """Time of the event in the world (UTC)."""
    recorded_at: datetime
    """Time of recording (UTC)."""
    told_late_seconds: int | None
    """Seconds from the event to its recording if it was told late; null if it was told at once."""
    account_id: UUID
    account_code: str | None
    case_id: UUID | None
    """Id of the case; null for what happened with the account itself."""
    reference: str | None
    """Case number as people know it; null if there is none."""
    theme: TimelineTheme
    """What it is about."""
    event: str
    """Stored name of the event."""
    title: Title
    """Kind of what happened, in both languages."""
    sentence: Title
    """Sentence that tells it, and how late it was told and why."""
    staff_id: str | None
    """Staff id of the person for whom the key spoke that told it; null if it spoke for nobody."""


class TimelinePage(Page[TimelineItem]):
    """One page of a timeline."""


def _known(written: str) -> str:
    """Refuse what is no theme: it would match nothing."""
    if not set(written.split(",")) <= set(TimelineTheme):
        raise invalid("choice", expected=", ".join(TimelineTheme))
    return written


class TimelineQuery(PastPageQuery):
    """Which part of a timeline to read."""

    themes: Annotated[str, AfterValidator(_known)] | None = Field(default=None, max_length=500)
    """Only what is about these themes, separated by commas: `complaints,visits`."""

    @property
    def about(self) -> tuple[TimelineTheme, ...]:
        """The themes that are asked for; none for all."""
        return tuple(TimelineTheme(one) for one in (self.themes or "").split(",") if one)


async def get_timeline(
    request: Request, account_id: UUID, query: Annotated[TimelineQuery, Query()]
) -> Response:
    """Read everything that happened with an account, its cases included, the latest first.

    What was told late stands where it happened. Of promises those are told that went wrong.
    """
    after = NEWEST_FIRST.place_in(query.cursor)
    async with connected_at(request, query) as (connection, position):
        streams = await streams_of(connection, [account_id])
    if account_id not in streams:
        raise AccountNotFoundError
    async with services_of(request).engine.connect() as connection:
        names = names_of(query.about)
        found = await backwards(connection, list(streams), names, position, after, query.limit + 1)
    page = found[: query.limit]
    cursor = NEWEST_FIRST.cursor_after(page[-1]) if len(found) > len(page) else None
    items = await timeline_items(request, query, page, streams)
    following = link_to(request, query, cursor)
    return document_response(TimelinePage(items=items, next=following, position=position))


async def timeline_items(
    request: Request, query: object, events: Sequence[RecordedEvent], streams: Mapping[UUID, Whose]
) -> list[TimelineItem]:
    """Return events as they are told, in the order given."""
    services, rulebook = services_of(request), await rules_as_of(request, query)
    async with services.engine.connect() as connection:
        told = await sentences(connection, events, rulebook, services.business_zone)
    return [_item(each, streams[each.stream_id], told) for each in events]


def _item(recorded: RecordedEvent, whose: Whose, told: Mapping[int, Title]) -> TimelineItem:
    kind = type(recorded.event)
    key = f"event.{kind.__name__}.title"
    return TimelineItem(
        position=recorded.position,
        occurred_at=recorded.event.occurred_at,
        recorded_at=recorded.recorded_at,
        told_late_seconds=recorded.told_late_seconds,
        account_id=whose.account_id,
        account_code=whose.account_code,
        case_id=whose.case_id,
        reference=whose.reference,
        theme=THEME_OF[kind],
        event=kind.STORED_NAME,
        title=Title(zh=text(key, "zh"), en=text(key, "en")),
        sentence=told[recorded.position],
        staff_id=recorded.staff_id,
    )


def add_timelines(app: FastAPI) -> None:
    """Add the route."""
    add_read_route(
        app,
        PATH,
        get_timeline,
        Permission.HISTORY,
        TimelinePage,
        problems=ON_PROJECTIONS,
        refusals=(AccountNotFoundError,),
    )
