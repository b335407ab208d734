"""How far in business time the rows of each stream are, and which facts of a batch come out of order.

The rows of a stream are the fold of its facts in business order (`service/domain/timeline/order.py`).
What comes in that order is folded on top of the rows; a stream that was told something late is folded anew.
To know the one from the other, the engine keeps a read model of its own beside the others, true of the same
position, so that they need not know of it.

A table, not a column of each model, because a stream can be far on in business time without having a row in a
model, and because each model can be built by itself, batch by batch.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, Uuid

from service.domain.clocks.events import ClockEvent
from service.domain.event import Event
from service.domain.timeline.order import in_business_order
from service.projections.engine.columns import METADATA, Instant, key, known
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet

timelines = Table(
    "timelines",
    METADATA,
    key("stream_id", Uuid, "工单或客户标识 | case or account"),
    known(
        "last_happened_at",
        Instant,
        "已计入的最晚业务时间 | when the latest fact that is in the rows happened",
    ),
    comment="业务时间进度, 每个流一行 | how far in business time the rows of each case and account are",
)


def is_fact(kind: type[Event]) -> bool:
    """Return whether events of a kind say what happened.

    Those of clocks are notes about promises, each decided on the ones before it: their order is that of
    recording, and the instants in them are of business time already.
    """
    return not issubclass(kind, ClockEvent)


def facts_of(models: Iterable[ReadModel]) -> frozenset[type[Event]]:
    """Return the kinds of fact that the rows of a stream are folded from."""
    kinds = chain.from_iterable(model.handlers for model in models if model.is_of_stream)
    return frozenset(filter(is_fact, kinds))


def timeline_of(models: Sequence[ReadModel]) -> ReadModel:
    """Return the model that keeps the time of these models' streams."""
    facts = sorted(facts_of(models), key=lambda kind: kind.STORED_NAME)
    begins = chain.from_iterable(model.begins for model in models if model.is_of_stream)
    return ReadModel(
        table=timelines,
        loaded_by=timelines.c.stream_id,
        handlers=dict.fromkeys(facts, _moved_by_engine),
        begins=frozenset(begins),
    )


def _moved_by_engine(_: Sheet, __: Entry, ___: Event) -> None:
    """Do nothing: the engine moves a row once a batch (`move_on`), not at each fact."""


def move_on(sheet: Sheet, latest: Mapping[UUID, datetime]) -> None:
    """Bring the timeline to the latest fact of each stream of a batch."""
    for stream_id, at in latest.items():
        row = sheet.rows.get(stream_id)
        if row is None or row["last_happened_at"] < at:
            sheet.put(stream_id, {"stream_id": stream_id, "last_happened_at": at})


class OutOfOrder(NamedTuple):
    """Streams whose facts do not come in the order of business time."""

    late: AbstractSet[UUID]
    """Told something that happened before what is in their rows."""
    mixed: AbstractSet[UUID]
    """Told everything in this batch, but not in order."""
    latest: Mapping[UUID, datetime]
    """When the latest fact of each stream happened that is in its rows after the batch."""


def out_of_order(
    entries: Iterable[Entry], facts: AbstractSet[type[Event]], timeline: Mapping[UUID, Row]
) -> OutOfOrder:
    """Return the streams of a batch that are out of order; `timeline` says how far their rows are."""
    late: set[UUID] = set()
    mixed: set[UUID] = set()
    latest: dict[UUID, datetime] = {}
    for entry in entries:
        if entry.kind not in facts:
            continue
        at: datetime = entry.event.occurred_at
        before = latest.get(entry.stream_id)
        if before is None:
            row = timeline.get(entry.stream_id)
            before = at if row is None else row["last_happened_at"]
        if at >= before:
            latest[entry.stream_id] = at
            continue
        latest[entry.stream_id] = before
        row = timeline.get(entry.stream_id)
        (mixed if row is None or at >= row["last_happened_at"] else late).add(entry.stream_id)
    return OutOfOrder(late, mixed - late, latest)


def ordered(
    entries: Sequence[Entry], told: Iterable[Entry], facts: AbstractSet[type[Event]], found: OutOfOrder
) -> Sequence[Entry]:
    """Return the entries of a batch in the order in which they are folded, after all that was told before.

    `told` are the facts of the late streams that came in earlier batches. Each stream is brought in order by
    itself, and begins where it began, so that what looks it up finds it.
    """
    if not found.late and not found.mixed:
        return entries
    anew: dict[UUID, list[Entry]] = {}
    for entry in told:
        anew.setdefault(entry.stream_id, []).append(entry)
    places: dict[UUID, list[int]] = {}
    rest: list[Any] = list(entries)
    for place, entry in enumerate(entries):
        if entry.kind not in facts:
            continue
        if entry.stream_id in found.late:
            anew.setdefault(entry.stream_id, []).append(entry)
            rest[place] = None
        elif entry.stream_id in found.mixed:
            places.setdefault(entry.stream_id, []).append(place)
    for taken in places.values():
        for place, entry in zip(taken, in_business_order(entries[one] for one in taken), strict=True):
            rest[place] = entry
    return [*_each_in_order(anew.values()), *(entry for entry in rest if entry is not None)]


def _each_in_order(streams: Iterable[list[Entry]]) -> Iterator[Entry]:
    for stream in streams:
        yield from in_business_order(stream)
