"""What the rules say a case is, and why: shown before somebody decides."""

from uuid import UUID

from service.actions.cases import case_events, case_of
from service.domain.case.readings.classification import Assessment, Property, Source, Why, suggested
from service.domain.case.record.classification import Classification
from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.vocabulary import Degree, Priority, ResponseClass
from service.eventstore.application import Application


class ClassificationView(Described):
    """A classification."""

    response_class: ResponseClass | None
    """Response class, which decides which promises apply; null if not classified."""
    priority: Priority | None
    """Priority, which decides in which order cases are worked on; null if not classified."""
    urgency: Degree | None
    """Degree of urgency; null if not judged."""
    complexity: Degree | None
    """Degree of complexity; null if not judged."""
    category: str | None
    """Subject area; null if not classified."""


class ReasonView(Described):
    """Origin of one property of the suggestion."""

    property: Property
    """Name of the property."""
    value: str
    """Suggested value."""
    source: Source
    """Whether the value was stated, comes from a rule or the matrix, or is unchanged."""
    rule: str | None
    """Name of the rule; null if no rule decided."""
    title: Title | None
    """Title of the rule; null if no rule decided."""


class ClassificationSuggestion(Described):
    """Classification of a case by the guideline in force."""

    version: int
    """Version of the case on which the suggestion is based."""
    guideline_version: int | None
    """Version of the guideline; null if none is published."""
    now: ClassificationView
    """Classification in force."""
    suggested: ClassificationView
    """Classification that `classify-by-rules` would record."""
    differs: bool
    """Whether the suggestion differs from the classification in force."""
    reasons: list[ReasonView]
    """Reasons, one per property."""


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
