"""Commands of understanding, classifying and selling by chance, for histories."""

from datetime import datetime
from random import Random
from uuid import UUID

from service.domain.case.decisions.classification import ClassifyByRules
from service.domain.case.decisions.sales import RecordOrderStatus, RecordPreSaleNeed
from service.domain.case.decisions.understanding import AskClarification, ConfirmUnderstanding, RecordNeed
from service.domain.command import Command
from service.domain.vocabulary import Degree, OrderStatus


def understanding_steps(dice: Random, at: datetime, words: str) -> list[Command]:
    """Return one wish of each kind; `words` stand wherever somebody may write freely."""
    pick, clarification_id = dice.choice, UUID(int=dice.randrange(6))
    return [
        AskClarification(occurred_at=at, clarification_id=clarification_id, question=words),
        AskClarification(occurred_at=at, clarification_id=UUID(int=7), question=words),
        ConfirmUnderstanding(occurred_at=at, problem=words, solution=words),
        RecordNeed(occurred_at=at, stated=words, real=f"Behind: {words}"),
        RecordPreSaleNeed(occurred_at=at, need=words, company_size=words, proposed_solution=words),
        RecordOrderStatus(occurred_at=at, order_reference="PO-7", status=pick(list(OrderStatus)), note=words),
        ClassifyByRules(occurred_at=at, urgency=pick(list(Degree)), reason=words),
    ]
