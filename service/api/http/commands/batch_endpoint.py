"""Many commands in one request: each is carried out, refused or mistaken for itself."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Query, Response
from fastapi import Request as HttpRequest
from pydantic_core import from_json

from service.api.http.commands.answers import answer_document
from service.api.http.commands.batch_commands import BatchReader
from service.api.http.commands.batch_documents import MOST_COMMANDS, add_batch_route
from service.api.http.commands.command_table import commands_of
from service.api.http.commands.execution import outcome_of
from service.api.http.document import Parameters
from service.api.http.guard import caller_of, charge
from service.api.http.json_answer import json_of, json_response
from service.api.http.json_body import read_json
from service.api.http.middleware import log_failure
from service.api.http.problems.document import Place, Problem, place_of, problem_of_error, problem_of_refusal
from service.api.http.problems.error import ProblemError
from service.api.http.problems.handlers import RETRY_LATER, failure_as_problem
from service.api.http.services import Services, services_of
from service.api.http.strict_json import unreadable
from service.domain.refusal import Refusal
from service.eventstore.request import Answer, Request

OPENED, DONE = 201, 200


class BatchQuery(Parameters):
    """Content of the answers of a batch."""

    events: bool = False
    """Whether each answer contains the recorded events."""


async def carry_out_commands(request: HttpRequest, query: Annotated[BatchQuery, Query()]) -> Response:
    """Carry out up to 1,000 commands of any kind, each answered for itself.

    The answers come in the order of the commands. What is wrong with one spoils no other; commands on one
    case are carried out in order. An `id` works as an `Idempotency-Key` does: what was sent before, here or
    on the command's own route, is answered as the first time. It is not one transaction.
    """
    services = services_of(request)
    sent = await _commands(request, services)
    charge(request, len(sent) - 1)
    table = commands_of(request)
    reader = BatchReader(request, table, services, caller_of(request))
    read = [_read(reader, one) for one in sent]
    count = _Count(request)
    place = place_of(request)
    answers: list[orjson.Fragment] = []
    async for number, outcome in _settled(services, read):
        asked = read[number]
        count.add(asked, outcome)
        if isinstance(outcome, Exception) and _slug(outcome) == "internal_error":
            log_failure(outcome, request.scope)
        opens = isinstance(asked, Request) and table.route_of[_name_of(asked)].opens
        answer = _answer(number, asked, outcome, place, opens=opens, with_events=query.events)
        # Written at once: a thousand outcomes kept to the end would push what is decided out of the cache.
        answers.append(orjson.Fragment(json_of({"id": _id_of(sent[number]), **answer})))
    count.tell()
    return json_response({"answers": answers})


def add_batch(app: FastAPI) -> None:
    """Add the route of batches."""
    add_batch_route(app, carry_out_commands)


async def _commands(request: HttpRequest, services: Services) -> list[Any]:
    """Return the commands as they were sent; only what is wrong with the whole is refused here."""
    body = await read_json(request, max_body_bytes=services.max_batch_bytes)
    try:
        document = from_json(body or b"{}", allow_inf_nan=False)
    except ValueError as error:
        raise unreadable(str(error)) from None
    wrong: dict[str, Any] | None = None
    if not isinstance(document, dict):
        wrong = {"type": "model_type", "loc": ()}
    elif unknown := sorted(document.keys() - {"commands"}):
        wrong = {"type": "extra_forbidden", "loc": (unknown[0],)}
    elif "commands" not in document:
        wrong = {"type": "missing", "loc": ("commands",)}
    elif not isinstance(document["commands"], list):
        wrong = {"type": "list_type", "loc": ("commands",)}
    elif len(document["commands"]) > MOST_COMMANDS:
        wrong = {"type": "too_long", "loc": ("commands",), "ctx": {"max_length": MOST_COMMANDS}}
    if wrong is not None:
        raise ProblemError("validation_failed", errors=[wrong])
    commands: list[Any] = document["commands"]
    return commands


def _read(reader: BatchReader, sent: object) -> Request | ProblemError:
    try:
        return reader.read(sent)
    except ProblemError as error:
        return error


async def _settled(
    services: Services, read: Sequence[Request | ProblemError]
) -> AsyncIterator[tuple[int, Answer | Exception]]:
    """Yield how each went, in order. Where nothing is taken in at all, that is the answer of each."""
    requests = [one for one in read if isinstance(one, Request)]
    unavailable: Exception | None = None
    async with aclosing(services.application.execute_each(requests)) as outcomes:
        for number, one in enumerate(read):
            if isinstance(one, ProblemError):
                yield number, one
                continue
            try:
                yield number, unavailable if unavailable is not None else await anext(outcomes)
            except tuple(RETRY_LATER) as error:
                unavailable = error
                yield number, error


def _answer(
    number: int,
    asked: Request | ProblemError,
    outcome: Answer | Exception,
    place: Place,
    *,
    opens: bool,
    with_events: bool,
) -> dict[str, Any]:
    if isinstance(outcome, Answer):
        return {"status": OPENED if opens else DONE, **answer_document(outcome, with_events=with_events)}
    problem = _problem(number, asked, outcome, place)
    return {"status": problem.status, "problem": problem.model_dump(exclude_none=True)}


def _problem(number: int, asked: Request | ProblemError, outcome: Exception, place: Place) -> Problem:
    within = replace(place, within=f"/commands/{number}")
    if isinstance(outcome, Refusal):
        is_conditional = isinstance(asked, Request) and asked.expected_version is not None
        inside = replace(within, within=f"{within.within}/command")
        return problem_of_refusal(outcome, inside, is_conditional=is_conditional)
    return problem_of_error(failure_as_problem(outcome), within)


def _name_of(asked: Request) -> str:
    return type(asked.commands[0]).__name__


def _id_of(sent: Any) -> str | None:
    written = sent.get("id") if isinstance(sent, dict) else None
    return written if isinstance(written, str) else None


class _Count:
    """How each command went, and each problem, counted as on the routes of single commands."""

    def __init__(self, request: HttpRequest) -> None:
        self._metrics = request.app.state.metrics
        self._went: Counter[tuple[str, str]] = Counter()

    def add(self, asked: Request | ProblemError, outcome: Answer | Exception) -> None:
        if isinstance(asked, Request):
            self._went[_name_of(asked), outcome_of(outcome)] += 1
        if isinstance(outcome, Exception):
            self._metrics.problem(_slug(outcome))

    def tell(self) -> None:
        for (name, outcome), times in self._went.items():
            self._metrics.command(name, outcome, times)


def _slug(problem: Exception) -> str:
    return problem.slug if isinstance(problem, Refusal) else failure_as_problem(problem).slug
