"""The what-if over HTTP: how promises would have been kept by other rules. It changes nothing."""

from fastapi import FastAPI, Request, Response

from service.api.http.access import Permission
from service.api.http.json_body import read_command
from service.api.http.problems.error import ProblemError
from service.api.http.problems.handlers import SECONDS_UNTIL_RETRY
from service.api.http.routes.registration import add_action_route
from service.api.http.services import services_of
from service.domain.rulebook.decisions import SegmentWithoutCalendarError
from service.domain.rulebook.state import CalendarNotPublishedError
from service.reports.what_if.documents import WhatIfReport
from service.reports.what_if.process import WhatIfs, WhatIfUnavailableError
from service.reports.what_if.query import WhatIf, supposed

ON_BODIES = ("malformed_json", "connection_lost", "body_too_large", "unsupported_media_type")


async def ask_what_if(request: Request) -> Response:
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
    add_action_route(
        app,
        "/v1/what-if",
        ask_what_if,
        Permission.REPORT,
        WhatIfReport,
        body=WhatIf,
        tag="reports",
        problems=ON_BODIES,
        refusals=(CalendarNotPublishedError, SegmentWithoutCalendarError),
    )
