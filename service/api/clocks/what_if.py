"""The what-if over HTTP: how promises would have been kept by other rules. It changes nothing."""

from fastapi import FastAPI, Request, Response

from service.api.http.access import Permission
from service.api.http.beside import progress_of
from service.api.http.json_body import read_command
from service.api.http.lists.as_of import PastParameters, moment_of, rules_as_of, time_of_reading
from service.api.http.problems.error import ProblemError
from service.api.http.problems.handlers import SECONDS_UNTIL_RETRY
from service.api.http.routes.documents import ON_BODIES
from service.api.http.routes.job_kind import JobKind
from service.api.http.routes.registration import add_action_route
from service.api.http.services import services_of
from service.domain.rulebook.decisions import SegmentWithoutCalendarError
from service.domain.rulebook.state import CalendarNotPublishedError
from service.reports.what_if.documents import WhatIfReport
from service.reports.what_if.process import WhatIfs, WhatIfUnavailableError
from service.reports.what_if.query import WhatIf, supposed


class AskedWhatIf(PastParameters, WhatIf):
    """Assumed rules, which replace those on the record at all times, and as of when to replay it."""


async def ask_what_if(request: Request) -> Response:
    """Replay history under another policy, calendar or roster, and compare how promises were kept.

    `now` is as promised: what stands on the record. `then` is as it would have been if the rules in the body
    had held at all times. `changes` lists the promises whose verdict differs. Nothing on the record changes.
    What-ifs are computed one after the other: a large record takes a while.
    """
    services = services_of(request)
    query = await read_command(request, AskedWhatIf, max_body_bytes=services.max_body_bytes)
    now, moment = await time_of_reading(request, query), await moment_of(request, query)
    supposed(await rules_as_of(request, query), query, now)
    what_ifs: WhatIfs = request.app.state.what_ifs
    try:
        report = await what_ifs.report(query, now, moment and moment.position, progress_of(request))
    except WhatIfUnavailableError:
        headers = {"Retry-After": str(SECONDS_UNTIL_RETRY)}
        raise ProblemError("record_unavailable", headers=headers) from None
    return Response(report, media_type="application/json")


JOBS = (JobKind(name="what_if", path="/v1/what-if", parameters=AskedWhatIf, is_post=True),)


def add_what_if(app: FastAPI) -> None:
    """Add the route of what-ifs."""
    add_action_route(
        app,
        "/v1/what-if",
        ask_what_if,
        Permission.REPORT,
        WhatIfReport,
        body=AskedWhatIf,
        tag="reports",
        problems=ON_BODIES,
        refusals=(CalendarNotPublishedError, SegmentWithoutCalendarError),
    )
