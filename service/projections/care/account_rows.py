"""Rows of a table of accounts, page by page, each with whose account it is, over a synchronous connection."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, select, tuple_

from service.projections.accounts import accounts

Filters = Mapping[Column[Any], object]
"""Column -> the value that it must have; None: any."""


def rows_of_accounts(  # noqa: PLR0917  of which table, in which order, of which rows, from where, how many
    connection: Connection,
    table: Table,
    order: Sequence[str],
    filters: Filters,
    also: Sequence[ColumnElement[bool]],
    after: tuple[Any, ...] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return up to `limit` rows that follow `after`, with `account_code`, `segment` and `owner` of now."""
    place = [table.c[name] for name in order]
    page = select(
        *(each for each in table.c if each.name not in {"source_position", "segment", "owner"}),
        accounts.c.code.label("account_code"),
        accounts.c.segment,
        accounts.c.owner,
    ).select_from(table.join(accounts, accounts.c.account_id == table.c.account_id))
    for column, value in filters.items():
        if value is not None:
            page = page.where(column == value)
    page = page.where(*also)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    page = page.order_by(*place).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]
