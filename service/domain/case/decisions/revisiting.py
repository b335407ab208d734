"""The facts of follow-up contacts made by us."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.revisit_answer import RoutedFeedback
from service.domain.case.revisit_choice import name_of_template, revisits_at
from service.domain.case.state import Case
from service.domain.command_content import content_of
from service.domain.guidelines import DepartmentDirectory

Facts = tuple[fact.CaseEvent, ...]


def revisiting(case: Case, command: wish.RevisitingCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about a revisit."""
    match command:
        case wish.PlanRevisit():
            return planned(case, command, around, at)
        case wish.CancelRevisit():
            known = case.revisits.find(command.revisit_id)
            is_so = known is not None and known.is_cancelled
            return () if is_so else (fact.RevisitCancelled(occurred_at=at, **content_of(command)),)
        case wish.RevisitCase():
            return revisited(case, command, around, at)


def planned(case: Case, command: wish.PlanRevisit, around: Circumstances, at: datetime) -> Facts:
    """The template is written down, with the version that its questions are taken from."""
    if case.revisits.find(command.revisit_id) is not None:
        return ()
    guideline = revisits_at(around, at)
    template = name_of_template(case, command, around, at)
    return (
        fact.RevisitPlanned(
            occurred_at=at,
            **content_of(command, "template"),
            template=template,
            guideline_version=guideline.version if guideline and template else None,
        ),
    )


def revisited(case: Case, command: wish.RevisitCase, around: Circumstances, at: datetime) -> Facts:
    """Each contact is a fact of its own. One that took too long is marked, for it has happened."""
    guideline = revisits_at(around, at)
    template = name_of_template(case, command, around, at)
    took = command.duration_seconds
    is_by_guideline = template is not None or took is not None or bool(command.answers)
    return (
        fact.CaseRevisited(
            occurred_at=at,
            **content_of(command, "template", "answers", "routed_to"),
            template=template,
            guideline_version=guideline.version if guideline and is_by_guideline else None,
            is_too_long=None if guideline is None or took is None else took > guideline.longest_seconds,
            answers=command.answers or None,
            routed_to=_routed(command, around, at) or None,
        ),
    )


def _routed(command: wish.RevisitCase, around: Circumstances, at: datetime) -> tuple[RoutedFeedback, ...]:
    """Return who is given what the customer said: the heads as the directory names them at that instant."""
    directory = around.rulebook.guideline(DepartmentDirectory, at)
    found = []
    for name in dict.fromkeys(command.routed_to):
        department = directory.department(name) if directory else None
        found.append(RoutedFeedback(department=name, head=department.head if department else None))
    return tuple(found)
