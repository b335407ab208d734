"""How the columns of the read side are declared; `tables` and what stands beside it are made of them."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, MetaData
from sqlalchemy.types import TypeEngine

from service.database.schemas import PROJECTIONS

METADATA = MetaData(schema=PROJECTIONS)
Kind = TypeEngine[Any] | type[TypeEngine[Any]]
Instant = DateTime(timezone=True)


def key(name: str, kind: Kind, comment: str) -> Column[Any]:
    """Return a column of the primary key."""
    return Column(name, kind, primary_key=True, autoincrement=False, comment=comment)


def known(name: str, kind: Kind, comment: str) -> Column[Any]:
    """Return a column that is never empty."""
    return Column(name, kind, nullable=False, comment=comment)


def maybe(name: str, kind: Kind, comment: str) -> Column[Any]:
    """Return a column that may be empty."""
    return Column(name, kind, nullable=True, comment=comment)


def source_position() -> Column[Any]:
    """Return the column that says how new a row is."""
    return known("source_position", BigInteger, "最近一条相关事件的位置 | position of the newest event in it")
