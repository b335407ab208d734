"""One case or account replayed: its clocks as promised on the record, and as other rules would make them."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Literal
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.situation import expected_triggers
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.account.themes import evolve as evolve_account
from service.domain.account.upcoming.care_months import months_begun
from service.domain.aggregates.aggregate import told_next
from service.domain.aggregates.timekeeping import Timed, clock_triggers, situation
from service.domain.case.context import DecisionContext
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.intake import CaseReceived
from service.domain.case.state import ABSENT, Case
from service.domain.case.themes import evolve as evolve_case
from service.domain.clocks.clock import NO_CLOCKS
from service.domain.clocks.events import ClockEvent
from service.domain.clocks.milestones import ClockTrigger
from service.domain.clocks.what_if import Judgement, Past, TakenBack, Told, judged
from service.domain.event import Event
from service.domain.rulebook.events import RulebookFact
from service.domain.rulebook.state import Rulebook
from service.domain.theme import Triggers
from service.eventstore.mapper import decode
from service.reports.what_if.history import Agreements, Row
from service.reports.what_if.query import WhatIf


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """A case or account under both rules. `reference` is the case's own, or the customer number."""

    stream_id: UUID
    stream: Literal["case", "account"]
    reference: str | None
    now: Judgement
    then: Judgement


class Replay:
    """Replays streams under other rules, as they stand at `until`."""

    def __init__(self, rules: Rulebook, agreements: Agreements, query: WhatIf, until: datetime) -> None:
        self._rules = rules
        self._agreements = agreements
        self._query = query
        self._until = until

    def replayed(self, rows: Sequence[Row]) -> Replayed | None:
        """Return a stream under both rules; None where it can hold no promise of the period."""
        found = _Past(rows[0].stream_id, self._agreements)
        for row in rows:
            found.take(row)
            if found.is_after(self._query.to_at):
                return None
        found.look(self._until)
        if found.is_before(self._query.from_at):
            return None
        return Replayed(
            stream_id=rows[0].stream_id,
            stream="account" if isinstance(found.state, CustomerAccount) else "case",
            reference=found.reference,
            now=found.now,
            then=judged(found.history, self._rules, self._until, calls=bool(self._query.rosters)),
        )


class _Past:
    """A stream while it is read: what happened in it, and what is on the record about its clocks."""

    def __init__(self, stream_id: UUID, agreements: Agreements) -> None:
        self.history: list[Past] = []
        self.state: Timed = ABSENT
        self.reference: str | None = None
        self.now = Judgement()
        self._facts: list[Event] = []
        self._receipt: tuple[CaseReceived, Row, Triggers] | None = None
        self._stream_id = stream_id
        self._agreements = agreements

    def take(self, row: Row) -> None:
        """Take the next event."""
        if row.is_of_the_watch:
            self.look(row.recorded_at)
        event = decode(row.type, row.data)
        if not self._is_told_with_receipt(event, row):
            self._note_receipt()
        if isinstance(event, ClockEvent):
            self.now.fold((event,))
        elif not isinstance(event, RulebookFact):
            self._happened(event, row)

    def _happened(self, event: Event, row: Row) -> None:
        """Take what happened, in its place by its time: what was told late was judged so."""
        if self._facts and event.occurred_at < self._facts[-1].occurred_at:
            self.state, occasions, no_more = told_next(self._facts, event)
            self.history += [TakenBack(no_more)] if no_more else []
            insort(self._facts, event, key=attrgetter("occurred_at"))
        else:
            self.state = self._evolved(event)
            occasions = clock_triggers(event, self.state)
            self._facts.append(event)
        if isinstance(self.state, CustomerAccount):
            self.reference = self.state.code
        elif isinstance(event, CaseReceived):
            self.reference, self._receipt = event.reference, (event, row, occasions)
            return
        self._note_receipt()
        for occasion in (*self._months_before(occasions), *occasions):
            self._note(occasion, row.position, row.recorded_at)

    def _months_before(self, occasions: Triggers) -> Triggers:
        """Return the months of care that had begun by then: one that is told again changes nothing."""
        if not occasions or not isinstance(self.state, CustomerAccount):
            return ()
        return months_begun(self.state, NO_CLOCKS, max(occasion.at for occasion in occasions))

    def _is_told_with_receipt(self, event: Event, row: Row) -> bool:
        """Whether the class was told together with the receipt: then it made the promises of that."""
        if self._receipt is None or not isinstance(event, CaseClassified):
            return False
        return row.command_seq > 0 and event.occurred_at == self._receipt[0].occurred_at

    def _note_receipt(self) -> None:
        if self._receipt is not None:
            _, row, occasions = self._receipt
            self._receipt = None
            for occasion in occasions:
                self._note(occasion, row.position, row.recorded_at)

    def _evolved(self, event: Event) -> Timed:
        if isinstance(event, AccountFact):
            return evolve_account(self.state if isinstance(self.state, CustomerAccount) else UNOPENED, event)
        return evolve_case(self.state if isinstance(self.state, Case) else ABSENT, event)

    def look(self, at: datetime) -> None:
        """Look as the watch does: at what the calendar brought by itself, and at what is due."""
        self._note_receipt()
        if isinstance(self.state, CustomerAccount):
            for occasion in expected_triggers(self.state, at):
                self._note(occasion, 0, at)
        self.history.append(at)

    def is_after(self, to_at: datetime | None) -> bool:
        """Whether the case came in after a period: nothing about it can be older."""
        return (
            to_at is not None
            and isinstance(self.state, Case)
            and self.state.received_at is not None
            and self.state.received_at >= to_at
        )

    def is_before(self, from_at: datetime | None) -> bool:
        """Whether all happened before a period: every promise counts from something that happened."""
        happened = (past.occasion.at for past in self.history if isinstance(past, Told))
        return from_at is not None and all(at < from_at for at in happened)

    def _note(self, occasion: ClockTrigger, position: int, recorded_at: datetime) -> None:
        account = None
        if isinstance(self.state, Case):
            account = self._agreements.known_at(self.state.account_id, position)
        context = DecisionContext(now=occasion.at, stream_id=self._stream_id, account=account)
        self.history.append(Told(occasion, situation(self.state, occasion, context), recorded_at))
