"""A batch of events folded into rows, in memory: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from service.domain.account.events import (
    AccountEvent,
    AccountOpened,
    AccountOwnerAssigned,
    ContactAdded,
    SegmentAssigned,
)
from service.domain.case.events import CaseEvent, CaseReceived, SatisfactionRated
from service.projections.account_rows import account_changes
from service.projections.case_rows import NO_CASE, case_changes
from service.projections.facts import Fact

Row = dict[str, Any]
Rows = dict[UUID, Row]
Question = tuple[UUID, int, str]


class StreamWithoutBeginningError(LookupError):
    """An event came before the one that begins its stream: the rows are not of this record."""

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
    """Rows by key, one dictionary a table.

    `changed` names the rows that an event changed; `latest_ratings` holds the latest answer to each question
    of a case, cycle and scale.
    """

    accounts: Rows = field(default_factory=dict)
    cases: Rows = field(default_factory=dict)
    ratings: Rows = field(default_factory=dict)
    latest_ratings: dict[Question, Row] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)

    def add_rating(self, rating: Row) -> None:
        """Take a rating in; of two answers to one question the later by business time is the latest."""
        self.ratings[rating["event_id"]] = rating
        question = (rating["case_id"], rating["cycle"], rating["scale"])
        before = self.latest_ratings.get(question)
        if before is None:
            self.latest_ratings[question] = rating
            return
        older, newer = sorted((before, rating), key=lambda each: (each["rated_at"], each["source_position"]))
        older["is_latest_of_cycle"], newer["is_latest_of_cycle"] = False, True
        self.latest_ratings[question] = newer
        self.changed.add(before["event_id"])


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
            case AccountOpened() | ContactAdded() | SegmentAssigned() | AccountOwnerAssigned() as event:
                _fold_account(tables, fact, event)
            case event:
                _fold_case(tables, fact, event)


def _fold_account(tables: Tables, fact: Fact, event: AccountEvent) -> None:
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


def _new_case(tables: Tables, fact: Fact, event: CaseEvent) -> Row:
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
    tables.add_rating(rating)
    tables.changed.add(fact.event_id)
