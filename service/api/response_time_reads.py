"""Reading the table of response times between departments (跨部门协作响应时效表)."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response

from service.api.access import Caller, Permission
from service.api.guard import Needs
from service.api.read_routes import add_read_route
from service.api.services import services_of
from service.reports.response_times.report import ResponseTimes, response_times

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


async def get_response_times(request: Request, _: Reader) -> Response:
    """Read which department does which step within which time, as it is in force now.

    It follows from the directory of departments and the policy in force (跨部门协作响应时效表).
    """
    services = services_of(request)
    report = response_times(await services.application.rulebook(), services.now())
    return Response(report.model_dump_json(), media_type="application/json")


def add_response_times(app: FastAPI) -> None:
    """Add the route."""
    path = "/v1/response-times"
    add_read_route(app, path, get_response_times, Permission.READ, ResponseTimes, tag="reports")
