"""How a case changes by the facts of a sale. Reads no personal field."""

from dataclasses import replace

from service.domain.case import events as fact
from service.domain.case.parts.selling import OrderMilestone
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_selling(case: Case, event: fact.SellingEvent) -> Case:
    if not isinstance(event, fact.OrderStatusRecorded):
        return case
    milestones = (*case.selling.milestones, milestone_of(event))
    return changed(case, selling=replace(case.selling, milestones=milestones))


def milestone_of(event: fact.OrderStatusRecorded) -> OrderMilestone:
    """Return what is remembered of the fact."""
    return OrderMilestone(
        order_reference=event.order_reference,
        status=event.status,
        eta_at=event.eta_at,
        tracking_reference=event.tracking_reference,
        at=event.occurred_at,
    )
