"""The way in for customers' own systems: they report for their account alone, and see its cases alone."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.duplicates import Duplicates, DuplicatesQuery, duplicates_of
from service.api.http.access import Caller, Permission
from service.api.http.commands.endpoint import executed
from service.api.http.commands.headers import command_id_of, correlation_id_of, digest_of, own_request_id
from service.api.http.guard import Needs, forbidden
from service.api.http.json_body import read_command
from service.api.http.lists.freshness import HIGHEST_POSITION, wait_for_position
from service.api.http.services import services_of
from service.api.intake_documents import IntakeAnswer, IntakeRequest, LikeCase
from service.api.intake_routes import PATH, add_intake_routes
from service.api.intake_views import promises, public_case
from service.domain.case.decisions.classification import ClassifyByRules
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.record.intake import CaseReceived
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Answer, Loaded
from service.eventstore.request import Request as Wanted
from service.projections.cases.near import newest_by_reference

Customer = Annotated[Caller, Depends(Needs(Permission.INTAKE))]
MOST_LIKE = 5


@dataclass(frozen=True)
class _OwnCase:
    """A case of the account that asks."""

    case_id: UUID
    case: Case
    events: list[RecordedEvent]


class PublicCaseQuery(BaseModel):
    """How new the answer must be."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until a case can be found by its reference up to this position."""


async def report_case(request: Request, caller: Customer) -> Response:
    """Report a matter: it becomes a case of the key's account, and is classified by the rules at once.

    It counts as received now. The answer tells what happens next and by when, and which cases of the account
    may be the same matter.
    """
    services = services_of(request)
    account_id = _account_of(caller)
    told = await read_command(request, IntakeRequest, max_body_bytes=services.max_body_bytes)
    command_id = command_id_of(request, caller)
    wanted = Wanted(
        stream_id=services.new_id(),
        commands=(_received(told, account_id), ClassifyByRules()),
        command_id=command_id or own_request_id(request) or services.new_id(),
        actor=caller.actor,
        digest=digest_of(PATH, told) if command_id else None,
        correlation_id=correlation_id_of(request),
    )
    answer = await executed(request, services, wanted)
    view = await _answer(request, answer, account_id)
    headers = {"Location": f"{PATH}/{answer.stream_id}", "Case-Position": str(answer.position)}
    if answer.is_repeat:
        headers["Idempotency-Replayed"] = "true"
    return Response(view.model_dump_json(), 201, headers, media_type="application/json")


async def get_reported_case(
    request: Request, reference: Code, query: Annotated[PublicCaseQuery, Query()], caller: Customer
) -> Response:
    """Read a case of the key's account, by its id or by the reference that was sent with it.

    Shown is what the customer was told. A case of another account is answered as one that does not exist.
    """
    account_id = _account_of(caller)
    own = await _own_case(request, _id_in(reference), account_id)
    if own is None:
        found = await _by_reference(request, reference, query, account_id)
        own = await _own_case(request, found, account_id)
    if own is None:
        raise CaseNotFoundError
    book = await services_of(request).application.rulebook()
    view = public_case(own.case_id, own.case, (each.event for each in own.events), book)
    other = await _own_case(request, view.continues_in, account_id)
    view = view.model_copy(update={"continues_in": other.case_id if other else None})
    return Response(view.model_dump_json(), media_type="application/json")


def add_intake(app: FastAPI) -> None:
    """Add the routes."""
    add_intake_routes(app, report_case, get_reported_case)


def _account_of(caller: Caller) -> UUID:
    """Return the account of the key. Raises ProblemError `forbidden`: without one there is nothing to see."""
    if caller.account_id is None:
        raise forbidden(Permission.INTAKE)
    return caller.account_id


def _received(told: IntakeRequest, account_id: UUID) -> ReceiveCase:
    content = dict(told)
    reported_by = content.pop("contact")
    return ReceiveCase(account_id=account_id, reported_by=reported_by, **content)


async def _answer(request: Request, answer: Answer, account_id: UUID) -> IntakeAnswer:
    own = await _own_case(request, answer.stream_id, account_id)
    if own is None:
        raise CaseNotFoundError
    services = services_of(request)
    received = next(each.event for each in own.events if isinstance(each.event, CaseReceived))
    like = await duplicates_of(services, own.events, DuplicatesQuery(limit=MOST_LIKE))
    return IntakeAnswer(
        case_id=own.case_id,
        reference=received.reference,
        received_at=received.occurred_at,
        response_class=own.case.classification.response_class,
        position=answer.position,
        is_repeat=answer.is_repeat,
        promises=promises(own.case, await services.application.rulebook()),
        possible_duplicates=_like(like),
    )


def _like(found: Duplicates) -> list[LikeCase]:
    return [LikeCase(**each.model_dump(include=set(LikeCase.model_fields))) for each in found.items]


async def _own_case(request: Request, case_id: UUID | None, account_id: UUID) -> _OwnCase | None:
    """Return a case; None where there is none of this id, or it is another account's."""
    if case_id is None:
        return None
    events = decode_rows(await services_of(request).application.log.stream(case_id))
    case = fold(Loaded(stream_id=case_id), events).state
    if not isinstance(case, Case) or case.account_id != account_id:
        return None
    return _OwnCase(case_id, case, events)


def _id_in(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


async def _by_reference(
    request: Request, reference: str, query: PublicCaseQuery, account_id: UUID
) -> UUID | None:
    services = services_of(request)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        return await connection.run_sync(newest_by_reference, account_id, reference)
