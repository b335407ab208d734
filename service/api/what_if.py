"""The what-if over HTTP: how promises would have been kept by other rules. It changes nothing."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response

from service.api.access import Caller, Permission
from service.api.guard import Needs
from service.api.json_body import read_command
from service.api.problem_error import ProblemError
from service.api.problem_handlers import SECONDS_UNTIL_RETRY
from service.api.refusal_status import status_of
from service.api.route_documents import EVERYWHERE, guarded, of_slugs, problem_responses
from service.api.services import services_of
from service.domain.refusal import Refusal
from service.domain.rulebook.refusals import CalendarNotPublishedError, SegmentWithoutCalendarError
from service.language import text
from service.reports.what_if.documents import WhatIfReport
from service.reports.what_if.process import WhatIfs, WhatIfUnavailableError
from service.reports.what_if.query import WhatIf, supposed

PATH = "/v1/what-if"
REFUSALS: tuple[type[Refusal], ...] = (CalendarNotPublishedError, SegmentWithoutCalendarError)
ON_BODIES = ("malformed_json", "connection_lost", "body_too_large", "unsupported_media_type")

ReportReader = Annotated[Caller, Depends(Needs(Permission.REPORT))]


async def ask_what_if(request: Request, _: ReportReader) -> Response:
    """Replay history under another policy, calendar or roster, and compare how promises were kept.

    `now` is as promised: what stands on the record. `then` is as it would have been if the rules in the body
    had held at all times. `changes` lists the promises whose verdict differs. Nothing on the record changes.
    What-ifs are computed one after the other: a large record takes a while.
    """
    services = services_of(request)
    query = await read_command(request, WhatIf, max_body_bytes=services.max_body_bytes)
    now = services.now()
    supposed(await services.application.rulebook(), query, now)
    what_ifs: WhatIfs = request.app.state.what_ifs
    try:
        report = await what_ifs.report(query, now)
    except WhatIfUnavailableError:
        headers = {"Retry-After": str(SECONDS_UNTIL_RETRY)}
        raise ProblemError("record_unavailable", headers=headers) from None
    return Response(report, media_type="application/json")


def add_what_if(app: FastAPI) -> None:
    """Add the route of what-ifs."""
    app.state.what_ifs = WhatIfs(app.state.services.engine.url.render_as_string(hide_password=False))
    _add(app, ask_what_if)


def _add(app: FastAPI, endpoint: Callable[..., Awaitable[Response]]) -> None:
    meaning = (endpoint.__doc__ or "").strip()
    refusals = [(status_of(one), one.slug, text(f"refusal.{one.slug}.title", "en")) for one in REFUSALS]
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{WhatIf.__name__}"}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    app.add_api_route(
        PATH,
        endpoint,
        methods=["POST"],
        operation_id=endpoint.__name__,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["reports"],
        response_model=WhatIfReport,
        responses=problem_responses([*of_slugs(*EVERYWHERE, *ON_BODIES), *refusals]),
        openapi_extra={**guarded(Permission.REPORT), "requestBody": body},
    )
