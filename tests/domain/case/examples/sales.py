"""What customers want to buy, how far their orders are and which asset a case concerns, by example."""

from dataclasses import replace
from uuid import UUID

from service.domain.case.decisions.sales import (
    AssetNotOfAccountError,
    AssetToChangeNotNamedError,
    NameAsset,
    NamedOtherwiseWithoutReasonError,
    RecordOrderStatus,
    RecordPreSaleNeed,
    ServiceRequestUnfitError,
    ServiceRequestUnknownError,
    another_name_must_have_a_reason,
    asset_must_be_of_the_account,
    eta_must_be_promised,
    request_must_be_known,
)
from service.domain.case.record.sales import AssetNamed, OrderStatusRecorded, PreSaleNeedRecorded
from service.domain.case.standards import EtaNotPromisedError
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import BuyerDetail, OrderStatus
from tests.domain.account.examples.assets import ASSET_ID, asset
from tests.domain.example import (
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    after,
    by_default_rules,
    with_fields,
)
from tests.domain.facts import DUE, ELEVEN, TEN, received
from tests.domain.trigger_rows import Triggers, happened, untimed
from tests.scene import Scene, Scenes
from tests.specification import OPEN_ACCOUNT

_RECEIVED = (received(),)
_NEED = {
    "need": "Read a thousand parcels an hour",
    "industry": "logistics",
    "company_size": "Three sites",
    "budget_from_minor": 10_000_000,
    "budget_to_minor": 20_000_000,
    "proposed_solution": "Six fixed scanners",
}
_WITH_MAILBOX = replace(OPEN_ACCOUNT, assets={ASSET_ID: asset()})
WAYS: Ways = (
    Example(
        NameAsset(service_request="open_mailbox"),
        _RECEIVED,
        (AssetNamed(occurred_at=ELEVEN, service_request="open_mailbox"),),
    ),
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
BREAKS: Breaks = {
    (eta_must_be_promised, EtaNotPromisedError): by_default_rules(),
    (asset_must_be_of_the_account, AssetNotOfAccountError): with_fields(asset_id=UUID(int=77)),
    (request_must_be_known, ServiceRequestUnknownError): by_default_rules(service_request="paint_it"),
    (request_must_be_known, ServiceRequestUnfitError): lambda way: replace(
        by_default_rules(asset_id=ASSET_ID, service_request="open_sim_card")(way), account=_WITH_MAILBOX
    ),
    (request_must_be_known, AssetToChangeNotNamedError): by_default_rules(service_request="change_asset"),
    (another_name_must_have_a_reason, NamedOtherwiseWithoutReasonError): after(
        AssetNamed(occurred_at=TEN, asset_id=UUID(int=78))
    ),
}
TRIGGERS: Triggers = (
    *untimed(WAYS, PreSaleNeedRecorded, OrderStatusRecorded, AssetNamed),
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
    AssetNamed,
)
SCENES: Scenes = {
    RecordPreSaleNeed: Scene(
        "PreSaleNeedRecorded.v1", {"need": "count parcels", "budget_to_minor": 5_000_000}
    ),
    RecordOrderStatus: Scene("OrderStatusRecorded.v1", {"order_reference": "PO-7", "status": "shipped"}),
    NameAsset: Scene("AssetNamed.v1", {"service_request": "open_mailbox"}),
}
