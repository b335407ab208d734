"""What is written a column at a time stands in the table as it was."""

from typing import Any

import pytest
from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Engine, Text
from sqlalchemy.dialects.postgresql import JSONB, dialect
from sqlalchemy.types import TypeEngine

from service.domain.vocabulary import WaitingOn
from service.projections.engine.arrays import writer_of

AWKWARD = [
    "",
    "null",
    "NULL",
    "a b",
    "{a,b}",
    '"quoted"',
    "back\\slash",
    "\\",
    "\\n",
    '\\"',
    "line\nline\r\n\ttab",
    "\b\f\x01\x1f\x7f",
    "\\u0041",
    "中文 🙂",
    None,
]


def read_back(engine: Engine, kind: TypeEngine[Any], values: list[Any]) -> list[Any]:
    column: Column[Any] = Column("value", kind)
    held = Text() if isinstance(kind, ARRAY) else kind
    postgres = dialect()  # type: ignore[no-untyped-call]
    read = (
        f"select value::{kind.compile(postgres)} from unnest(%s::{held.compile(postgres)}[])"  # noqa: S608
        " with ordinality as given (value, place) order by place"
    )
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(read, (writer_of(column)(values),)).scalars())


def test_text_comes_back_whatever_characters_are_in_it(engine: Engine) -> None:
    assert read_back(engine, Text(), AWKWARD) == AWKWARD
    assert read_back(engine, Text(), [WaitingOn.CUSTOMER, None]) == ["customer", None]


@pytest.mark.parametrize("awkward", AWKWARD[:-1])
def test_lists_of_text_come_back_with_their_lengths(engine: Engine, awkward: str) -> None:
    values = [[awkward, "x", awkward], [], [awkward], None]
    assert read_back(engine, ARRAY(Text), values) == values


def test_documents_come_back_with_the_text_in_them(engine: Engine) -> None:
    values = [{"of": [each, {"in": each}]} for each in AWKWARD]
    assert read_back(engine, JSONB(), [*values, None]) == [*values, None]


def test_numbers_and_truths_come_back(engine: Engine) -> None:
    assert read_back(engine, BigInteger(), [0, -1, 2**62, None]) == [0, -1, 2**62, None]
    assert read_back(engine, Boolean(), [True, None, False]) == [True, None, False]
