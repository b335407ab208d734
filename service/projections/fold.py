"""A batch of events folded into rows. Pure: rows before and events give rows after."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from service.domain.account.events import AccountOpened, AccountOwnerAssigned, ContactAdded, SegmentAssigned
from service.domain.case.events import CaseEvent, CaseReceived, SatisfactionRated
from service.projections.account_rows import account_changes
from service.projections.case_rows import NO_CASE, case_changes
from service.projections.facts import Fact

Rows = dict[UUID, dict[str, Any]]


class StreamWithoutBeginningError(LookupError):
    """An event of a case or an account came before the one that begins it: the rows are not of this record."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(
            f"position {fact.position}: {fact.event.STORED_NAME} of {fact.stream_id}, which has no row."
            " Rebuild the projection."
        )


@dataclass(frozen=True)
class Needs:
    """Whose rows a batch may change or reads."""

    accounts: frozenset[UUID]
    cases: frozenset[UUID]
    rated_cases: frozenset[UUID]


@dataclass(frozen=True)
class Tables:
    """Rows by key, one dictionary a table. `changed` names those that an event changed."""

    accounts: Rows = field(default_factory=dict)
    cases: Rows = field(default_factory=dict)
    ratings: Rows = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)


def needs(facts: Iterable[Fact]) -> Needs:
    """Return whose rows must be at hand before the batch can be folded."""
    accounts: set[UUID] = set()
    cases: set[UUID] = set()
    rated: set[UUID] = set()
    for fact in facts:
        match fact.event:
            case AccountOpened() | ContactAdded() | SegmentAssigned() | AccountOwnerAssigned():
                accounts.add(fact.stream_id)
            case CaseReceived():
                accounts.add(fact.event.account_id)
            case SatisfactionRated():
                rated.add(fact.stream_id)
                cases.add(fact.stream_id)
            case _:
                cases.add(fact.stream_id)
    return Needs(frozenset(accounts), frozenset(cases), frozenset(rated))


def fold(tables: Tables, facts: Iterable[Fact]) -> None:
    """Bring the rows to the state after the batch. Raises StreamWithoutBeginningError."""
    for fact in facts:
        match fact.event:
            case AccountOpened() | ContactAdded() | SegmentAssigned() | AccountOwnerAssigned():
                _fold_account(tables, fact)
            case _:
                _fold_case(tables, fact, fact.event)


def _fold_account(tables: Tables, fact: Fact) -> None:
    event = fact.event
    assert isinstance(event, AccountOpened | ContactAdded | SegmentAssigned | AccountOwnerAssigned)
    row = tables.accounts.get(fact.stream_id, {})
    if not row and not isinstance(event, AccountOpened):
        raise StreamWithoutBeginningError(fact)
    position = {"source_position": fact.position}
    tables.accounts[fact.stream_id] = {**row, **account_changes(fact.stream_id, event), **position}
    tables.changed.add(fact.stream_id)


def _fold_case(tables: Tables, fact: Fact, event: CaseEvent) -> None:
    row = tables.cases.get(fact.stream_id)
    if row is None:
        row = _new_case(tables, fact, event)
    row.update(case_changes(row, event))
    row["version"] = fact.version
    row["source_position"] = fact.position
    row["updated_at"] = fact.recorded_at
    tables.changed.add(fact.stream_id)
    if isinstance(event, SatisfactionRated):
        _fold_rating(tables, fact, event)


def _new_case(tables: Tables, fact: Fact, event: CaseEvent) -> dict[str, Any]:
    if not isinstance(event, CaseReceived):
        raise StreamWithoutBeginningError(fact)
    account = tables.accounts.get(event.account_id, {})
    row = {**NO_CASE, "case_id": fact.stream_id, "account_code": account.get("code")}
    tables.cases[fact.stream_id] = row
    return row


def _fold_rating(tables: Tables, fact: Fact, event: SatisfactionRated) -> None:
    rating = {
        "event_id": fact.event_id,
        "case_id": fact.stream_id,
        "cycle": event.cycle,
        "scale": event.scale,
        "score": event.score,
        "rated_at": event.occurred_at,
        "is_latest_of_cycle": True,
        "source_position": fact.position,
    }
    for other in tables.ratings.values():
        if other["is_latest_of_cycle"] and _asks_the_same(other, rating):
            older = min(other, rating, key=lambda each: (each["rated_at"], each["source_position"]))
            older["is_latest_of_cycle"] = False
            tables.changed.add(other["event_id"])
    tables.ratings[fact.event_id] = rating
    tables.changed.add(fact.event_id)


def _asks_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[name] == other[name] for name in ("case_id", "cycle", "scale"))
