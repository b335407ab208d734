"""A batch of events folded into rows, in memory: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from service.domain.account.events import AccountEvent, AccountFact, AccountOpened
from service.domain.case.events import CaseEvent, CaseReceived, SatisfactionRated
from service.domain.clocks.events import AnyClockEvent, ClockEvent, ClockStarted
from service.domain.rulebook.events import RulebookFact
from service.projections.account_rows import account_changes
from service.projections.case_rows import NO_CASE, case_changes
from service.projections.clock_rows import ClockEntry, started
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
    clocks: frozenset[UUID]


@dataclass(frozen=True)
class Tables:
    """Rows by key, one dictionary a table.

    `changed` names the rows that an event changed; `latest_ratings` holds the latest answer to each question
    of a case, cycle and scale.
    """

    accounts: Rows = field(default_factory=dict)
    cases: Rows = field(default_factory=dict)
    ratings: Rows = field(default_factory=dict)
    clocks: dict[UUID, ClockEntry] = field(default_factory=dict)
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
    clocks: set[UUID] = set()
    for fact in facts:
        match fact.event:
            case RulebookFact():
                pass
            case ClockEvent():
                # what it is about, a case or an account, says only the stream
                cases.add(fact.stream_id)
                accounts.add(fact.stream_id)
                if not isinstance(fact.event, ClockStarted):
                    clocks.add(fact.event.clock_id)
            case AccountFact():
                accounts.add(fact.stream_id)
            case CaseReceived():
                accounts.add(fact.event.account_id)
            case SatisfactionRated():
                rated.add(fact.stream_id)
                cases.add(fact.stream_id)
            case _:
                cases.add(fact.stream_id)
    return Needs(frozenset(accounts), frozenset(cases), frozenset(rated), frozenset(clocks))


def fold(tables: Tables, facts: Iterable[Fact]) -> None:
    """Bring the rows to the state after the batch. Raises StreamWithoutBeginningError."""
    for fact in facts:
        match fact.event:
            case RulebookFact():
                pass
            case ClockEvent() as event:
                _fold_clock(tables, fact, event)
            case AccountFact() as event:
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
    _know(row, fact)
    tables.changed.add(fact.stream_id)
    if isinstance(event, SatisfactionRated):
        _fold_rating(tables, fact, event)


def _fold_clock(tables: Tables, fact: Fact, event: AnyClockEvent) -> None:
    if isinstance(event, ClockStarted):
        entry = _new_clock(tables, fact, event)
    elif (known := tables.clocks.get(event.clock_id)) is not None:
        entry = known
        entry.fold(event)
    else:
        raise StreamWithoutBeginningError(fact)
    entry.version, entry.source_position = fact.version, fact.position
    tables.changed.add(event.clock_id)
    _follow(tables, fact)


def _new_clock(tables: Tables, fact: Fact, event: ClockStarted) -> ClockEntry:
    case = tables.cases.get(fact.stream_id)
    if case is None and fact.stream_id not in tables.accounts:
        raise StreamWithoutBeginningError(fact)
    entry = ClockEntry(
        clock=started(event),
        stream_id=fact.stream_id,
        stream="account" if case is None else "case",
        account_id=fact.stream_id if case is None else case["account_id"],
    )
    tables.clocks[event.clock_id] = entry
    return entry


def _follow(tables: Tables, fact: Fact) -> None:
    """Bring the row of the stream to the position of an event that changes nothing else of it."""
    case = tables.cases.get(fact.stream_id)
    if case is None:
        tables.accounts[fact.stream_id]["source_position"] = fact.position
    else:
        _know(case, fact)
    tables.changed.add(fact.stream_id)


def _know(case: Row, fact: Fact) -> None:
    case["version"] = fact.version
    case["source_position"] = fact.position
    case["updated_at"] = fact.recorded_at


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
