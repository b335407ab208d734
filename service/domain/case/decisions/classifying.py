"""The facts of putting a case into a response class."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.classifying import BEYOND_THE_MATRIX, Assessment, matrix_cell, suggested
from service.domain.case.state import Case, Classification
from service.domain.guidelines import ClassificationGuideline

Facts = tuple[fact.CaseEvent, ...]


def classified(case: Case, command: wish.ClassifyCase, around: Circumstances, at: datetime) -> Facts:
    """Take what was told; told degrees and no class, the matrix gives class and priority."""
    before = case.classification
    urgency, complexity = command.urgency or before.urgency, command.complexity or before.complexity
    guideline = around.rulebook.guideline(ClassificationGuideline, at)
    is_assessed = command.response_class is None and (command.urgency or command.complexity)
    cell = None
    if is_assessed and before.response_class not in BEYOND_THE_MATRIX:
        cell = matrix_cell(guideline, urgency, complexity)
    after = Classification(
        response_class=command.response_class or (cell.response_class if cell else before.response_class),
        priority=command.priority or (cell.priority if cell else before.priority),
        urgency=urgency,
        complexity=complexity,
        category=command.category or before.category,
    )
    if after == before:
        return ()
    by_matrix = cell is not None and guideline is not None
    return (
        fact.CaseClassified(
            occurred_at=at,
            **vars(after),
            reason=command.reason,
            by_matrix=True if by_matrix else None,
            guideline_version=guideline.version if guideline and by_matrix else None,
        ),
    )


def classified_by_rules(
    case: Case, command: wish.ClassifyByRules, around: Circumstances, at: datetime
) -> Facts:
    """Take what was told, then what the guideline says; where none is published, what was told alone."""
    guideline = around.rulebook.guideline(ClassificationGuideline, at)
    suggestion = suggested(case, assessment_of(command), guideline)
    if suggestion.classification == case.classification:
        return ()
    return (
        fact.CaseClassified(
            occurred_at=at,
            **vars(suggestion.classification),
            reason=command.reason,
            by_rules=suggestion.rules or None,
            by_matrix=suggestion.is_by_matrix or None,
            circumstances=command.circumstances or None,
            guideline_version=guideline.version if guideline else None,
        ),
    )


def assessment_of(command: wish.ClassifyByRules) -> Assessment:
    """Return what the wish tells of the case."""
    return Assessment(
        urgency=command.urgency,
        complexity=command.complexity,
        category=command.category,
        circumstances=command.circumstances,
    )
