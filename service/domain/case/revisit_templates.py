"""Which template of the guideline a planned revisit goes by, and by when it reminds."""

from datetime import datetime
from typing import Protocol

from service.domain.case.context import DecisionContext
from service.domain.case.state import Case
from service.domain.decision import refuses_with
from service.domain.guidelines.revisits import Revisits, RevisitTemplate
from service.domain.refusal import Refusal
from service.domain.vocabulary import Segment


class PlansRevisit(Protocol):
    """A command that plans a revisit."""

    @property
    def due_at(self) -> datetime: ...

    @property
    def template(self) -> str | None: ...

    def happened_at(self, now: datetime) -> datetime: ...


class ReminderAfterTheEndError(Refusal, field="due_at"):
    """A reminder of a renewal is due before the agreement ends (REQUIREMENTS 118)."""


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


def template_of_promise(case: Case, context: DecisionContext, at: datetime) -> str | None:
    """Return the template for the open promise of a revisit that is due first; None where none is open."""
    guideline = revisit_guideline(context, at)
    if guideline is None:
        return None
    tier = tier_of(case, context)
    open_clocks = [
        clock
        for clock in case.clocks.clocks
        if clock.clock != PLANNED_REVISIT
        and not clock.is_void
        and clock.counts_from_at <= at
        and (clock.ended_at is None or clock.ended_at >= at)
    ]
    in_order = sorted(open_clocks, key=lambda clock: clock.base_due_at)
    found = (guideline.template_for(clock.clock, tier) for clock in in_order)
    return next((each.template for each in found if each is not None), None)


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


@refuses_with(ReminderAfterTheEndError)
def reminder_must_precede_the_end(case: Case, command: PlansRevisit, context: DecisionContext) -> None:
    """Nothing is known of an end where no agreement with one is on the record."""
    template = planned_template(case, command.template, context, command.happened_at(context.now))
    agreements = context.account.agreements if context.account else ()
    ends_at = max((one.ends_at for one in agreements if one.ends_at), default=None)
    if template and template.precedes_the_end and ends_at and command.due_at >= ends_at:
        raise ReminderAfterTheEndError(due_at=command.due_at, ends_at=ends_at)
