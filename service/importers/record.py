"""The record as an import sees it, and the rehearsal that writes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from service.domain.account.decisions.profile import AccountAlreadyOpenedError
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate, decide_all
from service.domain.case.context import DecisionContext
from service.domain.case.record.intake import CaseReceived, SourceUpdateRecorded
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.refusal import Refusal
from service.domain.rulebook.state import EMPTY
from service.domain.timeline.history import History
from service.eventstore.application import Application
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded, Request


@dataclass(frozen=True, kw_only=True)
class OnRecord:
    """A case as it is on the record, its events, and the updates of it that were taken over, in order."""

    case: Case
    events: tuple[Event, ...]
    updates: Sequence[SourceUpdateRecorded]


class Record(Protocol):
    """Where an import reads what is known and hands in its requests."""

    async def account(self, account_id: UUID) -> CustomerAccount | None:
        """Return an account, None where it is not open."""

    async def open_account(self, request: Request) -> None:
        """Open the account unless it is open."""

    async def accounts(self, case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        """Return the account of those of these cases that are on the record."""

    async def digests(self, command_ids: Sequence[UUID]) -> dict[UUID, bytes | None]:
        """Return which of these commands were carried out, with the digest of each."""

    async def cases(self, stream_ids: Iterable[UUID]) -> dict[UUID, OnRecord]:
        """Return those of these cases that are on the record."""

    async def carry_out(self, requests: Sequence[Request]) -> list[Refusal | None]:
        """Carry the requests out in order and return why each was refused, None where it was not."""


class LiveRecord:
    """The record itself: requests go through the application, as those of every other sender."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def open_account(self, request: Request) -> None:
        try:
            await self._application.execute(request)
        except AccountAlreadyOpenedError:
            return

    async def account(self, account_id: UUID) -> CustomerAccount | None:
        state = (await self._application.load(account_id)).state
        return state if isinstance(state, CustomerAccount) else None

    async def accounts(self, case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        rows = await self._application.log.firsts(case_ids) if case_ids else []
        return {
            recorded.stream_id: recorded.event.account_id
            for recorded in decode_rows(rows)
            if isinstance(recorded.event, CaseReceived)
        }

    async def digests(self, command_ids: Sequence[UUID]) -> dict[UUID, bytes | None]:
        rows = await self._application.log.commands(command_ids)
        return {row.command_id: row.command_digest for row in rows}

    async def cases(self, stream_ids: Iterable[UUID]) -> dict[UUID, OnRecord]:
        wanted = list(stream_ids)
        rows = await self._application.log.streams(wanted) if wanted else []
        events: defaultdict[UUID, list[RecordedEvent]] = defaultdict(list)
        updates: defaultdict[UUID, list[SourceUpdateRecorded]] = defaultdict(list)
        for recorded in decode_rows(rows):
            stream_id, event = recorded.stream_id, recorded.event
            events[stream_id].append(recorded)
            if isinstance(event, SourceUpdateRecorded):
                updates[stream_id].append(event)
        return {
            stream_id: OnRecord(
                case=case,
                events=tuple(each.event for each in recorded),
                updates=updates[stream_id],
            )
            for stream_id, recorded in events.items()
            if isinstance(case := fold(Loaded(stream_id=stream_id), recorded).state, Case)
        }

    async def carry_out(self, requests: Sequence[Request]) -> list[Refusal | None]:
        if not requests:
            return []
        outcomes = await self._application.execute_many(requests)
        return [outcome if isinstance(outcome, Refusal) else None for outcome in outcomes]


class Rehearsal(LiveRecord):
    """Decides on states kept in memory and writes nothing.

    It remembers each row that it would have written, so that repeated rows are found as they would be.
    """

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self._account: CustomerAccount | None = None
        self._rulebook = EMPTY
        self._states: dict[UUID, Aggregate | None] = {}
        self._histories: defaultdict[UUID, History] = defaultdict(lambda: History(()))
        self._digests: dict[UUID, bytes | None] = {}

    async def open_account(self, request: Request) -> None:
        self._rulebook = await self._application.rulebook()
        state = await self.account(request.stream_id) or self._decided(None, request)
        self._account = state if isinstance(state, CustomerAccount) else None

    async def digests(self, command_ids: Sequence[UUID]) -> dict[UUID, bytes | None]:
        mine = {key: self._digests[key] for key in command_ids if key in self._digests}
        return mine | await super().digests(command_ids)

    async def carry_out(self, requests: Sequence[Request]) -> list[Refusal | None]:
        unseen = {request.stream_id for request in requests} - self._states.keys()
        known = await self.cases(unseen)
        self._states |= {stream_id: on_record.case for stream_id, on_record in known.items()}
        self._histories |= {stream_id: History(on_record.events) for stream_id, on_record in known.items()}
        return [self._rehearse(request) for request in requests]

    def _rehearse(self, request: Request) -> Refusal | None:
        try:
            self._states[request.stream_id] = self._decided(self._states.get(request.stream_id), request)
        except Refusal as refusal:
            return refusal
        self._digests[request.command_id] = request.digest
        return None

    def _decided(self, state: Aggregate | None, request: Request) -> Aggregate | None:
        history = self._histories[request.stream_id]
        context = DecisionContext(
            now=self._application.now(), account=self._account, history=history, rulebook=self._rulebook
        )
        events, after = decide_all(state, request.commands, context)
        self._histories[request.stream_id] = history.with_more(events)
        return after
