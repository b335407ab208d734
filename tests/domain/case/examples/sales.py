"""What customers want to buy and how far their orders are, by example."""

from service.domain.case.decisions.sales import RecordOrderStatus, RecordPreSaleNeed, eta_must_be_promised
from service.domain.case.record.sales import OrderStatusRecorded, PreSaleNeedRecorded
from service.domain.case.standards import EtaNotPromisedError
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import BuyerDetail, OrderStatus
from tests.domain.example import Breaks, Commands, Events, Example, Ways, by_default_rules
from tests.domain.facts import DUE, ELEVEN, TEN, received
from tests.domain.trigger_rows import Triggers, happened, untimed
from tests.scene import Scene, Scenes

_RECEIVED = (received(),)
_NEED = {
    "need": "Read a thousand parcels an hour",
    "industry": "logistics",
    "company_size": "Three sites",
    "budget_from_minor": 10_000_000,
    "budget_to_minor": 20_000_000,
    "proposed_solution": "Six fixed scanners",
}
WAYS: Ways = (
    Example(
        RecordPreSaleNeed.model_validate(_NEED),
        _RECEIVED,
        (
            PreSaleNeedRecorded.model_validate(
                {"occurred_at": ELEVEN, **_NEED, "buyer_details": tuple(BuyerDetail)}
            ),
        ),
    ),
    Example(
        RecordOrderStatus(
            order_reference="PO-77",
            status=OrderStatus.SHIPPED,
            eta_at=DUE,
            tracking_reference="SF1234",
            note="By train",
        ),
        _RECEIVED,
        (
            OrderStatusRecorded(
                occurred_at=ELEVEN,
                order_reference="PO-77",
                status=OrderStatus.SHIPPED,
                eta_at=DUE,
                tracking_reference="SF1234",
                note="By train",
            ),
        ),
    ),
)
REPEATABLE: Commands = (RecordPreSaleNeed,)
BREAKS: Breaks = {(eta_must_be_promised, EtaNotPromisedError): by_default_rules()}
TRIGGERS: Triggers = (
    *untimed(WAYS, PreSaleNeedRecorded, OrderStatusRecorded),
    (
        _RECEIVED,
        OrderStatusRecorded(occurred_at=TEN, order_reference="PO-77", status=OrderStatus.DELIVERED),
        (*happened(Milestone.DELIVERED), *happened(Milestone.ORDER_ARRIVED)),
    ),
    (
        (received(order_reference="PO-3"),),
        OrderStatusRecorded(occurred_at=TEN, order_reference="PO-77", status=OrderStatus.DELIVERED),
        happened(Milestone.DELIVERED),
    ),
)
WITHOUT_FIGURES: Events = (
    PreSaleNeedRecorded,
    OrderStatusRecorded,
)
SCENES: Scenes = {
    RecordPreSaleNeed: Scene(
        "PreSaleNeedRecorded.v1", {"need": "count parcels", "budget_to_minor": 5_000_000}
    ),
    RecordOrderStatus: Scene("OrderStatusRecorded.v1", {"order_reference": "PO-7", "status": "shipped"}),
}
