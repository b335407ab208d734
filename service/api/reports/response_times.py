"""Reading the table of response times between departments (跨部门协作响应时效表)."""

from fastapi import Request, Response

from service.api.http.json_answer import document_response
from service.api.http.services import services_of
from service.reports.response_times import response_times


async def get_response_times(request: Request) -> Response:
    """Read which department does which step within which time, as it is in force now.

    It follows from the directory of departments and the policy in force (跨部门协作响应时效表).
    """
    services = services_of(request)
    report = response_times(await services.application.rulebook(), services.now())
    return document_response(report)
