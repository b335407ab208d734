"""How a need stands that an account asks for: as listed, and what was recorded since."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.account.decisions.needs.needs import RaiseNeed
from service.domain.account.needs.known import KnownNeed
from service.domain.account.needs.vocabulary import NeedStage
from service.domain.account.record.needs.needs import THEME, Need, NeedRaised, NeedState
from service.domain.timeline.order import in_business_order
from service.eventstore.context.look_up import LookUp
from service.eventstore.folding import decode_rows
from service.eventstore.log import LAST_POSITION, EventLog
from service.eventstore.request import Request
from service.projections.care.needs.need_askers import need_askers
from service.projections.engine.checkpoints import projection_position

_NEEDS = UUID("2f0f7a86-9a3e-5f53-9f0c-6f5f2f0f3c21")
_NAMES = [event.STORED_NAME for event in THEME.events]
MOST_LOOKED_AT = 5
"""Accounts that ask for a need, those that moved last, whose word on it is looked at."""


class KnownNeeds:
    """Finds out for each `RaiseNeed`, by whatever way it comes, how the need stands with other accounts."""

    def __init__(self, log: EventLog, engine: AsyncEngine, besides: LookUp) -> None:
        self._log = log
        self._engine = engine
        self._besides = besides

    def subjects_of(self, request: Request) -> AbstractSet[UUID]:
        """Return what stands for the needs that a request raises, and what else is looked up for it."""
        own = {uuid5(_NEEDS, number) for number in _raised(request)}
        return self._besides.subjects_of(request) | own

    async def fill(self, requests: Sequence[Request]) -> Sequence[Request]:
        """Return the requests, in order; those that raise needs with how these stand with other accounts."""
        filled = await self._besides.fill(requests)
        wanted = {number for request in requests for number in _raised(request)}
        if not wanted:
            return filled
        known = {number: found for number in sorted(wanted) if (found := await self._known(number))}
        return [_with(request, known) if _raised(request) else request for request in filled]

    async def _known(self, number: str) -> KnownNeed | None:
        found = [
            each for account_id in await self._asking(number) if (each := await self._of(account_id, number))
        ]
        if not found:
            return None
        running = [each for each in found if each.stage is not NeedStage.WITHDRAWN]
        newest = max(running or found, key=lambda need: need.stage_at)
        stage = newest.stage if running else NeedStage.RAISED
        return KnownNeed(
            topic=newest.topic,
            product=newest.product,
            departments=newest.departments,
            stage=stage,
            stage_at=newest.stage_at,
            due_on=newest.due_on,
        )

    async def _asking(self, number: str) -> list[UUID]:
        """Return accounts that ask for a need, up to the newest event on the record."""
        query = (
            select(need_askers.c.account_id)
            .where(need_askers.c.need_number == number)
            .order_by((need_askers.c.stage == NeedStage.WITHDRAWN), need_askers.c.stage_at.desc())
            .limit(MOST_LOOKED_AT)
        )
        async with self._engine.connect() as connection:
            position = await connection.run_sync(projection_position)
            listed = list((await connection.execute(query)).scalars())
        since = await self._log.between(position + 1, LAST_POSITION, LAST_POSITION, [NeedRaised.STORED_NAME])
        more = [
            each.stream_id
            for each in decode_rows(since)
            if isinstance(each.event, NeedRaised) and each.event.need_number == number
        ]
        return list(dict.fromkeys((*listed, *more)))

    async def _of(self, account_id: UUID, number: str) -> Need | None:
        """Return a need as it stands with an account."""
        rows = decode_rows(await self._log.stream_of(account_id, _NAMES))
        account = NeedState()
        for recorded in in_business_order(rows):
            account = THEME.evolve(account, recorded.event)
        return account.needs.get(number)


def _raised(request: Request) -> set[str]:
    return {command.need_number for command in request.commands if isinstance(command, RaiseNeed)}


def _with(request: Request, known: dict[str, KnownNeed]) -> Request:
    own: Iterable[str] = _raised(request)
    found = {number: known[number] for number in own if number in known}
    return replace(request, looked_up=replace(request.looked_up, known_needs=found))
