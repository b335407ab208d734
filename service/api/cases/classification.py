"""Reading what a case is by the rules."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from service.actions.classification import suggest_classification
from service.api.http.document import Parameters
from service.api.http.json_answer import document_response
from service.api.http.services import services_of
from service.domain.case.readings.classification import Assessment
from service.domain.clocks.policy import Slug
from service.domain.text import Code
from service.domain.vocabulary import Degree


class SuggestionQuery(Parameters):
    """What is known of the case beside its fields; the same as in `classify-by-rules`."""

    urgency: Degree | None = None
    """How urgent, where a person has judged it."""
    complexity: Degree | None = None
    """How complex, where a person has judged it."""
    category: Code | None = None
    """The subject area, where it is known."""
    circumstances: tuple[Slug, ...] = Field(default=(), max_length=20)
    """What no field of the case says: names of the guideline. Repeat the parameter for several."""


async def get_classification_suggestion(
    request: Request, case_id: UUID, query: Annotated[SuggestionQuery, Query()]
) -> Response:
    """Read what the rules in force say the case is, and why. Nothing is changed."""
    application = services_of(request).application
    view = await suggest_classification(application, case_id, Assessment(**query.model_dump()))
    return document_response(view)
