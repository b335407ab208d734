"""How an account uses what we delivered, by example."""

from typing import Any

from service.domain.account.decisions.health.usage import (
    RecordUsage,
    UseOutsideCareError,
    uses_must_lie_within_our_care,
)
from service.domain.account.record.health.usage import UsageRecorded, Use
from tests.domain.example import AT, Breaks, Events, Example, Ways, on
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

USE = Use(feature="stock_report", used_at=TEN, count=3, duration_seconds=420, external_id="v-81")


def used(*uses: Use, **fields: Any) -> UsageRecorded:
    usual = {"occurred_at": TEN, "source": "portal", "used_on": TEN.date(), "uses": uses or (USE,)}
    return UsageRecorded(**{**usual, **fields})


WAYS: Ways = (
    Example(RecordUsage(source="portal", uses=(USE,)), (opened(occurred_at=NINE),), (used(occurred_at=AT),)),
)
BREAKS: Breaks = {
    (uses_must_lie_within_our_care, UseOutsideCareError): on(opened(occurred_at=AT)),
}
TRIGGERS: Triggers = untimed(WAYS, UsageRecorded)
WITHOUT_FIGURES: Events = (UsageRecorded,)
_USE = {"feature": "stock_report", "used_at": "2026-03-02T01:00:00Z", "count": 3, "external_id": "v-81"}
SCENES: Scenes = {RecordUsage: Scene("UsageRecorded.v1", {"source": "portal", "uses": [_USE]})}
