"""Which guideline and template a revisit goes by."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.guidelines.revisits import Revisits, RevisitTemplate
from service.domain.vocabulary import Segment

PLANNED_REVISIT = "planned_revisit"
"""The promise of a revisit that somebody planned, under which the guideline names what is asked at it."""


def revisits_at(around: Circumstances, at: datetime) -> Revisits | None:
    """Return the guideline in force at an instant; None where nothing is published."""
    return around.rulebook.guideline(Revisits, at)


def name_of_template(
    case: Case, command: wish.PlanRevisit | wish.RevisitCase, around: Circumstances, at: datetime
) -> str | None:
    """Return the template's name: the one that is asked for, that of the plan, or the first that suits."""
    if command.template is not None:
        return command.template
    if isinstance(command, wish.RevisitCase):
        plan = case.revisits.find(command.revisit_id)
        return plan.template if plan else None
    guideline = revisits_at(around, at)
    found = guideline.template_for(PLANNED_REVISIT, tier_of(case, around)) if guideline else None
    return found.template if found else None


def template_asked_for(
    case: Case, command: wish.PlanRevisit | wish.RevisitCase, around: Circumstances
) -> RevisitTemplate | None:
    """Return the template; None where none is asked for, or the guideline in force has none of this name."""
    at = command.happened_at(around.now)
    guideline, name = revisits_at(around, at), name_of_template(case, command, around, at)
    return guideline.template(name) if guideline and name else None


def tier_of(case: Case, around: Circumstances) -> Segment | None:
    """Return the tier of the account now, or else that of the case at its receipt."""
    return around.account.segment if around.account and around.account.code else case.segment
