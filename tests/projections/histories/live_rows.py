"""Rows as they stand in the database, told apart from what says when they were recorded."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from pydantic_core import to_jsonable_python
from sqlalchemy import Engine, select

from service.projections.cases.table import cases
from service.projections.engine.model import ReadModel

OF_RECORDING = {
    "version",
    "version_key",
    "source_position",
    "details_position",
    "since_position",
    "updated_at",
}
"""Columns that say what was recorded, and when."""
Rows = dict[tuple[Any, ...], dict[str, Any]]


def as_written(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON has it, wherever it comes from."""
    option = orjson.OPT_NON_STR_KEYS
    written: dict[str, Any] = orjson.loads(orjson.dumps(dict(row), default=to_jsonable_python, option=option))
    return written


def row_of(model: ReadModel, row: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    said = {**dict.fromkeys(str(each.name) for each in model.table.c), **as_written(row)}
    key = tuple(said[each.name] for each in model.table.primary_key)
    return key, {name: value for name, value in said.items() if name not in OF_RECORDING}


def live_rows(engine: Engine, model: ReadModel) -> Rows:
    with engine.connect() as connection:
        return dict(row_of(model, dict(row)) for row in connection.execute(select(model.table)).mappings())


def newest(engine: Engine, case_id: UUID) -> dict[str, Any]:
    with engine.connect() as connection:
        row = connection.execute(select(cases).where(cases.c.case_id == case_id)).mappings().one()
    return as_written(dict(row))
