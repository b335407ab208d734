"""What a read model declares: its table, the events that change it, the rows that it needs, its view."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table

from service.domain.event import Event
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView

Row = dict[str, Any]
SOURCE_POSITION = "source_position"
KeyOf = Callable[[Entry], UUID | None]
"""Returns the key by which the rows are found that an entry may change; None where it needs none."""


class StreamWithoutBeginningError(LookupError):
    """An event came before the one that begins its stream, or the thing that it is about.

    Handlers raise it. What happened before its thing began, by what we were told, counts once that begins; if
    nothing begins it, the rows are not of this record.
    """

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            f"position {entry.position}: {entry.kind.STORED_NAME} of {entry.stream_id}, which has no row."
            " Rebuild the projection."
        )


class Sheet:
    """The rows of one model at hand while a batch is folded, by primary key.

    A key of several columns is a tuple. `changed` holds the keys of the rows that handlers have changed, and
    `before` the rows that were taken away to be folded anew.
    """

    __slots__ = ("_grouped_by", "_groups", "_others", "before", "changed", "rows")

    def __init__(self, others: Mapping["ReadModel", "Sheet"], grouped_by: str | None = None) -> None:
        self.rows: dict[Any, Any] = {}
        self.changed: set[Any] = set()
        self.before: dict[Any, Any] = {}
        self._grouped_by = grouped_by
        self._groups: dict[UUID, dict[Any, None]] = {}
        self._others = others

    def put(self, key: Any, row: Row) -> None:
        """Have this row written. It is as new as the newest event in it, in whatever order they come."""
        known = self.rows.get(key)
        if known is not None and known.get(SOURCE_POSITION, 0) > row.get(SOURCE_POSITION, 0):
            row[SOURCE_POSITION] = known[SOURCE_POSITION]
        self.take(key, row)
        self.changed.add(key)

    def take(self, key: Any, row: Any) -> None:
        """Have this row at hand."""
        self.rows[key] = row
        if self._grouped_by is not None:
            self._groups.setdefault(row[self._grouped_by], {})[key] = None

    def forget(self, stream_id: UUID) -> None:
        """Take away the rows of a stream, which are folded anew."""
        keys: Iterable[Any] = [stream_id] if self._grouped_by is None else self._groups.pop(stream_id, ())
        for key in keys:
            if key in self.rows:
                self.before[key] = self.rows.pop(key)

    @property
    def written(self) -> list[Any]:
        """Keys of the rows to be written: what was folded anew to the same is left alone."""
        if not self.before:
            return list(self.changed)
        return [key for key in self.changed if key not in self.before or self.before[key] != self.rows[key]]

    @property
    def gone(self) -> list[Any]:
        """Keys of the rows that there are no more, now that their stream was folded anew."""
        return [key for key in self.before if key not in self.rows]

    def group(self, key: UUID) -> list[Any]:
        """Return the rows that are loaded by one key, where that is not their primary key."""
        return [self.rows[each] for each in self._groups.get(key, ())]

    def of(self, other: "ReadModel", key: Any) -> Any:
        """Return a row of a model that this one looks up, None where there is none."""
        return self._others[other].rows.get(key)


Handler = Callable[[Sheet, Entry, Any], None]
"""Changes the rows of a sheet by an entry; the event is its third argument, for the type checker."""


stream_of: KeyOf = attrgetter("stream_id")
"""Returns the stream of an entry: the key of whatever has one row a case, or a few."""


def by_itself(_: Entry) -> None:
    """Return that no row is needed: each event makes rows of its own, which nothing changes later."""


def as_it_is(row: Any) -> Any:
    """Return the row."""
    return row


@dataclass(frozen=True)
class Lookup:
    """Rows of another model that must be at hand. Only columns that never change once set may be read.

    Then it does not matter how far the other model is, as long as it is not behind: each model can be built
    anew by itself.
    """

    model: "ReadModel"
    by: Mapping[type[Event], KeyOf]
    """Key of the row that an event of a kind looks up, by `loaded_by` of the other model."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ReadModel:
    """A question about the record, answered by the rows of a table.

    The rows of a stream are the fold of its facts in the order of business time, which the engine sees to
    (`service/projections/engine/timeline.py`). Where `key_of` is not the stream each event stands for itself:
    it is handed over once, in the order of recording.

    Args:
        table: One row for what its comment says. Its name is the name of the model.
        handlers: Which events change rows, and how.
        follows: Events of which only the envelope counts, and how. Their payload is not read, and of several
            in one batch only the newest of the stream is handed over.
        loaded_by: The column by which rows are found before a batch is folded.
        key_of: Which value of it an entry needs.
        stream_column: The column that says of which stream a row is. Needed where rows are loaded by
            another one.
        begins: Events before which there is no row with this key; nothing is loaded for them.
        lookups: What it reads of other models.
        view: What the mart shows of it.
        unpack: Makes of a row what the handlers work on; `pack` is the reverse.
    """

    table: Table
    handlers: Mapping[type[Event], Handler]
    loaded_by: Column[Any]
    follows: Mapping[type[Event], Handler] = field(default_factory=dict)
    key_of: KeyOf = stream_of
    stream_column: str | None = None
    begins: frozenset[type[Event]] = frozenset()
    lookups: tuple[Lookup, ...] = ()
    view: MartView | None = None
    unpack: Callable[[Row], Any] = as_it_is
    pack: Callable[[Any], Row] = as_it_is

    def __post_init__(self) -> None:
        if not (self.is_of_stream or self.key_of is by_itself or self.stream_column):
            raise TypeError(f"{self.name} must say of which stream its rows are: `stream_column`")

    @property
    def name(self) -> str:
        """The name by which it is rebuilt, and under which its checkpoint stands."""
        return str(self.table.name)

    @property
    def grouped_by(self) -> str | None:
        """The column by which several rows are loaded together; None where one row is."""
        keys = [each.name for each in self.table.primary_key]
        return None if keys == [self.loaded_by.name] else str(self.loaded_by.name)

    @property
    def stream(self) -> str | None:
        """The column of the stream whose events change a row; None where each event stands by itself."""
        return str(self.loaded_by.name) if self.is_of_stream else self.stream_column

    @property
    def is_of_stream(self) -> bool:
        """Whether its rows are those of streams, and can be folded anew stream by stream."""
        return self.key_of is stream_of

    @property
    def wants(self) -> Mapping[type[Event], Handler]:
        """All events that it is given."""
        return {**self.follows, **self.handlers}
