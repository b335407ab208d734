"""Coming to understand what the customer needs, and how far the customer's orders are."""

from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.aggregate import AnyEvent
from service.domain.case.commands import (
    AskClarification,
    ConfirmUnderstanding,
    RecordOrderStatus,
    RecordPreSaleNeed,
)
from service.domain.case.events import (
    ClarificationAsked,
    OrderStatusRecorded,
    UnderstandingConfirmed,
)
from service.domain.vocabulary import OrderStatus
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received
from tests.specification import case_after, given


def asked(number: int) -> ClarificationAsked:
    return ClarificationAsked(
        occurred_at=TEN, clarification_id=UUID(int=number), round=number, question="Which line?"
    )


def agreed(rounds: int) -> UnderstandingConfirmed:
    return UnderstandingConfirmed(occurred_at=TEN, rounds=rounds, problem="The bearing is worn")


@pytest.mark.requirement(61)
@pytest.mark.parametrize("rounds", [0, 1, 2, 3])
def test_rounds_of_questions_are_counted_until_the_problem_is_clear(rounds: int) -> None:
    history: tuple[AnyEvent, ...] = (received(), *(asked(number) for number in range(1, rounds + 1)))
    confirm = ConfirmUnderstanding(problem="The bearing is worn")
    given(*history).when(confirm, at=TEN).then(agreed(rounds))
    after = case_after(*history, agreed(rounds)).understanding
    assert after.took_too_many_rounds == (rounds > 2)


def test_the_next_question_is_the_next_round_and_a_repeated_one_is_none() -> None:
    wish = AskClarification(clarification_id=UUID(int=2), question="Which line?")
    given(received(), asked(1)).when(wish, at=TEN).then(asked(2))
    given(received(), asked(1), asked(2)).when(wish, at=TEN).then_nothing()


def test_questions_after_the_first_agreement_do_not_make_it_later() -> None:
    after = case_after(received(), asked(1), agreed(1), asked(2), asked(3), agreed(3)).understanding
    assert (after.rounds, after.confirmed_after_rounds) == (3, 1)
    assert not after.took_too_many_rounds


def test_more_than_two_rounds_are_too_many_before_anything_is_agreed() -> None:
    assert not case_after(received(), asked(1), asked(2)).understanding.took_too_many_rounds
    assert case_after(received(), asked(1), asked(2), asked(3)).understanding.took_too_many_rounds


def status(to: OrderStatus, hours: int = 1, **told: object) -> OrderStatusRecorded:
    at = NINE + timedelta(hours=hours)
    return OrderStatusRecorded.model_validate(
        {"occurred_at": at, "order_reference": "PO-77", "status": to, **told}
    )


@pytest.mark.requirement(109)
def test_an_order_is_followed_from_production_to_shipment_and_delivery() -> None:
    steps = (OrderStatus.IN_PRODUCTION, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    facts = [status(step, hours) for hours, step in enumerate(steps, start=1)]
    for number, fact in enumerate(facts):
        wish = RecordOrderStatus(order_reference="PO-77", status=fact.status)
        given(received(), *facts[:number]).when(wish, at=fact.occurred_at).then(fact)
    (standing,) = case_after(received(), *facts).selling.standings
    assert standing.status is OrderStatus.DELIVERED


def test_a_step_that_becomes_known_late_does_not_turn_the_order_back() -> None:
    known = (received(), status(OrderStatus.SHIPPED, 2))
    late = RecordOrderStatus(
        order_reference="PO-77", status=OrderStatus.IN_PRODUCTION, occurred_at=NINE + timedelta(hours=1)
    )
    given(*known).when(late, at=ELEVEN).then(status(OrderStatus.IN_PRODUCTION, 1))
    after = case_after(*known, status(OrderStatus.IN_PRODUCTION, 1))
    assert [one.status for one in after.selling.standings] == [OrderStatus.SHIPPED]
    given(*known, status(OrderStatus.IN_PRODUCTION, 1)).when(late, at=ELEVEN).then_nothing()


def test_a_new_eta_of_the_same_step_is_news_and_another_order_stands_for_itself() -> None:
    known = (received(), status(OrderStatus.SHIPPED))
    later = RecordOrderStatus(order_reference="PO-77", status=OrderStatus.SHIPPED, eta_at=DUE)
    given(*known).when(later, at=ELEVEN).then(status(OrderStatus.SHIPPED, 2, eta_at=DUE))
    other = RecordOrderStatus(order_reference="PO-78", status=OrderStatus.SHIPPED)
    given(*known).when(other, at=TEN).then(status(OrderStatus.SHIPPED, 1, order_reference="PO-78"))


def test_a_budget_is_not_told_from_the_top_down() -> None:
    with pytest.raises(ValidationError) as refused:
        RecordPreSaleNeed(need="A press", budget_from_minor=2, budget_to_minor=1)
    assert refused.value.errors()[0]["type"] == "range_reversed"
    assert RecordPreSaleNeed(need="A press", budget_from_minor=1, budget_to_minor=1).currency == "CNY"
