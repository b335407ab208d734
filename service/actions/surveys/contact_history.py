"""When contacts were last asked, over all cases: as listed, and what was recorded since."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.case.decisions.surveys import SendSurvey
from service.domain.case.record.surveys import SurveySent
from service.eventstore.folding import decode_rows
from service.eventstore.log import LAST_POSITION, EventLog
from service.eventstore.request import Request
from service.projections.engine.checkpoints import projection_position
from service.projections.surveys.queue import LastAsked, last_asked, last_asked_elsewhere


class ContactHistory:
    """Finds out for each `SendSurvey`, by whatever way it comes, when its contact was last asked."""

    def __init__(self, log: EventLog, engine: AsyncEngine) -> None:
        self._log = log
        self._engine = engine

    def subjects_of(self, request: Request) -> set[UUID]:
        """Return the contacts whom a request asks."""
        return {
            command.contact_id
            for command in request.commands
            if isinstance(command, SendSurvey) and command.contact_id is not None
        }

    async def fill(self, requests: Sequence[Request]) -> Sequence[Request]:
        """Return the requests; those that ask a contact with when the contact was last asked elsewhere."""
        contacts = set[UUID]().union(*(self.subjects_of(request) for request in requests))
        if not contacts:
            return requests
        asked = await asked_before(self._log, self._engine, contacts)
        return [
            self._filled(request, asked) if self.subjects_of(request) else request for request in requests
        ]

    def _filled(self, request: Request, asked: Iterable[LastAsked]) -> Request:
        if not self.subjects_of(request):
            return request
        elsewhere = last_asked_elsewhere(asked, request.stream_id)
        return replace(request, looked_up=replace(request.looked_up, last_asked_at=elsewhere))


async def asked_before(log: EventLog, engine: AsyncEngine, contacts: Iterable[UUID]) -> list[LastAsked]:
    """Return when each contact was asked about each case, up to the newest event on the record."""
    wanted = set(contacts)
    async with engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        listed = await connection.run_sync(last_asked, wanted)
    since = decode_rows(
        await log.between(position + 1, LAST_POSITION, LAST_POSITION, [SurveySent.STORED_NAME])
    )
    return listed + [
        LastAsked(contact_id=event.contact_id, case_id=each.stream_id, sent_at=event.occurred_at)
        for each in since
        if isinstance(event := each.event, SurveySent) and event.contact_id in wanted and event.contact_id
    ]
