"""What the rules say a case is, and why: shown before somebody decides."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.http.access import Caller, Permission
from service.api.http.guard import Needs
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.api.http.streams import case_events, case_missing, case_of
from service.domain.case.readings.classification import Assessment, Property, Source, Why, suggested
from service.domain.case.record.classification import Classification
from service.domain.clocks.policy import Slug, Title
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.text import Code
from service.domain.vocabulary import Degree, Priority, ResponseClass

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ClassificationView(_Document):
    """A classification."""

    response_class: ResponseClass | None
    """The class that decides which promises run."""
    priority: Priority | None
    """The order in which cases are taken up."""
    urgency: Degree | None
    """How urgent."""
    complexity: Degree | None
    """How complex."""
    category: str | None
    """The subject area."""


class ReasonView(_Document):
    """Where one property of the suggestion comes from."""

    property: Property
    """Which property."""
    value: str
    """What it would be."""
    source: Source
    """Whether it was told, comes from a rule or from the matrix, or stays as it is."""
    rule: str | None
    """The rule, where it comes from one."""
    title: Title | None
    """The rule in words."""


class ClassificationSuggestion(_Document):
    """What a case is by the guideline in force."""

    version: int
    """The version of the case that was looked at."""
    guideline_version: int | None
    """The version of the guideline; null where none is published."""
    now: ClassificationView
    """The classification in force."""
    suggested: ClassificationView
    """What `classify-by-rules` would make of it."""
    differs: bool
    """Whether that is another."""
    reasons: list[ReasonView]
    """Why, property by property."""


class SuggestionQuery(BaseModel):
    """What is known of the case beside its fields; the same as in `classify-by-rules`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    urgency: Degree | None = None
    """How urgent, where a person has judged it."""
    complexity: Degree | None = None
    """How complex, where a person has judged it."""
    category: Code | None = None
    """The subject area, where it is known."""
    circumstances: tuple[Slug, ...] = Field(default=(), max_length=20)
    """What no field of the case says: names of the guideline. Repeat the parameter for several."""


async def get_classification_suggestion(
    request: Request, case_id: UUID, query: Annotated[SuggestionQuery, Query()], _: Reader
) -> Response:
    """Read what the rules in force say the case is, and why. Nothing is changed."""
    events = await case_events(request, case_id)
    case = case_of(case_id, events)
    services = services_of(request)
    book = await services.application.rulebook()
    guideline = book.guideline(ClassificationGuideline, services.now())
    found = suggested(case, Assessment(**query.model_dump()), guideline)
    view = ClassificationSuggestion(
        version=events[-1].version,
        guideline_version=guideline.version if guideline else None,
        now=_classification(case.classification),
        suggested=_classification(found.classification),
        differs=found.classification != case.classification,
        reasons=[_reason(why, guideline) for why in found.reasons],
    )
    return Response(view.model_dump_json(), media_type="application/json")


def add_classification_suggestion(app: FastAPI) -> None:
    """Add the route."""
    add_read_route(
        app,
        "/v1/cases/{case_id}/classification-suggestion",
        get_classification_suggestion,
        Permission.READ,
        ClassificationSuggestion,
        tag="cases",
        refusals=(case_missing(),),
    )


def _classification(known: Classification) -> ClassificationView:
    return ClassificationView(**vars(known))


def _reason(why: Why, guideline: ClassificationGuideline | None) -> ReasonView:
    rule = guideline.rule(why.rule) if guideline and why.rule else None
    return ReasonView(**vars(why), title=rule.title if rule else None)
