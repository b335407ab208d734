"""How a case changes by the facts of its end, and of taking it up again. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.folds.surveying import survey_rated, survey_sent
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_ending(case: Case, event: fact.EndingEvent) -> Case:
    match event:
        case fact.CaseResolved():
            cycles = case.resolved_cycles | {event.cycle}
            return changed(case, status="resolved", resolved_cycles=cycles, resolved_at=event.occurred_at)
        case fact.ResolutionConfirmed():
            return changed(case, is_confirmed=True)
        case fact.CaseReopened():
            return _reopened(case, event)
        case fact.CaseClosed():
            return changed(case, status="closed")
        case fact.ServiceDelivered():
            return changed(case, deliveries=case.deliveries | {(event.reference, event.occurred_at)})
        case fact.SatisfactionRated():
            return _rated(case, event)
        case fact.SurveySent():
            return survey_sent(case, event)
        case _:
            assert_never(event)


def _rated(case: Case, event: fact.SatisfactionRated) -> Case:
    rating = (event.cycle, event.scale, event.score, event.occurred_at)
    others = {known for known in case.ratings if known[:2] != rating[:2]}
    return survey_rated(changed(case, ratings=frozenset({*others, rating})), event)


def _reopened(case: Case, event: fact.CaseReopened) -> Case:
    """Begin a cycle: what was done in the last one can be done anew."""
    return changed(
        case,
        status="open",
        cycle=event.cycle,
        is_confirmed=False,
        acknowledged_in_cycle_at=None,
        automatic_receipt_in_cycle_at=None,
        escalations=frozenset(),
        counterparts=frozenset(),
        contingency_plans=frozenset(),
    )
