"""Reading cases: one as it is or was, its history, and lists."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.api.access import Caller, Permission
from service.api.answers import CaseView, Envelope, Page, enveloped
from service.api.cursors import CASE_PLACE, cursor_of, next_link, place_of
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.problem_error import ProblemError
from service.api.read_routes import add_read_route
from service.api.refusal_status import status_of
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.api.views import case_view, recorded_until
from service.domain.case.events import CaseEvent
from service.domain.case.refusals import CaseNotFoundError
from service.domain.event import Instant
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import opened
from service.eventstore.log import LAST_VERSION
from service.language import text
from service.projections.queries import CaseFilter, CaseSummary, list_cases

MOST_ROWS = 200
MOST_EVENTS = 1_000

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
HistoryReader = Annotated[Caller, Depends(Needs(Permission.HISTORY))]


class CaseMoment(BaseModel):
    """Which moment of a case to show; left out, the newest."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    version: int | None = Field(default=None, ge=1, le=LAST_VERSION)
    """As it was after this version."""
    at: Instant | None = None
    """As it stood on the record at this instant (recorded time)."""

    @model_validator(mode="after")
    def _is_one_moment(self) -> Self:
        if self.version is not None and self.at is not None:
            raise ValueError("give version or at, not both")
        return self


class HistoryQuery(BaseModel):
    """Which part of a history to show."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    after_version: int = Field(default=0, ge=0, le=LAST_VERSION)
    """Only events after this version."""
    limit: int = Field(default=MOST_EVENTS, ge=1, le=MOST_EVENTS)
    """At most so many."""


class CaseListQuery(CaseFilter):
    """Which cases to list, and which page."""

    owner: Code | None = None
    """Only cases of this owner (staff id)."""
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_case(
    request: Request, case_id: UUID, moment: Annotated[CaseMoment, Query()], _: Reader
) -> Response:
    """Read a case as it is, or as it was.

    With `version` or `at` the past is shown: what was on the record then, whatever was added since.
    """
    rows = await services_of(request).application.log.stream(case_id, moment.version or LAST_VERSION)
    events = recorded_until(opened(rows), moment.at)
    view = case_view(case_id, events)
    if view is None:
        raise CaseNotFoundError
    if moment.version is not None and view.version != moment.version:
        raise ProblemError("version_not_found", version=view.version)
    tag = f'"{view.version}"'
    headers = {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(view.model_dump_json(), headers=headers, media_type="application/json")


async def get_case_history(
    request: Request, case_id: UUID, part: Annotated[HistoryQuery, Query()], _: HistoryReader
) -> Response:
    """Read every event of a case, in order, with who recorded it and when."""
    events = await _case_events(request, case_id)
    shown = [recorded for recorded in events if recorded.version > part.after_version]
    page = shown[: part.limit]
    following = None
    if len(shown) > len(page):
        following = f"{request.url.path}?after_version={page[-1].version}&limit={part.limit}"
    document = Page[Envelope[CaseEvent]].model_construct(
        items=[enveloped(recorded) for recorded in page], next=following, position=events[-1].position
    )
    return Response(document.model_dump_json(), media_type="application/json")


async def get_cases(request: Request, query: Annotated[CaseListQuery, Query()], _: Reader) -> Response:
    """List cases, newest receipt first, without personal data."""
    services = services_of(request)
    after = place_of(CASE_PLACE, query.cursor)
    wanted = CaseFilter.model_validate(query.model_dump(include=set(CaseFilter.model_fields)))
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        rows = await connection.run_sync(list_cases, wanted, after, query.limit + 1)
    page = rows[: query.limit]
    cursor = cursor_of(CASE_PLACE, _place(page[-1])) if len(rows) > len(page) else None
    asked = query.model_dump(mode="json", exclude={"cursor"})
    following = next_link(request.url.path, asked, cursor)
    document = Page[CaseSummary](items=page, next=following, position=position)
    return Response(document.model_dump_json(), media_type="application/json")


def add_case_reads(app: FastAPI) -> None:
    """Add the routes that read cases."""
    missing = (status_of(CaseNotFoundError), "case_not_found", text("refusal.case_not_found.title", "en"))
    one, many = "/v1/cases/{case_id}", "/v1/cases"
    versions = ("version_not_found",)
    add_read_route(
        app, one, get_case, Permission.READ, CaseView, tag="cases", problems=versions, refusals=(missing,)
    )
    history = Page[Envelope[CaseEvent]]
    add_read_route(
        app, f"{one}/history", get_case_history, Permission.HISTORY, history, tag="cases", refusals=(missing,)
    )
    listed = Page[CaseSummary]
    add_read_route(app, many, get_cases, Permission.READ, listed, tag="cases", problems=ON_PROJECTIONS)


async def _case_events(request: Request, case_id: UUID) -> list[RecordedEvent]:
    events = opened(await services_of(request).application.log.stream(case_id))
    if not events or case_view(case_id, events[:1]) is None:
        raise CaseNotFoundError
    return events


def _place(last: CaseSummary) -> tuple[datetime, UUID]:
    return last.received_at, last.case_id
