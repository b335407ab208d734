"""Putting a case into a response class."""

from datetime import datetime

from pydantic import Field

from service.domain.case.context import DecisionContext
from service.domain.case.readings.classification import (
    BEYOND_THE_MATRIX,
    Assessment,
    higher,
    matrix_cell,
    named_priority,
    priority_floor,
    suggested,
    word_of_the_rules,
)
from service.domain.case.readings.lowering import Lowering
from service.domain.case.record.classification import CaseClassified, Classification
from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.rules import DATED
from service.domain.case.standards import is_decided_elsewhere, standard
from service.domain.case.state import Case
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, refuses_with
from service.domain.guidelines.classification import ClassificationGuideline, MatrixCell
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Degree, Priority, ResponseClass


class ClassifyCase(
    Command, example={"response_class": "urgent", "priority": "critical", "reason": "A line stands still"}
):
    """Set the response class and other classification of the case. Omitted properties stay."""

    response_class: ResponseClass | None = None
    """Response class, which decides which promises apply. If omitted, it stays."""
    priority: Priority | None = None
    """Priority, which decides in which order cases are worked on. If omitted, it stays; with a class and none
    before, it is what a rule of the guideline names for such a case."""
    urgency: Degree | None = None
    """Degree of urgency. If omitted, it stays."""
    complexity: Degree | None = None
    """Degree of complexity. If omitted, it stays."""
    category: Code | None = None
    """Subject area. If omitted, it stays."""
    reason: FreeText | None = None


class ClassifyByRules(Command, example={"urgency": "high", "complexity": "low"}):
    """Classify the case by the guideline in force. Properties stated here take precedence over the rules."""

    urgency: Degree | None = None
    """Degree of urgency as judged by a person. Omit if not judged."""
    complexity: Degree | None = None
    """Degree of complexity as judged by a person. Omit if not judged."""
    category: Code | None = None
    """Subject area. Omit if not known."""
    circumstances: tuple[Slug, ...] = Field(default=(), max_length=20)
    """Circumstances named in the guideline that no field of the case states, such as `line_stopped`."""
    reason: FreeText | None = None
    """Further reasons given by the member of staff."""


class CircumstanceUnknownError(Refusal, field="circumstances"):
    """Only circumstances named in the guideline can be stated."""


class MilderWithoutReasonError(Refusal, field="reason"):
    """A lower response class or priority needs a reason, where the guideline `handling` says so."""


def _refuse_milder(
    case: Case, command: ClassifyCase | ClassifyByRules, context: DecisionContext, events: Events
) -> None:
    """Who lowers what was promised says why (REQUIREMENTS 50)."""
    if command.reason is not None or not standard(case, command, context).milder_class_needs_reason:
        return
    if not any(isinstance(event, CaseClassified) and event.lowered for event in events):
        return
    guideline = context.rulebook.guideline(ClassificationGuideline, command.happened_at(context.now))
    known = _known_before(case, command, guideline)
    told = (each for each in (known.response_class, known.priority) if each is not None)
    raise MilderWithoutReasonError(before=", ".join(told))


@refuses_with(MilderWithoutReasonError)
def milder_class_needs_a_reason(case: Case, command: ClassifyCase, context: DecisionContext) -> None:
    events = classify_case(case, command, context, command.happened_at(context.now))
    _refuse_milder(case, command, context, events)


@refuses_with(MilderWithoutReasonError)
def milder_result_needs_a_reason(case: Case, command: ClassifyByRules, context: DecisionContext) -> None:
    events = classify_by_rules(case, command, context, command.happened_at(context.now))
    _refuse_milder(case, command, context, events)


@refuses_with(CircumstanceUnknownError)
def circumstances_must_be_named(_: Case, command: ClassifyByRules, context: DecisionContext) -> None:
    """A circumstance that no rule could know would change nothing; without a guideline nothing is checked."""
    guideline = context.rulebook.guideline(ClassificationGuideline, command.happened_at(context.now))
    known = guideline.known_circumstances if guideline else frozenset(command.circumstances)
    for name in command.circumstances:
        if name not in known:
            raise CircumstanceUnknownError(circumstance=name, known=", ".join(sorted(known)))


class PriorityTooLowError(Refusal, field="priority"):
    """The guideline lets no such case have a lower priority (`priority_at_least`, REQUIREMENTS 73)."""


@refuses_with(PriorityTooLowError)
def priority_must_reach_the_floor(case: Case, command: ClassifyCase, context: DecisionContext) -> None:
    priority = command.priority
    if priority in {None, case.classification.priority} or is_decided_elsewhere(case):
        return
    guideline = context.rulebook.guideline(ClassificationGuideline, command.happened_at(context.now))
    floor = priority_floor(case, guideline)
    if higher(priority, floor) is not priority:
        raise PriorityTooLowError(priority=priority, least=floor)


