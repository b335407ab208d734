"""The dictionary of the mart. It holds no personal data."""

from fastapi import FastAPI, Request, Response

from service.api.http.access import Permission
from service.api.http.json_answer import document_response
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.reports.dictionary import MartDictionary, mart_dictionary


async def get_dictionary(request: Request) -> Response:
    """Read what each view and column of the mart means, in both languages, and what joins what.

    The same stands in `mart.v1_data_dictionary`, in the comments of the views and in the sources of dbt.
    """
    return document_response(mart_dictionary(str(services_of(request).business_zone)))


def add_dictionary(app: FastAPI) -> None:
    """Add the route that reads the dictionary."""
    path = "/v1/meta/dictionary"
    add_read_route(app, path, get_dictionary, Permission.REPORT, MartDictionary, tag="reports")
