"""Silent customers are found by their signs of life; each silence is warned of once (REQUIREMENTS 141)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from service.actions.action import ActionContext
from service.domain.account.decisions.health.silences import NoteLife, NoteSilence
from service.domain.account.health.silence import CameToLife, FallenSilent, come_to_life, fallen_silent
from service.domain.command import Command
from service.domain.described import Described
from service.domain.guidelines.care.silence import SilenceGuideline
from service.domain.refusal import Refusal
from service.eventstore.request import Answer, Request
from service.projections.care.health.life import living_accounts
from service.projections.care.health.silences import open_silences, silences_known
from service.projections.engine.checkpoints import projection_position

ACTOR = "casebook watch"
AT_ONCE = 500


class SilenceDetection(Described):
    """What a look at the signs of life of all accounts has found."""

    fell_silent: list[UUID]
    """Ids of the accounts that were found silent; those that were before are not among them."""
    came_to_life: list[UUID]
    """Ids of the accounts whose silence is over."""
    rules_version: int | None
    """Version of the guideline `silence` that was applied; null if none is in force."""
    position: int
    """The look took every event up to this position into account."""


async def detect_silences(context: ActionContext, until: datetime) -> SilenceDetection:
    """Record which accounts fell silent and which came to life by an instant; what was said is not again."""
    guideline = (await context.application.rulebook()).guideline(SilenceGuideline, until)
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        silent, alive = await connection.run_sync(_found, guideline, until) if guideline else ((), ())
    over = await noted(context, [(one.account_id, _life(one)) for one in alive])
    version = guideline.version if guideline else 0
    began = await noted(context, [(one.account.account_id, _silence(one, version)) for one in silent])
    return SilenceDetection(
        fell_silent=began,
        came_to_life=over,
        rules_version=guideline.version if guideline else None,
        position=position,
    )


async def noted(context: ActionContext, commands: Sequence[tuple[UUID, Command]]) -> list[UUID]:
    """Have each account told, and return those to which it was new. An account that refuses is left alone.

    Raises what else kept one from being told.
    """
    new: list[UUID] = []
    for first in range(0, len(commands), AT_ONCE):
        requests = [
            Request(
                stream_id=account_id,
                commands=(command,),
                command_id=context.application.new_id(),
                actor=ACTOR,
            )
            for account_id, command in commands[first : first + AT_ONCE]
        ]
        outcomes = await context.application.execute_many(requests)
        for request, outcome in zip(requests, outcomes, strict=True):
            if isinstance(outcome, Answer):
                new += [] if outcome.says_nothing_new else [request.stream_id]
            elif not isinstance(outcome, Refusal):
                raise outcome
    return new


def _found(
    connection: Connection, guideline: SilenceGuideline, until: datetime
) -> tuple[Sequence[FallenSilent], Sequence[CameToLife]]:
    living = living_accounts(connection, guideline.signs, until)
    known = silences_known(connection)
    silent = [
        one
        for one in fallen_silent(living.values(), guideline, until)
        if (one.account.account_id, one.account.since) not in known
    ]
    return silent, list(come_to_life(living, open_silences(connection)))


def _silence(one: FallenSilent, version: int) -> NoteSilence:
    return NoteSilence(
        occurred_at=one.silent_at,
        since_at=one.account.since,
        last_sign=one.account.sign,
        after_days=one.after_days,
        rules_version=version,
    )


def _life(one: CameToLife) -> NoteLife:
    return NoteLife(occurred_at=one.ended_at, since_at=one.since, life_at=one.life_at, sign=one.sign)
