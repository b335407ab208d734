"""The sources of dbt: every view of the mart with its meaning, and tests of what the mart promises."""

from collections.abc import Iterable
from typing import Any

import yaml

from service.projections.engine.mart_view import UNKNOWN
from service.projections.star.joins import WITH_OTHERS
from service.reports.dictionary import ColumnMeaning, ViewMeaning, mart_dictionary

HEAD = "# Written by tools/generate_docs.py. Change the code, then run it again.\n"
FRESH = {"warn_after": {"count": 15, "period": "minute"}, "error_after": {"count": 1, "period": "day"}}
"""How old the newest fold may be; on a record on which nothing happens it is as old as the last event."""


def sources_page() -> str:
    """Return the file of sources."""
    views = mart_dictionary("the business zone").views
    source = {
        "name": "casebook",
        "schema": "mart",
        "database": "{{ target.database }}",
        "description": "大客户客服系统的数据集市 | The mart of Casebook. Views only, read-only.",
        "tables": [_table(view) for view in views],
    }
    page = yaml.safe_dump({"version": 2, "sources": [source]}, allow_unicode=True, sort_keys=False, width=110)
    return HEAD + page


def _table(view: ViewMeaning) -> dict[str, Any]:
    table: dict[str, Any] = {"name": view.name, "description": f"{view.zh} | {view.en}"}
    if view.name == "v1_projection_status":
        table["config"] = {"freshness": FRESH, "loaded_at_field": "updated_at"}
    if len(view.key) > 1:
        table["data_tests"] = [{"unique_together": {"arguments": {"columns": view.key}}}]
    table["columns"] = [_column(view, column) for column in view.columns]
    return table


def _column(view: ViewMeaning, column: ColumnMeaning) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "description": f"{column.zh} | {column.en}",
        "data_type": column.type,
    }
    if tests := list(_tests(view, column)):
        said["data_tests"] = tests
    return said


def _tests(view: ViewMeaning, column: ColumnMeaning) -> Iterable[str | dict[str, Any]]:
    if view.key == [column.name]:
        yield "unique"
    if column.name in view.key:
        yield "not_null"
    if column.values:
        yield {"accepted_values": {"arguments": {"values": column.values}}}
    joined = column.joins
    if column.name.endswith("_date_key"):
        joined = "v1_dim_date.date_key"
    if joined is not None:
        other, field = joined.split(".")
        test: dict[str, Any] = {"arguments": {"to": f"source('casebook', '{other}')", "field": field}}
        if column.name == "case_key" and view.name in WITH_OTHERS:
            test["config"] = {"where": f"case_key <> '{UNKNOWN}'"}
        yield {"relationships": test}