def classify_case(case: Case, command: ClassifyCase, context: DecisionContext, at: datetime) -> Events:
    """Take what the command says; for degrees without a class, the matrix gives class and priority."""
    before = case.classification
    urgency, complexity = command.urgency or before.urgency, command.complexity or before.complexity
    guideline = context.rulebook.guideline(ClassificationGuideline, at)
    is_assessed = command.response_class is None and (command.urgency or command.complexity)
    cell = None
    if is_assessed and before.response_class not in BEYOND_THE_MATRIX:
        cell = matrix_cell(guideline, urgency, complexity)
    given = _priority(case, cell, guideline) if cell else before.priority
    if given is None and command.response_class is not None and not is_decided_elsewhere(case):
        told = Assessment(urgency=urgency, complexity=complexity, category=command.category)
        given = named_priority(case, told, guideline)
    after = Classification(
        response_class=command.response_class or (cell.response_class if cell else before.response_class),
        priority=command.priority or given,
        urgency=urgency,
        complexity=complexity,
        category=command.category or before.category,
    )
    if after == before:
        return ()
    by_matrix = cell is not None and guideline is not None
    known = _known_before(case, command, guideline)
    cell_of_degrees = matrix_cell(guideline, urgency, complexity)
    return (
        CaseClassified(
            occurred_at=at,
            **vars(after),
            reason=command.reason,
            by_matrix=True if by_matrix else None,
            guideline_version=guideline.version if guideline and by_matrix else None,
            **_compared(case, after, context, at, known, cell_of_degrees),
        ),
    )


def _compared(
    case: Case,
    after: Classification,
    context: DecisionContext,
    at: datetime,
    *others: Classification | MatrixCell | None,
) -> dict[str, bool | None]:
    """Return what an event says of what was promised before: whether it is more now, or comes too late."""
    lowering = Lowering(case, context.rulebook, at)
    raised = _has_ended(case, context, at) and lowering.is_raised(after, case.classification)
    return {"lowered": lowering.is_lowered(after, *others) or None, "raised_after_end": raised or None}


def _has_ended(case: Case, context: DecisionContext, at: datetime) -> bool:
    """Return whether the case had ended, or has by now: a class that is dated back held at no time."""
    if is_decided_elsewhere(case):
        return False
    known = context.history.in_business_order() if context.history else ()
    return case.status != "open" or any(
        isinstance(each, CaseResolved | CaseClosed) and each.occurred_at > at for each in known
    )


def _priority(case: Case, cell: MatrixCell, guideline: ClassificationGuideline | None) -> Priority | None:
    """Return what degrees come to, but never below what the rules say of such a case at least."""
    return (
        higher(cell.priority, priority_floor(case, guideline))
        if cell.priority
        else case.classification.priority
    )


def classify_by_rules(case: Case, command: ClassifyByRules, context: DecisionContext, at: datetime) -> Events:
    """Take what the command says, then what the guideline says, where one is published."""
    guideline = context.rulebook.guideline(ClassificationGuideline, at)
    suggestion = suggested(case, assessment_of(command), guideline)
    known = _known_before(case, command, guideline)
    says_nothing_new = case.circumstances.issuperset(command.circumstances)
    if suggestion.classification == case.classification and says_nothing_new:
        return ()
    return (
        CaseClassified(
            occurred_at=at,
            **vars(suggestion.classification),
            reason=command.reason,
            by_rules=suggestion.rules or None,
            by_matrix=suggestion.is_by_matrix or None,
            circumstances=command.circumstances or None,
            guideline_version=guideline.version if guideline else None,
            **_compared(case, suggestion.classification, context, at, known),
        ),
    )


def _known_before(
    case: Case, command: ClassifyCase | ClassifyByRules, guideline: ClassificationGuideline | None
) -> Classification:
    """Return class and priority of the case; where nobody has said, what the rules make of what is told."""
    known = case.classification
    if is_decided_elsewhere(case):
        return known
    told = Assessment(
        urgency=command.urgency or known.urgency,
        complexity=command.complexity or known.complexity,
        category=command.category or known.category,
        circumstances=getattr(command, "circumstances", ()) or tuple(case.circumstances),
    )
    by_rules = word_of_the_rules(case, told, guideline)
    return Classification(
        response_class=known.response_class or by_rules.response_class,
        priority=known.priority or by_rules.priority,
    )


def assessment_of(command: ClassifyByRules) -> Assessment:
    """Return what the command says of the case."""
    return Assessment(
        urgency=command.urgency,
        complexity=command.complexity,
        category=command.category,
        circumstances=command.circumstances,
    )


DECISIONS = (
    decides(ClassifyCase, classify_case, *DATED, priority_must_reach_the_floor, milder_class_needs_a_reason),
    decides(
        ClassifyByRules, classify_by_rules, *DATED, circumstances_must_be_named, milder_result_needs_a_reason
    ),
)
