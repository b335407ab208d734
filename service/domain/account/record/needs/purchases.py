"""What an account bought, and what was paid back (REQUIREMENTS 139)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.theme import theme


class PurchaseRecorded(AccountFact):
    """The account bought something (最近消费、消费频率、消费金额, REQUIREMENTS 139)."""

    type: Literal["PurchaseRecorded.v1"] = "PurchaseRecorded.v1"
    order_reference: str
    """Number of the order, unique within the account."""
    amount_minor: int
    """Amount paid, in the smallest unit of the currency (分)."""
    currency: str
    """Currency of the amount (ISO 4217)."""


class PurchaseRefunded(AccountFact):
    """An order was paid back, as a whole or in part."""

    type: Literal["PurchaseRefunded.v1"] = "PurchaseRefunded.v1"
    order_reference: str
    """Number of the order."""
    refund_reference: str
    """Number of the refund, unique within the order."""
    amount_minor: int
    """Amount paid back, in the smallest unit of the currency of the order (分)."""


PurchaseEvent = PurchaseRecorded | PurchaseRefunded


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """An order, with what was paid back: number, amount and time of each refund."""

    order_reference: str
    bought_at: datetime
    amount_minor: int
    currency: str
    refunds: tuple[tuple[str, int, datetime], ...] = ()

    @property
    def refunded_minor(self) -> int:
        """What was paid back in all."""
        return sum(amount for _, amount, _ in self.refunds)

    def refund(self, refund_reference: str) -> tuple[str, int, datetime] | None:
        """Return a refund by its number."""
        return next((one for one in self.refunds if one[0] == refund_reference), None)


@dataclass(frozen=True, kw_only=True)
class PurchaseState:
    """The orders of an account, in portions of which each is at most half as large as the one before it.

    So one order more copies a few portions and not all orders: an account of ten thousand is told of another
    one as fast as a new one.
    """

    purchases: tuple[dict[str, Purchase], ...] = ()

    def purchase(self, order_reference: str) -> Purchase | None:
        """Return an order as it stands."""
        for portion in reversed(self.purchases):
            if order_reference in portion:
                return portion[order_reference]
        return None


def with_purchase(
    portions: tuple[dict[str, Purchase], ...], purchase: Purchase
) -> tuple[dict[str, Purchase], ...]:
    """Return the portions with an order, in place of what was known of it."""
    *rest, last = (*portions, {purchase.order_reference: purchase})
    while rest and len(rest[-1]) < 2 * len(last):
        last = {**rest.pop(), **last}
    return (*rest, last)


def evolve(account: PurchaseState, event: PurchaseEvent) -> PurchaseState:
    """Return the account after the event."""
    match event:
        case PurchaseRecorded():
            after: Purchase | None = Purchase(
                order_reference=event.order_reference,
                bought_at=event.occurred_at,
                amount_minor=event.amount_minor,
                currency=event.currency,
            )
        case PurchaseRefunded():
            known = account.purchase(event.order_reference)
            refund = (event.refund_reference, event.amount_minor, event.occurred_at)
            after = known and changed(known, refunds=(*known.refunds, refund))
        case _:
            assert_never(event)
    return account if after is None else changed(account, purchases=with_purchase(account.purchases, after))


def stands(account: PurchaseState, event: PurchaseEvent) -> bool:
    known = account.purchase(event.order_reference)
    if known is None or isinstance(event, PurchaseRecorded):
        return known is None and isinstance(event, PurchaseRecorded)
    is_new = known.refund(event.refund_reference) is None
    return is_new and known.refunded_minor + event.amount_minor <= known.amount_minor


THEME = theme(PurchaseEvent, evolve, stands=stands)
