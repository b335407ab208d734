"""A batch of entries folded into the rows of several models, in memory: no database, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.domain.event import Event
from service.projections.engine.entries import Entry
from service.projections.engine.model import (
    Handler,
    KeyOf,
    ReadModel,
    Sheet,
    StreamWithoutBeginningError,
)
from service.projections.engine.timeline import facts_of, is_fact, timelines

Sheets = Mapping[ReadModel, Sheet]
Keys = Mapping[ReadModel, set[UUID]]


@dataclass(frozen=True)
class Plan:
    """What is to be done with each kind of event, worked out once for a set of models."""

    models: tuple[ReadModel, ...]
    looked_up: tuple[ReadModel, ...]
    """Models whose rows are read but not written."""
    steps: Mapping[type[Event], tuple[tuple[ReadModel, Handler], ...]]
    keys: Mapping[type[Event], tuple[tuple[ReadModel, KeyOf, bool], ...]]
    """Keys of the rows that an event needs, and whether the event begins them."""
    read: tuple[str, ...]
    """Stored names of the events whose payload is needed."""
    timeline: ReadModel
    """The model among them that says how far in business time each stream is."""
    facts: frozenset[type[Event]]
    """Kinds of event that are folded in the order of business time."""

    @property
    def of_streams(self) -> Iterator[ReadModel]:
        """Models whose rows are those of streams, and are folded anew where one was told something late."""
        return (model for model in self.models if model.is_of_stream and model is not self.timeline)


class MixedModelError(TypeError):
    """A model folds both what happened and what was noted of clocks, which have no order in common."""


def plan_for(models: Sequence[ReadModel]) -> Plan:
    """Return the plan for folding these models together, in this order, one of them their timeline.

    Raises MixedModelError.
    """
    steps: dict[type[Event], list[tuple[ReadModel, Handler]]] = {}
    keys: dict[type[Event], list[tuple[ReadModel, KeyOf, bool]]] = {}
    read: set[str] = set()
    for model in models:
        if model.is_of_stream and not all(map(is_fact, model.handlers)):
            raise MixedModelError(model.name)
        for kind, handler in model.handlers.items() if model.table is not timelines else ():
            steps.setdefault(kind, []).append((model, handler))
        for kind in model.wants:
            keys.setdefault(kind, []).append((model, model.key_of, kind in model.begins))
        for lookup in model.lookups:
            for kind, key_of in lookup.by.items():
                keys.setdefault(kind, []).append((lookup.model, key_of, False))
        read.update(kind.STORED_NAME for kind in model.handlers)
    looked_up = {lookup.model for model in models for lookup in model.lookups} - set(models)
    return Plan(
        models=tuple(models),
        looked_up=tuple(looked_up),
        steps={kind: tuple(found) for kind, found in steps.items()},
        keys={kind: tuple(dict.fromkeys(found)) for kind, found in keys.items()},
        read=tuple(sorted(read)),
        timeline=next(model for model in models if model.table is timelines),
        facts=facts_of(models),
    )


def needed(plan: Plan, entries: Iterable[Entry]) -> Keys:
    """Return whose rows must be at hand before the batch can be folded; what begins in it has none yet."""
    found: dict[ReadModel, set[UUID]] = {model: set() for model in (*plan.models, *plan.looked_up)}
    begun: dict[ReadModel, set[UUID]] = {model: set() for model in found}
    of_kind: dict[type[Event], list[Entry]] = {}
    for entry in entries:
        of_kind.setdefault(entry.kind, []).append(entry)
    for kind, alike in of_kind.items():
        keys: dict[KeyOf, set[UUID]] = {}
        for model, key_of, begins in plan.keys.get(kind, ()):
            if key_of not in keys:
                keys[key_of] = _keys(key_of, alike)
            (begun if begins else found)[model].update(keys[key_of])
    return {model: wanted - begun[model] for model, wanted in found.items()}


def _keys(key_of: KeyOf, entries: Iterable[Entry]) -> set[UUID]:
    found: set[Any] = set(map(key_of, entries))
    found.discard(None)
    return found


def empty_sheets(plan: Plan) -> Sheets:
    """Return sheets without rows; each sees the others."""
    sheets: dict[ReadModel, Sheet] = {}
    for model in (*plan.models, *plan.looked_up):
        sheets[model] = Sheet(sheets, model.grouped_by)
    return sheets


def fold(plan: Plan, sheets: Sheets, entries: Sequence[Entry], in_order: Iterable[Entry]) -> None:
    """Bring the rows to the state after the batch; `in_order` are the entries in the order of folding.

    Raises StreamWithoutBeginningError.
    """
    steps = {
        kind: tuple((handler, sheets[model]) for model, handler in found)
        for kind, found in plan.steps.items()
    }
    early: _Early = {}
    for entry in in_order:
        for handler, sheet in steps.get(entry.kind, ()):
            try:
                handler(sheet, entry, entry.event)
            except StreamWithoutBeginningError as error:
                early.setdefault(entry.stream_id, []).append((handler, sheet, entry, error))
        if early and entry.stream_id in early:
            _catch_up(early, entry.stream_id)
    for waiting in early.values():
        raise waiting[0][-1]
    newest = {entry.stream_id: entry for entry in entries}.values()
    for model in plan.models:
        _follow(model, sheets[model], newest)


_Early = dict[UUID, list[tuple[Handler, Sheet, Entry, StreamWithoutBeginningError]]]
"""What happened, of each stream, before its thing began: a remedy granted at ten, proposed at five past."""


def _catch_up(early: _Early, stream_id: UUID) -> None:
    """Fold what waited for its thing to begin, where that has begun."""
    waiting = early.pop(stream_id)
    for handler, sheet, entry, _ in waiting:
        try:
            handler(sheet, entry, entry.event)
        except StreamWithoutBeginningError as error:
            early.setdefault(stream_id, []).append((handler, sheet, entry, error))


def _follow(model: ReadModel, sheet: Sheet, newest: Iterable[Entry]) -> None:
    """Bring rows to the newest event of their stream, where that changes nothing else of them."""
    for entry in newest:
        handler = model.follows.get(entry.kind)
        if handler is not None:
            handler(sheet, entry, None)
