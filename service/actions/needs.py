"""A need moved on for every account that asks for it, and one word to everybody who asked (需求闭环)."""

from collections.abc import Callable, Sequence
from uuid import UUID

from service.actions.action import ActionContext, Submission
from service.domain.account.decisions.needs.needs import (
    AssessNeed,
    DeclineNeed,
    DeliverNeed,
    NeedNotAskedError,
    PlanNeed,
    TellAsker,
)
from service.domain.command import Command
from service.domain.described import Described
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Channel
from service.eventstore.request import Answer
from service.projections.care.needs.need_lists import accounts_asking
from service.projections.engine.checkpoints import projection_position

AT_ONCE = 1_000
Moved = AssessNeed | PlanNeed | DeliverNeed | DeclineNeed
Outcomes = list[tuple[UUID, Answer | Exception]]


class TellAskers(Described, extra="forbid"):
    """Record that everybody who asked for a need, and does not know how it stands, was told."""

    need_number: Code
    """Number of the need."""
    channel: Channel
    text: FreeText
    """What they were told."""


async def move_need(
    context: ActionContext, command: Moved, submission_of: Callable[[UUID], Submission]
) -> tuple[Outcomes, int]:
    """Move a need on for every account that asks for it.

    Return how it went, by account, and the position up to which the accounts are known. What is wrong with
    one account spoils no other. Raises NeedNotAskedError where none asks for it.
    """
    asking, position = await _asking(context, command.need_number)
    wanted = [(account_id, [command]) for account_id, _ in asking]
    return await _sent(context, wanted, submission_of), position


async def tell_askers(
    context: ActionContext, told: TellAskers, submission_of: Callable[[UUID], Submission]
) -> tuple[Outcomes, int]:
    """Record for every account what each contact was told who asked and was not told yet.

    Return how it went, by account that has such contacts, and the position up to which they are known.
    Raises NeedNotAskedError where no account asks for it.
    """
    asking, position = await _asking(context, told.need_number)
    wanted = [
        (account_id, [TellAsker(contact_id=contact, **dict(told)) for contact in untold])
        for account_id, untold in asking
        if untold
    ]
    return await _sent(context, wanted, submission_of), position


async def _asking(context: ActionContext, need_number: str) -> tuple[list[tuple[UUID, list[UUID]]], int]:
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        asking = await connection.run_sync(accounts_asking, need_number)
    if not asking:
        raise NeedNotAskedError(need_number=need_number)
    return asking, position


async def _sent(
    context: ActionContext,
    wanted: Sequence[tuple[UUID, Sequence[Command]]],
    submission_of: Callable[[UUID], Submission],
) -> Outcomes:
    requests = [submission_of(account_id).of(account_id, *commands) for account_id, commands in wanted]
    outcomes: list[Answer | Exception] = []
    for first in range(0, len(requests), AT_ONCE):
        outcomes += await context.application.execute_many(requests[first : first + AT_ONCE])
    return [(account_id, outcome) for (account_id, _), outcome in zip(wanted, outcomes, strict=True)]
