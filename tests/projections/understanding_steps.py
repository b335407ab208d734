"""Commands of understanding, classifying and selling by chance, for histories."""

from datetime import datetime
from random import Random
from uuid import UUID

from service.domain.aggregate import AnyCommand
from service.domain.case import commands as wish
from service.domain.vocabulary import Degree, OrderStatus


def understanding_steps(dice: Random, at: datetime, words: str) -> list[AnyCommand]:
    """Return one wish of each kind; `words` stand wherever somebody may write freely."""
    pick, clarification_id = dice.choice, UUID(int=dice.randrange(6))
    return [
        wish.AskClarification(occurred_at=at, clarification_id=clarification_id, question=words),
        wish.AskClarification(occurred_at=at, clarification_id=UUID(int=7), question=words),
        wish.ConfirmUnderstanding(occurred_at=at, problem=words, solution=words),
        wish.RecordNeed(occurred_at=at, stated=words, real=words),
        wish.RecordPreSaleNeed(occurred_at=at, need=words, company_size=words, proposed_solution=words),
        wish.RecordOrderStatus(
            occurred_at=at, order_reference="PO-7", status=pick(list(OrderStatus)), note=words
        ),
        wish.ClassifyByRules(occurred_at=at, urgency=pick(list(Degree)), reason=words),
    ]
