"""Rows folded from given events, in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.aggregates.aggregate import AnyEvent
from service.projections.engine import folding
from service.projections.engine.entries import Entry
from service.projections.engine.timeline import ordered, out_of_order
from service.projections.models import LIVE


class Tables:
    """The rows of each model by key, under the name of its table."""

    def __init__(self) -> None:
        self.sheets = folding.empty_sheets(LIVE.plan)

    def __getattr__(self, name: str) -> dict[Any, Any]:
        return {model.name: sheet.rows for model, sheet in self.sheets.items()}[name]

    @property
    def changed(self) -> set[Any]:
        return {key for sheet in self.sheets.values() for key in sheet.changed}


def entry(  # noqa: PLR0917  the parts of an entry, in order
    position: int, stream_id: UUID, version: int, event_id: UUID, recorded_at: datetime, event: AnyEvent
) -> Entry:
    return Entry(position, stream_id, version, event_id.bytes, recorded_at, "tests", type(event), event)


def fold(tables: Tables, entries: Sequence[Entry]) -> None:
    """Fold one batch of entries, none of which lies before what the tables hold."""
    plan = LIVE.plan
    found = out_of_order(entries, plan.facts, tables.sheets[plan.timeline].rows)
    assert not found.late
    folding.fold(plan, tables.sheets, entries, ordered(entries, (), plan.facts, found))


def needs(entries: Iterable[Entry]) -> Mapping[str, set[UUID]]:
    """Return the keys by which rows are loaded for a batch, by name of the table."""
    return {model.name: keys for model, keys in folding.needed(LIVE.plan, entries).items()}
