"""The route that lists the resolutions that are to be asked about now."""

from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from pydantic import Field

from service.actions.surveys.due import DueSurvey, DueSurveys
from service.api.http.access import Permission
from service.api.http.commands.execution import context_of
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import BY_DUE
from service.api.http.lists.page import Page, PageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route

MOST_ROWS = 100


class DueSurveyQuery(PageQuery):
    """Which page of the due surveys to read."""

    limit: int = Field(default=50, ge=1, le=MOST_ROWS)


async def get_due_surveys(request: Request, query: Annotated[DueSurveyQuery, Query()]) -> Response:
    """List resolutions that are to be asked about by the survey programme, the next due first.

    Each comes with the contact that the programme suggests and with those it leaves in peace, and why.
    """
    due = await DueSurveys.of(context_of(request))
    found = await listed(request, query, BY_DUE, due.rows)
    items = await due.with_contacts(found.rows)
    return document_response(Page[DueSurvey](items=items, next=found.next, position=found.position))


def add_survey_queue(app: FastAPI) -> None:
    """Add the route that lists what is due."""
    answer = Page[DueSurvey]
    add_read_route(app, "/v1/surveys/due", get_due_surveys, Permission.READ, answer, problems=ON_PROJECTIONS)
