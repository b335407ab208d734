"""What an account bought: each order once, and no more paid back than was paid."""

from datetime import timedelta

from service.domain.account.decisions.needs.purchases import (
    PurchaseNotRecordedError,
    RecordPurchase,
    RefundExceedsPurchaseError,
    RefundPurchase,
)
from service.domain.account.record.needs.purchases import PurchaseState, with_purchase
from service.domain.refusal import OnRecordOtherwiseError
from tests.domain.account.examples.needs.purchases import BOUGHT, bought, refunded
from tests.domain.facts import ELEVEN, NINE, TEN, opened
from tests.specification import account_after, given


def test_the_same_order_again_is_a_repeat_and_with_another_amount_it_is_refused() -> None:
    again = RecordPurchase(order_reference="PO-7", amount_minor=4_800_000, occurred_at=TEN)
    given(*BOUGHT).when(again, at=ELEVEN).then_nothing()
    other = again.model_copy(update={"amount_minor": 1})
    given(*BOUGHT).when(other, at=ELEVEN).then_refused(OnRecordOtherwiseError)


def test_refunds_of_an_order_add_up_to_no_more_than_was_paid() -> None:
    history = (*BOUGHT, refunded(amount_minor=4_000_000))
    rest = RefundPurchase(order_reference="PO-7", refund_reference="R-2", amount_minor=800_000)
    given(*history).when(rest, at=ELEVEN).then(refunded(occurred_at=ELEVEN, refund_reference="R-2"))
    more = rest.model_copy(update={"amount_minor": 800_001})
    given(*history).when(more, at=ELEVEN).then_refused(RefundExceedsPurchaseError, left_minor=800_000)
    again = RefundPurchase(order_reference="PO-7", refund_reference="R-1", amount_minor=4_000_000)
    given(*history).when(again, at=ELEVEN).then_nothing()


def test_nothing_is_paid_back_before_it_was_bought() -> None:
    early = RefundPurchase(
        order_reference="PO-7",
        refund_reference="R-1",
        amount_minor=1,
        occurred_at=NINE + timedelta(minutes=1),
    )
    given(*BOUGHT).when(early, at=ELEVEN).then_refused(PurchaseNotRecordedError)


def test_a_thousand_orders_are_kept_in_a_few_portions_and_each_is_found() -> None:
    orders = [bought(order_reference=f"PO-{number}") for number in range(1_000)]
    account = account_after(opened(), *orders, refunded(order_reference="PO-3"))
    assert len(account.purchases) <= 10
    assert all(account.purchase(f"PO-{number}") for number in range(1_000))
    found = account.purchase("PO-3")
    assert found is not None
    assert found.refunded_minor == 800_000
    assert account.purchase("PO-1000") is None
    assert PurchaseState(purchases=with_purchase((), found)).purchase("PO-3") == found
