"""One case or account replayed: its clocks as promised on the record, and as other rules would make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.situation import expected_triggers
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.account.themes import evolve as evolve_account
from service.domain.case.context import DecisionContext
from service.domain.case.record.intake import CaseReceived
from service.domain.case.state import ABSENT, Case
from service.domain.case.themes import evolve as evolve_case
from service.domain.clocks.events import ClockEvent
from service.domain.clocks.milestones import ClockTrigger
from service.domain.clocks.what_if import Judgement, Past, Told, judged
from service.domain.rulebook.events import RulebookFact
from service.domain.rulebook.state import Rulebook
from service.domain.timekeeping import Timed, clock_triggers, situation
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
        self._stream_id = stream_id
        self._agreements = agreements

    def take(self, row: Row) -> None:
        """Take the next event."""
        if row.is_of_the_watch:
            self.look(row.recorded_at)
        event = decode(row.type, row.data)
        match event:
            case ClockEvent():
                self.now.fold((event,))
                return
            case AccountFact():
                account = self.state if isinstance(self.state, CustomerAccount) else UNOPENED
                self.state = evolve_account(account, event)
                self.reference = self.state.code
            case RulebookFact():
                return
            case _:
                self.state = evolve_case(self.state if isinstance(self.state, Case) else ABSENT, event)
                if isinstance(event, CaseReceived):
                    self.reference = event.reference
        for occasion in clock_triggers(event, self.state):
            self._note(occasion, row.position, row.recorded_at)

    def look(self, at: datetime) -> None:
        """Look as the watch does: at what the calendar brought by itself, and at what is due."""
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
        happened = (past.occasion.at for past in self.history if not isinstance(past, datetime))
        return from_at is not None and all(at < from_at for at in happened)

    def _note(self, occasion: ClockTrigger, position: int, recorded_at: datetime) -> None:
        account = None
        if isinstance(self.state, Case):
            account = self._agreements.known_at(self.state.account_id, position)
        context = DecisionContext(now=occasion.at, stream_id=self._stream_id, account=account)
        self.history.append(Told(occasion, situation(self.state, occasion, context), recorded_at))
