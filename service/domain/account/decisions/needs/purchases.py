"""What an account bought, and what was paid back."""

from datetime import datetime

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.record.needs import purchases as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with, told_of
from service.domain.money import HOUSE_CURRENCY, AmountMinor, Currency
from service.domain.refusal import Refusal
from service.domain.text import Code, MeaningfulCode


class RecordPurchase(
    Command, records=record.PurchaseRecorded, example={"order_reference": "PO-7", "amount_minor": 4_800_000}
):
    """Record what the account bought, by the number of the order; `occurred_at` is when it bought."""

    order_reference: MeaningfulCode
    amount_minor: AmountMinor
    currency: Currency = HOUSE_CURRENCY


class RefundPurchase(
    Command,
    records=record.PurchaseRefunded,
    example={"order_reference": "PO-7", "refund_reference": "R-1", "amount_minor": 800_000},
):
    """Record that an order was paid back, as a whole or in part."""

    order_reference: Code
    refund_reference: MeaningfulCode
    amount_minor: AmountMinor = Field(gt=0)


class PurchaseNotRecordedError(Refusal, field="order_reference"):
    """Paid back is an order of the account that is on the record."""


class RefundExceedsPurchaseError(Refusal, field="amount_minor"):
    """Of an order no more is paid back than was paid."""


@refuses_with(PurchaseNotRecordedError)
def purchase_must_be_recorded(account: CustomerAccount, command: RefundPurchase, _: AccountContext) -> None:
    if account.purchase(command.order_reference) is None:
        raise PurchaseNotRecordedError(order_reference=command.order_reference)


@refuses_with(RefundExceedsPurchaseError)
def refund_must_not_exceed_purchase(
    account: CustomerAccount, command: RefundPurchase, _: AccountContext
) -> None:
    known = account.purchase(command.order_reference)
    if known is None or known.refund(command.refund_reference) is not None:
        return
    left = known.amount_minor - known.refunded_minor
    if command.amount_minor > left:
        raise RefundExceedsPurchaseError(left_minor=left, currency=known.currency)


def is_recorded(account: CustomerAccount, command: RecordPurchase, _: datetime) -> bool:
    return account.purchase(command.order_reference) is not None


def is_refunded(account: CustomerAccount, command: RefundPurchase, _: datetime) -> bool:
    known = account.purchase(command.order_reference)
    return known is not None and known.refund(command.refund_reference) is not None


def refund_on_record(account: CustomerAccount, command: RefundPurchase) -> Told | None:
    known = account.purchase(command.order_reference)
    refund = known and known.refund(command.refund_reference)
    return {"amount_minor": refund[1], "occurred_at": refund[2]} if refund else None


DECISIONS = (
    decides(
        RecordPurchase,
        records(record.PurchaseRecorded, unless=is_recorded),
        *CARED_FOR,
        once=told_of(CustomerAccount.purchase, "order_reference", "bought_at", "amount_minor", "currency"),
    ),
    decides(
        RefundPurchase,
        records(record.PurchaseRefunded, unless=is_refunded),
        *CARED_FOR,
        purchase_must_be_recorded,
        refund_must_not_exceed_purchase,
        once=refund_on_record,
    ),
)
