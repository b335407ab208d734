"""Customers' systems report cases of their account, and read them."""

from uuid import UUID

from fastapi import Request, Response

from service.actions.intake import reporting
from service.actions.intake.documents import IntakeRequest, PublicCase
from service.actions.intake.reporting import ReportedCase, find_by_id, id_by_reference
from service.api.http.access import Permission
from service.api.http.beside import must_not_last
from service.api.http.commands.execution import context_of
from service.api.http.commands.headers import command_id_of
from service.api.http.commands.submission import submission_of
from service.api.http.guard import caller_of, forbidden
from service.api.http.json_answer import document_response
from service.api.http.json_body import read_command
from service.api.http.services import services_of
from service.api.intake.documents import IntakeAnswer, LikeCase
from service.domain.case.rules import CaseNotFoundError
from service.domain.text import Code

PATH = "/v1/intake"


async def report_case(request: Request) -> Response:
    """Report a matter: it becomes a case of the key's account, and is classified by the rules at once.

    It counts as received now. The answer tells what happens next and by when, and which cases of the account
    may be the same matter.
    """
    services = services_of(request)
    account_id = _account_of(request)
    reported = await read_command(request, IntakeRequest, max_body_bytes=services.max_body_bytes)
    key = command_id_of(request, caller_of(request))
    submission = submission_of(request, PATH, reported, command_id=key)
    received = await reporting.report_case(context_of(request), account_id, reported, submission)
    answer = received.answer
    # No position: from one report to the next it would tell how much happens at all other customers.
    headers = {"Location": f"{PATH}/{answer.stream_id}"}
    if answer.is_repeat:
        headers["Idempotency-Replayed"] = "true"
    return Response(_answer(received).model_dump_json(), 201, headers, media_type="application/json")


async def get_reported_case(request: Request, reference: Code) -> Response:
    """Read a case of the key's account, by its id or by the reference that was sent with it.

    Shown is what the customer was told. A case of another account is answered as one that does not exist.
    """
    account_id, context = _account_of(request), context_of(request)
    view = await _reported(request, account_id, _id_in(reference))
    if view is None:
        view = await _reported(request, account_id, await id_by_reference(context, account_id, reference))
    if view is None:
        raise CaseNotFoundError
    return document_response(view)


async def _reported(request: Request, account_id: UUID, case_id: UUID | None) -> PublicCase | None:
    if case_id is None:
        return None
    await must_not_last(request, case_id)
    return await find_by_id(context_of(request), account_id, case_id)


def _account_of(request: Request) -> UUID:
    """Return the account of the key. Raises ProblemError `forbidden`: without one there is nothing to see."""
    account_id = caller_of(request).account_id
    if account_id is None:
        raise forbidden(Permission.INTAKE)
    return account_id


def _answer(received: ReportedCase) -> IntakeAnswer:
    return IntakeAnswer(
        case_id=received.answer.stream_id,
        reference=received.received.reference,
        received_at=received.received.occurred_at,
        response_class=received.case.classification.response_class,
        is_repeat=received.answer.is_repeat,
        promises=received.promises,
        possible_duplicates=[
            LikeCase(**each.model_dump(include=set(LikeCase.model_fields)))
            for each in received.duplicates.items
        ],
    )


def _id_in(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None
