"""The record as process mining reads it. It holds no personal data."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse

from service.api.http.access import Permission
from service.api.http.beside import Turns, progress_of
from service.api.http.guard import caller_of
from service.api.http.lists.as_of import PastParameters, connected_to_past, moment_of
from service.api.http.lists.freshness import Freshness, connected_at
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.job_kind import JobKind
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.reports.process_log import ocel, xes
from service.reports.process_log.courses import LogWriter, ProcessLogQuery, stream_log


class ExportQuery(Freshness, PastParameters, ProcessLogQuery):
    """Content and freshness of the log, or as of when."""


async def get_ocel(request: Request, query: Annotated[ExportQuery, Query()]) -> Response:
    """Export the courses of cases as OCEL 2.0 (JSON): events with the objects that they are about.

    Objects are cases, accounts, people by staff id, teams, departments, and the parts of a case: tasks of
    departments, dispatches, commitments, questions, remedies, exceptions, surveys, revisits, improvements.
    The answer is streamed; the header `Case-Position` says of which position it is true.
    """
    return await _exported(request, query, ocel.Ocel, ocel.MEDIA_TYPE, "casebook.ocel2.json")


async def get_xes(request: Request, query: Annotated[ExportQuery, Query()]) -> Response:
    """Export the courses of cases as XES (IEEE 1849): one trace a case, in the order of business time.

    The answer is streamed; the header `Case-Position` says of which position it is true.
    """
    return await _exported(request, query, xes.Xes, xes.MEDIA_TYPE, "casebook.xes")


async def _exported(
    request: Request, query: ExportQuery, writer: Callable[[], LogWriter], media_type: str, name: str
) -> Response:
    async with connected_at(request, query) as (_, position):
        pass
    turns: Turns = request.app.state.export_turns
    key_id = caller_of(request).key_id

    async def in_turn(write: Callable[[], bytes]) -> bytes:
        async with turns.taken(key_id):  # a thread shares the processor with the loop: one at a time
            return await asyncio.to_thread(write)

    services, as_of = services_of(request), await moment_of(request, query)
    connect = partial(connected_to_past, services, position) if as_of else services.engine.connect
    pieces = stream_log(connect, query, writer(), position, in_turn, progress=progress_of(request))
    headers = {
        "Case-Position": str(position),
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return StreamingResponse(pieces, media_type=media_type, headers=headers)


OCEL, XES = "/v1/exports/ocel2.json", "/v1/exports/xes"
JOBS = (
    JobKind(name="ocel2", path=OCEL, parameters=ExportQuery),
    JobKind(name="xes", path=XES, parameters=ExportQuery),
)


def add_exports(app: FastAPI) -> None:
    """Add the routes that export the record."""
    for path, endpoint, media_type in ((OCEL, get_ocel, ocel.MEDIA_TYPE), (XES, get_xes, xes.MEDIA_TYPE)):
        content: dict[str, Any] = {"content": {media_type: {"schema": {"type": "string"}}}}
        add_read_route(
            app, path, endpoint, Permission.REPORT, content, tag="exports", problems=ON_PROJECTIONS
        )
