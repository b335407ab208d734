"""A mass complaint: how its cases stand, and one word of progress told to all of them (批量投诉)."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import Depends, FastAPI, Query, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel, ConfigDict, Field

from service.api.http.access import Caller, Permission
from service.api.http.commands.answers import answer_document
from service.api.http.commands.endpoint import outcome_of
from service.api.http.commands.headers import command_id_of, correlation_id_of, digest_of
from service.api.http.guard import Needs
from service.api.http.json_answer import json_response
from service.api.http.json_body import read_command
from service.api.http.lists.freshness import HIGHEST_POSITION, wait_for_position
from service.api.http.problems.document import Place, Problem, place_of, problem_of_error, problem_of_refusal
from service.api.http.problems.handlers import retry_later
from service.api.http.routes.documents import (
    EVERYWHERE,
    ON_COMMANDS,
    ON_PROJECTIONS,
    guarded,
    of_slugs,
    problem_responses,
)
from service.api.http.routes.registration import add_read_route
from service.api.http.services import Services, services_of
from service.api.http.streams import case_missing
from service.domain.case.decisions.replies import ShareProgress
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.refusal import Refusal
from service.eventstore.request import Answer, Request
from service.projections.complaints.mass import ChildCase, GrantedAmount, children_of, granted_on

MASS = "/v1/cases/{case_id}/mass"
PROGRESS = f"{MASS}/progress"
AT_ONCE = 1_000

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
Recorder = Annotated[Caller, Depends(Needs(Permission.RECORD))]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class MassQuery(BaseModel):
    """How new the links must be."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the links are known up to this position (`Case-Position` of a command's answer)."""


class MassComplaint(_Document):
    """How the cases of a mass complaint stand."""

    case_id: UUID
    """The parent."""
    children: int
    """How many cases are its children."""
    by_status: dict[str, int]
    """Status -> how many children stand there."""
    accounts: int
    """How many customers are concerned."""
    granted: list[GrantedAmount]
    """What the customers have got, by currency."""
    items: list[ChildCase]
    """The children, in order of their receipt."""
    position: int
    """Every event up to this position is in it."""


class ChildAnswer(_Document):
    """What became of the word to one child."""

    case_id: UUID
    """The child."""
    status: int
    """What its own route would have answered: 200, or the status of the problem."""
    version: int | None = None
    """Its version after it."""
    position: int | None = None
    """The position of its newest event."""
    is_repeat: bool | None = None
    """Whether it was told before under the same Idempotency-Key."""
    problem: Problem | None = None
    """Why it was not told."""


class MassAnswers(_Document):
    """One answer for each open child, in order of their receipt."""

    answers: list[ChildAnswer]
    """The answers."""


async def get_mass_complaint(
    request: HttpRequest, case_id: UUID, query: Annotated[MassQuery, Query()], _: Reader
) -> Response:
    """Read how the cases stand whose parent this one is: how many, where, whose, and what was given."""
    services = services_of(request)
    children, position = await _children(services, case_id, query)
    async with services.engine.connect() as connection:
        granted = await connection.run_sync(granted_on, [child.case_id for child in children])
    document = MassComplaint(
        case_id=case_id,
        children=len(children),
        by_status=dict(sorted(Counter(child.status for child in children).items())),
        accounts=len({child.account_id for child in children}),
        granted=granted,
        items=children,
        position=position,
    )
    return Response(document.model_dump_json(), media_type="application/json")


async def share_progress_with_all(
    request: HttpRequest, case_id: UUID, query: Annotated[MassQuery, Query()], caller: Recorder
) -> Response:
    """Tell every open child of a mass complaint how the matter stands.

    It stands on the record of each child as if told to it alone. What is wrong with one child spoils no
    other. Sent again with the same `Idempotency-Key` it tells only those who were not told before.
    """
    services = services_of(request)
    command = await read_command(request, ShareProgress, max_body_bytes=services.max_body_bytes)
    children, _ = await _children(services, case_id, query)
    still_open = [child.case_id for child in children if child.status == "open"]
    key = command_id_of(request, caller)
    requests = [
        Request(
            stream_id=child_id,
            commands=(command,),
            command_id=uuid5(key, str(child_id)) if key else services.new_id(),
            actor=caller.actor,
            digest=digest_of(PROGRESS.replace("{case_id}", str(child_id)), command) if key else None,
            correlation_id=correlation_id_of(request),
        )
        for child_id in still_open
    ]
    outcomes: list[Answer | Exception] = []
    for first in range(0, len(requests), AT_ONCE):
        outcomes += await services.application.execute_many(requests[first : first + AT_ONCE])
    return _answered(request, still_open, outcomes)


def add_mass_complaint(app: FastAPI) -> None:
    """Add both routes."""
    add_read_route(
        app,
        MASS,
        get_mass_complaint,
        Permission.READ,
        MassComplaint,
        tag="complaints",
        problems=ON_PROJECTIONS,
        refusals=(case_missing(),),
    )
    meaning = (share_progress_with_all.__doc__ or "").strip()
    body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{ShareProgress.__name__}"}}}
    app.add_api_route(
        PROGRESS,
        share_progress_with_all,
        methods=["POST"],
        operation_id=share_progress_with_all.__name__,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["complaints"],
        response_model=MassAnswers,
        responses=problem_responses([*of_slugs(*EVERYWHERE, *ON_COMMANDS, *ON_PROJECTIONS), case_missing()]),
        openapi_extra={
            **guarded(Permission.RECORD),
            "parameters": [_KEY],
            "requestBody": {"required": True, "content": body},
        },
    )


_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes it safe to send twice: a child that was told is answered as the first time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


async def _children(services: Services, case_id: UUID, query: MassQuery) -> tuple[list[ChildCase], int]:
    """Return the children of a case and the position up to which they are known. Raises CaseNotFoundError."""
    loaded = await services.application.load(case_id)
    if not isinstance(loaded.state, Case):
        raise CaseNotFoundError
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        return await connection.run_sync(children_of, case_id), position


def _answered(request: HttpRequest, told: Sequence[UUID], outcomes: Sequence[Answer | Exception]) -> Response:
    """Answer for each child, and count how each went as on the route of the single command."""
    metrics, place = request.app.state.metrics, place_of(request)
    answers: list[dict[str, Any]] = []
    for child_id, outcome in zip(told, outcomes, strict=True):
        metrics.command(ShareProgress.__name__, outcome_of(outcome))
        if isinstance(outcome, Answer):
            done = answer_document(outcome, with_events=False)
            del done["stream_id"]
            answers.append({"case_id": child_id, "status": 200, **done})
        else:
            problem = _problem(outcome, place)
            shown = problem.model_dump(exclude_none=True)
            answers.append({"case_id": child_id, "status": problem.status, "problem": shown})
    return json_response({"answers": answers})


def _problem(outcome: Exception, place: Place) -> Problem:
    if isinstance(outcome, Refusal):
        return problem_of_refusal(outcome, place, is_conditional=False)
    return problem_of_error(retry_later(outcome), place)
