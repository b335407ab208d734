"""A batch of events folded into rows, in memory: no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.events import AccountEvent
from service.domain.account.record.profile import AccountOpened
from service.domain.case.events import CaseEvent
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.links import CaseUnlinked, CaseUnmerged
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.surveys import SurveySent
from service.domain.clocks.events import AnyClockEvent, ClockEvent, ClockStarted
from service.domain.rulebook.events import RulebookFact
from service.projections.account_rows import account_changes
from service.projections.case_rows import NO_CASE, case_changes
from service.projections.clock_rows import ClockEntry, started
from service.projections.complaint_rows import (
    COMPLAINT_FACTS,
    REMEDY_FACTS,
    RemedyFact,
    RemedyKey,
    complaint_after,
    remedy_after,
)
from service.projections.facts import Fact
from service.projections.link_rows import fold_link
from service.projections.survey_rows import SurveyFact, SurveyKey, answered, sent

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
    linked_cases: frozenset[UUID]
    surveyed_cases: frozenset[UUID]
    complaints: frozenset[UUID]
    remedied_cases: frozenset[UUID]


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
    links: Rows = field(default_factory=dict)
    latest_ratings: dict[Question, Row] = field(default_factory=dict)
    surveys: dict[SurveyKey, Row] = field(default_factory=dict)
    changed_surveys: set[SurveyKey] = field(default_factory=set)
    complaints: Rows = field(default_factory=dict)
    remedies: dict[RemedyKey, Row] = field(default_factory=dict)
    changed_remedies: set[RemedyKey] = field(default_factory=set)
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


def needs(facts: Sequence[Fact]) -> Needs:
    """Return whose rows must be at hand before the batch can be folded; what begins in it has none yet."""
    accounts: set[UUID] = set()
    cases: set[UUID] = set()
    rated: set[UUID] = set()
    clocks: set[UUID] = set()
    linked: set[UUID] = set()
    begun: set[UUID] = set()
    for fact in facts:
        match fact.event:
            case RulebookFact():
                pass
            case ClockEvent() if fact.stream_id in begun:
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
                begun.add(fact.stream_id)
                accounts.add(fact.event.account_id)
            case SatisfactionRated():
                rated.add(fact.stream_id)
                cases.add(fact.stream_id)
            case CaseUnlinked() | CaseUnmerged():
                linked.add(fact.stream_id)
                cases.add(fact.stream_id)
            case _:
                cases.add(fact.stream_id)
    surveyed = {fact.stream_id for fact in facts if isinstance(fact.event, SurveyFact)}
    complained = {fact.stream_id for fact in facts if type(fact.event) in COMPLAINT_FACTS}
    remedied = {fact.stream_id for fact in facts if type(fact.event) in REMEDY_FACTS}
    found = (accounts, cases, rated, clocks, linked, surveyed, complained, remedied)
    return Needs(*(frozenset(each) for each in found))


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
    else:
        tables.changed.update(fold_link(tables.links, fact, event))
    if isinstance(event, SurveyFact):
        _fold_survey(tables, fact, event)
    _fold_complaint(tables, fact)


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


def _fold_survey(tables: Tables, fact: Fact, event: SurveyFact) -> None:
    if event.survey_id is None:  # a rating that answers no survey
        return
    place = (fact.stream_id, event.survey_id)
    if isinstance(event, SurveySent):
        tables.surveys[place] = sent(tables.cases[fact.stream_id], event)
    elif place in tables.surveys:
        answered(tables.surveys[place], event)
    else:
        raise StreamWithoutBeginningError(fact)
    tables.surveys[place]["source_position"] = fact.position
    tables.changed_surveys.add(place)


def _fold_complaint(tables: Tables, fact: Fact) -> None:
    if type(fact.event) in COMPLAINT_FACTS:
        known = tables.complaints.get(fact.stream_id)
        after = complaint_after(known, tables.cases[fact.stream_id], fact)
        if after is not None:
            tables.complaints[fact.stream_id] = after
    elif isinstance(fact.event, RemedyFact):
        place = (fact.stream_id, fact.event.remedy_id)
        remedy = remedy_after(tables.remedies.get(place), fact, fact.event)
        if remedy is None:
            raise StreamWithoutBeginningError(fact)
        tables.remedies[place] = remedy
        tables.changed_remedies.add(place)
