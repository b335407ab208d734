"""What an account bought, by example."""

from typing import Any

from service.domain.account.decisions.needs.purchases import (
    PurchaseNotRecordedError,
    RecordPurchase,
    RefundExceedsPurchaseError,
    RefundPurchase,
    purchase_must_be_recorded,
    refund_must_not_exceed_purchase,
)
from service.domain.account.record.needs.purchases import PurchaseRecorded, PurchaseRefunded
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

_BOUGHT: dict[str, Any] = {"order_reference": "PO-7", "amount_minor": 4_800_000, "currency": "CNY"}
_REFUNDED: dict[str, Any] = {"order_reference": "PO-7", "refund_reference": "R-1", "amount_minor": 800_000}


def bought(**fields: Any) -> PurchaseRecorded:
    return PurchaseRecorded(**{"occurred_at": TEN, **_BOUGHT, **fields})


def refunded(**fields: Any) -> PurchaseRefunded:
    return PurchaseRefunded(**{"occurred_at": TEN, **_REFUNDED, **fields})


_OPENED = (opened(),)
BOUGHT = (opened(), bought())
WAYS: Ways = (
    Example(RecordPurchase(**_BOUGHT), _OPENED, (bought(occurred_at=AT),)),
    Example(RefundPurchase(**_REFUNDED), BOUGHT, (refunded(occurred_at=AT),)),
)
ABOUT_AN_EARLIER_EVENT: Commands = (RefundPurchase,)
BREAKS: Breaks = {
    (purchase_must_be_recorded, PurchaseNotRecordedError): on(opened()),
    (refund_must_not_exceed_purchase, RefundExceedsPurchaseError): with_fields(amount_minor=4_800_001),
}
TRIGGERS: Triggers = untimed(WAYS, PurchaseRecorded, PurchaseRefunded)
WITHOUT_FIGURES: Events = (PurchaseRecorded, PurchaseRefunded)
_BUY: list[Step] = [("purchases", _BOUGHT)]
SCENES: Scenes = {
    RecordPurchase: Scene("PurchaseRecorded.v1", _BOUGHT),
    RefundPurchase: Scene("PurchaseRefunded.v1", _REFUNDED, _BUY),
}
