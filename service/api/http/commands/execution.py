"""Carrying requests out on the record, and counting how they went."""

from functools import partial

from fastapi import Request as HttpRequest

from service.actions.action import ActionContext
from service.api.http.services import services_of
from service.domain.refusal import Refusal
from service.eventstore.request import Answer, Request


def context_of(request: HttpRequest) -> ActionContext:
    """Return what an action works with."""
    services = services_of(request)
    execute = partial(executed, request)
    return ActionContext(application=services.application, engine=services.engine, execute=execute)


async def executed(request: HttpRequest, asked: Request) -> Answer:
    """Carry it out, and count how it went."""
    count = request.app.state.metrics.command
    name = type(asked.commands[0]).__name__
    try:
        answer = await services_of(request).application.execute(asked)
    except Exception as error:
        count(name, outcome_of(error))
        raise
    count(name, outcome_of(answer))
    return answer


def outcome_of(outcome: Answer | Exception) -> str:
    """Return how a command went, in the word of the measures."""
    if isinstance(outcome, Answer):
        return "repeated" if outcome.is_repeat else "unchanged" if outcome.is_unchanged else "recorded"
    return "refused" if isinstance(outcome, Refusal) else "failed"
