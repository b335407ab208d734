"""What the rules say a case is, and why: shown before somebody decides."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.actions.cases import case_events, case_of
from service.domain.case.readings.classification import Assessment, Property, Source, Why, suggested
from service.domain.case.record.classification import Classification
from service.domain.clocks.policy import Title
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.vocabulary import Degree, Priority, ResponseClass
from service.eventstore.application import Application


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


async def suggest_classification(
    application: Application, case_id: UUID, assessment: Assessment
) -> ClassificationSuggestion:
    """Return what the rules in force say the case is. Raises CaseNotFoundError or a Refusal of the rules."""
    events = await case_events(application, case_id)
    case = case_of(case_id, events)
    guideline = (await application.rulebook()).guideline(ClassificationGuideline, application.now())
    found = suggested(case, assessment, guideline)
    return ClassificationSuggestion(
        version=events[-1].version,
        guideline_version=guideline.version if guideline else None,
        now=_classification(case.classification),
        suggested=_classification(found.classification),
        differs=found.classification != case.classification,
        reasons=[_reason(why, guideline) for why in found.reasons],
    )


def _classification(known: Classification) -> ClassificationView:
    return ClassificationView(**vars(known))


def _reason(why: Why, guideline: ClassificationGuideline | None) -> ReasonView:
    rule = guideline.rule(why.rule) if guideline and why.rule else None
    return ReasonView(**vars(why), title=rule.title if rule else None)
