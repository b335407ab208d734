"""Reading what a case is by the rules."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from service.actions.classification import suggest_classification
from service.api.http.beside import must_not_last
from service.api.http.document import Parameters
from service.api.http.json_answer import document_response
from service.api.http.services import services_of
from service.domain.case.readings.classification import Assessment
from service.domain.clocks.policy import Slug
from service.domain.text import Code
from service.domain.vocabulary import Degree


class SuggestionQuery(Parameters):
    """Known properties of the case besides its fields, as in `classify-by-rules`."""

    urgency: Degree | None = None
    """Degree of urgency as judged by a person. Omit if not judged."""
    complexity: Degree | None = None
    """Degree of complexity as judged by a person. Omit if not judged."""
    category: Code | None = None
    """Subject area. Omit if not known."""
    circumstances: tuple[Slug, ...] = Field(default=(), max_length=20)
    """Circumstances named in the guideline that no field of the case states. Repeat the parameter for
    several."""


async def get_classification_suggestion(
    request: Request, case_id: UUID, query: Annotated[SuggestionQuery, Query()]
) -> Response:
    """Read what the rules in force say the case is, and why. Nothing is changed."""
    await must_not_last(request, case_id)
    application = services_of(request).application
    view = await suggest_classification(application, case_id, Assessment(**query.model_dump()))
    return document_response(view)
