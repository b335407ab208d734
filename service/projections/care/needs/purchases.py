"""Purchases and refunds of accounts (消费记录), one row each, and the orders that follow by a day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, Index, Table, Text, Uuid, func, select

from service.domain.account.record.needs.purchases import PurchaseRecorded, PurchaseRefunded
from service.domain.account.segments.scoring import Order
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself
from service.projections.star.keys import version_key

purchases = Table(
    "purchases",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("account_id", Uuid, "客户标识 | account id"),
    known("order_reference", Text, "订单号 | number of the order"),
    known("kind", Text, "类型: purchase, refund | kind: purchase, refund"),
    maybe("refund_reference", Text, "退款单号 | number of the refund"),
    known("bought_at", Instant, "消费或退款时间 | when it was bought or paid back"),
    known("amount_minor", BigInteger, "金额(最小货币单位) | amount, smallest unit"),
    maybe("currency", Text, "币种, 退款同订单 | currency; a refund has that of its order"),
    source_position(),
    Index("purchases_account", "account_id"),
    comment="消费与退款, 每笔一行 | purchases and refunds, one row each",
)

FACT_PURCHASE = MartView(
    name="v1_fact_purchase",
    comment="消费与退款事实, 每笔一行 | purchases and refunds, one row each",
    source="proj.purchases",
    columns=(
        key(purchases.c.event_id, "purchase_key"),
        key(purchases.c.account_id, "account_key"),
        version_key("purchases.account_id", "purchases.bought_at"),
        *(carried(purchases.c[name]) for name in ("order_reference", "kind")),
        *words(purchases.c.refund_reference),
        *instants(purchases.c.bought_at),
        carried(purchases.c.amount_minor),
        *words(purchases.c.currency),
        carried(purchases.c.source_position),
    ),
)


def _bought(sheet: Sheet, entry: Entry, event: PurchaseRecorded) -> None:
    _put(sheet, entry, event, {"kind": "purchase", "refund_reference": None, "currency": event.currency})


def _refunded(sheet: Sheet, entry: Entry, event: PurchaseRefunded) -> None:
    _put(
        sheet, entry, event, {"kind": "refund", "refund_reference": event.refund_reference, "currency": None}
    )


def _put(sheet: Sheet, entry: Entry, event: PurchaseRecorded | PurchaseRefunded, said: Row) -> None:
    of_both: Row = {
        "event_id": entry.event_id,
        "account_id": entry.stream_id,
        "order_reference": event.order_reference,
        "bought_at": event.occurred_at,
        "amount_minor": event.amount_minor,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, {**said, **of_both})


PURCHASES = ReadModel(
    table=purchases,
    loaded_by=purchases.c.event_id,
    key_of=by_itself,
    handlers={PurchaseRecorded: _bought, PurchaseRefunded: _refunded},
    view=FACT_PURCHASE,
)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def orders_by(connection: Connection, on: date, zone: ZoneInfo) -> Iterator[Order]:
    """Yield the orders of all accounts up to a day, with what was paid back by then."""
    row: Any = purchases.c
    is_purchase = row.kind == "purchase"
    query = (
        select(
            row.account_id,
            func.min(row.bought_at).filter(is_purchase),
            func.sum(row.amount_minor).filter(is_purchase),
            func.coalesce(func.sum(row.amount_minor).filter(~is_purchase), 0),
            func.max(row.currency),
        )
        .where(row.bought_at < end_of(on, zone))
        .group_by(row.account_id, row.order_reference)
        .having(func.count().filter(is_purchase) > 0)
    )
    for account_id, bought_at, amount, refunded, currency in connection.execute(query):
        yield Order(
            account_id=account_id,
            on=bought_at.astimezone(zone).date(),
            amount_minor=int(amount),
            refunded_minor=int(refunded),
            currency=currency,
        )
