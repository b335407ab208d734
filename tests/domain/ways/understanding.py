"""One good way for each command of classifying, understanding and selling."""

from uuid import UUID

from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.vocabulary import Channel, Degree, OrderStatus
from tests.domain.facts import DUE, ELEVEN, received

Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]

CLARIFICATION_ID = UUID("0195c3a0-0000-7000-8000-000000000031")
_RECEIVED = (received(),)
_NEED = {
    "need": "Read a thousand parcels an hour",
    "industry": "logistics",
    "company_size": "Three sites",
    "budget_from_minor": 10_000_000,
    "budget_to_minor": 20_000_000,
    "proposed_solution": "Six fixed scanners",
}

WAYS: tuple[Way, ...] = (
    (
        wish.ClassifyByRules(urgency=Degree.HIGH, circumstances=("line_stopped",), reason="Seen on site"),
        _RECEIVED,
        (
            fact.CaseClassified(
                occurred_at=ELEVEN,
                urgency=Degree.HIGH,
                circumstances=("line_stopped",),
                reason="Seen on site",
            ),
        ),
    ),
    (
        wish.AskClarification(
            clarification_id=CLARIFICATION_ID, question="Since when does it stop?", channel=Channel.PHONE
        ),
        _RECEIVED,
        (
            fact.ClarificationAsked(
                occurred_at=ELEVEN,
                clarification_id=CLARIFICATION_ID,
                round=1,
                question="Since when does it stop?",
                channel=Channel.PHONE,
            ),
        ),
    ),
    (
        wish.ConfirmUnderstanding(problem="It stops when it is hot", solution="A larger fan"),
        _RECEIVED,
        (
            fact.UnderstandingConfirmed(
                occurred_at=ELEVEN, rounds=0, problem="It stops when it is hot", solution="A larger fan"
            ),
        ),
    ),
    (
        wish.RecordNeed(stated="You never call back", real="To know by when it runs"),
        _RECEIVED,
        (
            fact.NeedIdentified(
                occurred_at=ELEVEN, stated="You never call back", real="To know by when it runs"
            ),
        ),
    ),
    (
        wish.RecordPreSaleNeed.model_validate(_NEED),
        _RECEIVED,
        (fact.PreSaleNeedRecorded.model_validate({"occurred_at": ELEVEN, **_NEED}),),
    ),
    (
        wish.RecordOrderStatus(
            order_reference="PO-77",
            status=OrderStatus.SHIPPED,
            eta_at=DUE,
            tracking_reference="SF1234",
            note="By train",
        ),
        _RECEIVED,
        (
            fact.OrderStatusRecorded(
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
REPEATABLE: frozenset[type[AnyCommand]] = frozenset(
    {wish.ConfirmUnderstanding, wish.RecordNeed, wish.RecordPreSaleNeed}
)
