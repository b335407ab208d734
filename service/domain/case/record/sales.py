"""What a customer wants to buy, has ordered or has of us in service. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.case.record.intake import IntakeState
from service.domain.changed import changed, taken
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import BuyerDetail, OrderStatus


class PreSaleNeedRecorded(Event):
    """Need of a prospective buyer, and our proposal (需求调研、方案匹配, REQUIREMENTS 148)."""

    type: Literal["PreSaleNeedRecorded.v1"] = "PreSaleNeedRecorded.v1"
    need: FreeText
    """Aim of the customer, in free text."""
    industry: str | None = None
    company_size: FreeText | None = None
    """Size of the customer: people, sites, quantities."""
    budget_from_minor: int | None = None
    """Lower limit of the budget, in the smallest unit of the currency (分)."""
    budget_to_minor: int | None = None
    """Upper limit of the budget, in the same unit."""
    currency: str = "CNY"
    """Currency of the budget (ISO 4217)."""
    proposed_solution: FreeText | None = None
    """Proposed solution in free text."""
    buyer_details: tuple[BuyerDetail, ...] | None = None
    """What it names of the buyer; null if nothing."""


class OrderStatusRecorded(Event):
    """An order reached a step of production, delivery or return (REQUIREMENTS 109)."""

    type: Literal["OrderStatusRecorded.v1"] = "OrderStatusRecorded.v1"
    order_reference: str
    """Order number."""
    status: OrderStatus
    """Status of the order."""
    eta_at: RecordedInstant | None = None
    """Expected completion of the next step (UTC)."""
    eta_working_days: int | None = None
    """Working days in which it was said to be completed; null if an instant was named."""
    tracking_reference: str | None = None
    """Tracking number of the carrier (REQUIREMENTS 9)."""
    note: FreeText | None = None
    """Further information for colleagues only."""
    back_from: OrderStatus | None = None
    """Status from which the order went back, if that was further on; null if it went on."""


class AssetNamed(Event):
    """It was named which asset of the account the case concerns, and what is to be done (REQUIREMENTS 95).

    What is named later holds in place of what was named before.
    """

    type: Literal["AssetNamed.v1"] = "AssetNamed.v1"
    asset_id: UUID | None = None
    """Id of the asset on the register of the account; null if there is none, or none yet."""
    asset_kind: str | None = None
    """Kind of the asset; null if none is named."""
    service_request: str | None = None
    """Kind of request by the guideline `assets`; null if it is none."""
    reason: FreeText | None = None
    """Reason for which another one was named before, or none is any more."""
    is_explained: bool = False
    """Whether a reason was given."""


SalesEvent = PreSaleNeedRecorded | OrderStatusRecorded | AssetNamed


ARRIVED = frozenset({OrderStatus.DELIVERED, OrderStatus.INSTALLED})
_COURSE = tuple(OrderStatus)
ASIDE = frozenset({OrderStatus.RETURNED, OrderStatus.CANCELLED})
"""What can follow any step, and any step can follow."""


def went_back(standing: OrderStatus, status: OrderStatus) -> bool:
    """Return whether an order that stood so goes back by a status."""
    return not ASIDE & {standing, status} and _COURSE.index(status) < _COURSE.index(standing)


@dataclass(frozen=True, kw_only=True)
class OrderMilestone:
    """How far an order was at an instant."""

    order_reference: str
    status: OrderStatus
    eta_at: datetime | None
    tracking_reference: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SalesState(IntakeState):
    """The milestones of all orders, in the order of recording."""

    order_milestones: tuple[OrderMilestone, ...] = ()
    known_of_buyer: frozenset[BuyerDetail] = frozenset()
    """What the need as recorded last names of the buyer."""
    named_asset: tuple[UUID | None, str | None] = (None, None)
    """Asset and kind of request that were named last."""

    def order_standing(self, order_reference: str, at: datetime) -> OrderMilestone | None:
        """Return how far an order was at an instant: of two at once, the one recorded last."""
        past = [
            one for one in self.order_milestones if one.order_reference == order_reference and one.at <= at
        ]
        return max(reversed(past), key=lambda one: one.at, default=None)

    @property
    def order_standings(self) -> tuple[OrderMilestone, ...]:
        """How far each order is by business time."""
        latest: dict[str, OrderMilestone] = {}
        for one in self.order_milestones:
            known = latest.get(one.order_reference)
            if known is None or known.at <= one.at:
                latest[one.order_reference] = one
        return tuple(latest.values())


def evolve(case: SalesState, event: SalesEvent) -> SalesState:
    """Return the case after the event."""
    if isinstance(event, AssetNamed):
        return changed(case, named_asset=(event.asset_id, event.service_request))
    if isinstance(event, PreSaleNeedRecorded):
        return changed(case, known_of_buyer=frozenset(event.buyer_details or ()))
    milestone = taken(OrderMilestone, event, at=event.occurred_at)
    return changed(case, order_milestones=(*case.order_milestones, milestone))


def clock_triggers(event: SalesEvent, after: SalesState) -> Triggers:
    """An order that has arrived, or is installed, was delivered: once (REQUIREMENTS 109, 149, 151).

    The step of the order that the case is about is done with it; another order keeps none of its promises.
    """
    if not isinstance(event, OrderStatusRecorded) or event.status not in ARRIVED:
        return ()
    arrived = [
        one
        for one in after.order_milestones
        if one.order_reference == event.order_reference and one.status in ARRIVED
    ]
    if min(one.at for one in arrived) < event.occurred_at:
        return ()
    delivered = MilestoneReached(milestone=Milestone.DELIVERED, at=event.occurred_at)
    if after.order_reference not in {None, event.order_reference}:
        return (delivered,)
    return (delivered, MilestoneReached(milestone=Milestone.ORDER_ARRIVED, at=event.occurred_at))


def takes_back(case: SalesState, asset_id: UUID | None, service_request: str | None) -> bool:
    """Return whether something else is named than before, or nothing; what was open may be filled in."""
    names = zip(case.named_asset, (asset_id, service_request), strict=True)
    return any(was is not None and was != now for was, now in names)


def stands(case: SalesState, event: SalesEvent) -> bool:
    """Who names something else says why."""
    if not isinstance(event, AssetNamed) or event.is_explained:
        return True
    return not takes_back(case, event.asset_id, event.service_request)


THEME = theme(SalesEvent, evolve, clock_triggers, stands, triggers_read_state=True)
