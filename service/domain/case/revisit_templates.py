"""Which template of the guideline a planned revisit goes by."""

from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.state import Case
from service.domain.guidelines.revisits import Revisits, RevisitTemplate
from service.domain.vocabulary import Segment

PLANNED_REVISIT = "planned_revisit"
"""The promise of a revisit that somebody planned, under which the guideline names what is asked at it."""


def revisit_guideline(context: DecisionContext, at: datetime) -> Revisits | None:
    """Return the guideline in force at an instant; None where nothing is published."""
    return context.rulebook.guideline(Revisits, at)


def default_template(case: Case, context: DecisionContext, at: datetime) -> str | None:
    """Return the name of the first template for planned revisits that suits; None where there is none."""
    guideline = revisit_guideline(context, at)
    found = guideline.template_for(PLANNED_REVISIT, tier_of(case, context)) if guideline else None
    return found.template if found else None


def planned_template(
    case: Case, asked_for: str | None, context: DecisionContext, at: datetime
) -> RevisitTemplate | None:
    """Return the template of a plan; None where the guideline in force has none for it."""
    guideline = revisit_guideline(context, at)
    name = asked_for or default_template(case, context, at)
    return guideline.template(name) if guideline and name else None


def tier_of(case: Case, context: DecisionContext) -> Segment | None:
    """Return the tier of the account now, or else that of the case at its receipt."""
    return context.account.segment if context.account and context.account.code else case.segment
