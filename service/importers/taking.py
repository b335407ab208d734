"""Batches of rows taken over: which are known, what the others ask for, and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.case.decisions.intake import ReceiveCase
from service.domain.refusal import CommandIdReusedError, Refusal
from service.eventstore.request import Request
from service.importers.batches import ReadRow
from service.importers.belonging import Belonging
from service.importers.case_progress import ProgressOfCases, standing_after
from service.importers.identity import Origin
from service.importers.mapping import check_times, commands_of
from service.importers.order import check_order
from service.importers.problems import Rejection, RowProblemError
from service.importers.promised import Promised
from service.importers.record import Record
from service.importers.sources.source import CaseProgress


@dataclass(frozen=True, slots=True)
class _Step:
    """A row that can be taken over, and how its case stands after it.

    No request: it is known already. No standing: and not the last one of its case.
    """

    read: ReadRow
    after: CaseProgress | None
    request: Request | None = None


class Taking:
    """Takes the rows of one file over. `accepted`, `already_known` and `cases` count what became of them."""

    def __init__(
        self,
        origin: Origin,
        record: Record,
        belonging: Belonging,
        opening: Request,
        *,
        opened_at: datetime | None,
        promised: Promised,
        now: Callable[[], datetime],
    ) -> None:
        """`opening` is the request that opens the account, unless it was open since `opened_at`."""
        self.accepted = 0
        self.already_known = 0
        self.cases = 0
        self._source = origin.source
        self._record = record
        self._belonging = belonging
        self._opening = opening
        self._account_id = opening.stream_id
        self._is_open = False
        self._account_opened_at = opened_at
        self._actor = opening.actor
        self._promised = promised
        self._taken_over_at = now()
        self._now = now
        self._reject = belonging.reject
        self._standings = ProgressOfCases(origin.source, record)

    async def take(self, batch: Sequence[ReadRow]) -> None:
        """Take rows over, in this order. What cannot be is rejected and spoils no other row."""
        batch = await self._belonging.settled(batch)
        known = await self._record.digests([read.command_id for read in batch])
        await self._standings.look_up(read.case_id for read in batch if read.command_id not in known)
        steps = self._plan(batch, known)
        requests = [step.request for step in steps if step.request]
        if requests and not self._is_open:
            await self._record.open_account(self._opening)
            self._is_open = True
        refusals = dict(
            zip(
                (request.command_id for request in requests),
                await self._record.carry_out(requests),
                strict=True,
            )
        )
        for step in steps:
            self._settle(step, refusals.get(step.read.command_id))

    def _plan(self, batch: Sequence[ReadRow], known: dict[UUID, bytes | None]) -> list[_Step]:
        """Return what to do about each row, on the assumption that the ones before it are accepted."""
        ahead: dict[UUID, CaseProgress] = {}
        taken = dict(known)
        to_come = {_update(read) for read in batch if read.command_id in known}
        now = self._now()
        steps: list[_Step] = []
        for read in batch:
            to_come.discard(_update(read))
            before = ahead.get(read.case_id) or self._standings.of(read.case_id)
            try:
                if read.command_id in taken:
                    step = self._known(read, before, taken[read.command_id])
                else:
                    step = self._new(read, before, to_come, now)
            except RowProblemError as problem:
                self._reject(Rejection.of_problem(read.line, read.raw, problem))
                continue
            taken[read.command_id] = read.digest
            if step.after:
                ahead[read.case_id] = step.after
            steps.append(step)
        return steps

    def _known(self, read: ReadRow, before: CaseProgress | None, digest: bytes | None) -> _Step:
        if digest != read.digest:
            raise self._repeated(read)
        return _Step(read, self._standings.after_known(read, before))

    def _new(
        self, read: ReadRow, before: CaseProgress | None, to_come: set[tuple[UUID, str]], now: datetime
    ) -> _Step:
        opened_at = self._account_opened_at
        check_times(self._source, read.row, before, now, account_opened_at=opened_at)
        last = before.last_update if before else None
        is_last_to_come = last is not None and (read.case_id, last.name) in to_come
        check_order(self._source, read.row, before, is_last_to_come=is_last_to_come)
        request = Request(
            stream_id=read.case_id,
            commands=commands_of(
                self._source,
                read.row,
                before,
                self._account_id,
                taken_over=self._promised.to(read.row.standing.received_at, self._taken_over_at),
            ),
            command_id=read.command_id,
            actor=self._actor,
            digest=read.digest,
        )
        return _Step(read, standing_after(read.row, before), request)

    def _settle(self, step: _Step, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._reject(self._rejection(step.read, refusal))
            return
        if step.request is None:
            self.already_known += 1
        else:
            self.accepted += 1
            self.cases += isinstance(step.request.commands[0], ReceiveCase)
        if step.after:
            self._standings.settle(step.read.case_id, step.after)

    def _repeated(self, read: ReadRow) -> RowProblemError:
        return RowProblemError(self._source.number_column, "repeated_with_other_content", row=read.row.update)

    def _rejection(self, read: ReadRow, refusal: Refusal) -> Rejection:
        if isinstance(refusal, CommandIdReusedError):
            return Rejection.of_problem(read.line, read.raw, self._repeated(read))
        is_time = refusal.field == "occurred_at"
        column = self._source.changed_column if is_time else self._source.number_column
        return Rejection.of_refusal(read.line, read.raw, column, refusal)


def _update(read: ReadRow) -> tuple[UUID, str]:
    return read.case_id, read.row.update
