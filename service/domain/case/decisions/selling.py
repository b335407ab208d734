"""The facts about what a customer wants to buy or has ordered."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.folds.selling import milestone_of
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def sold(case: Case, command: wish.SellingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about a sale. What was needed can be told anew at any time."""
    match command:
        case wish.RecordPreSaleNeed():
            return (fact.PreSaleNeedRecorded(occurred_at=at, **content_of(command)),)
        case wish.RecordOrderStatus():
            return order_status_recorded(case, command, at)
        case _:
            assert_never(command)


def order_status_recorded(case: Case, command: wish.RecordOrderStatus, at: datetime) -> Facts:
    """An order that already stood so at that instant has come no further."""
    recorded = fact.OrderStatusRecorded(occurred_at=at, **content_of(command))
    before = case.selling.standing(command.order_reference, at)
    if before is not None and before.says_the_same_as(milestone_of(recorded)):
        return ()
    return (recorded,)
