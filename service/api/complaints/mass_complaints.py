"""Mass complaints: how their cases stand, and one word to all of them (批量投诉)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import FastAPI, Query, Request, Response

from service.actions.action import Submission
from service.actions.mass_complaints import MassComplaint, mass_complaint, tell_all
from service.api.http.access import Permission
from service.api.http.commands.documents import STAFF
from service.api.http.commands.execution import context_of
from service.api.http.commands.headers import command_id_of
from service.api.http.commands.submission import submission_of
from service.api.http.commands.to_many import KEY, AnswerOfOne, answers_of
from service.api.http.document import Document, Parameters
from service.api.http.guard import caller_of
from service.api.http.json_answer import document_response, json_response
from service.api.http.json_body import read_command
from service.api.http.lists.freshness import MinPosition, wait_until_listed
from service.api.http.routes.documents import ON_COMMANDS, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.replies import ReportResult, ShareProgress
from service.domain.case.rules import CaseNotFoundError
from service.domain.command import Command

MASS = "/v1/cases/{case_id}/mass"
TOLD_TO_ALL: dict[type[Command], tuple[str, str]] = {
    ShareProgress: ("/progress", "Tell every open child of a mass complaint how the matter stands."),
    ResolveCase: ("/resolve", "Resolve every open child of a mass complaint."),
    ReportResult: (
        "/result",
        "Report the outcome to every customer whose child case is resolved.",
    ),
}
"""By command: its path behind that of the mass complaint, and what it does."""
_TO_EACH = """

It stands on the record of each child as if told to it alone. What is wrong with one child spoils no other.
Without `min_position` it waits for the links and statuses of all that is on the record.
Sent again with the same `Idempotency-Key` it tells only those who were not told before.
"""


class MassQuery(Parameters):
    """Freshness of the links."""

    min_position: MinPosition = None
    """Wait until the links have reached this position (`Case-Position` of a command's answer)."""


class ChildAnswer(AnswerOfOne):
    """Result of the command on one child case."""

    case_id: UUID
    """Id of the child case."""


class MassAnswers(Document):
    """One answer for each child concerned, in order of their receipt."""

    answers: list[ChildAnswer]
    """Answers, one per child case."""
    position: int
    """Position up to which links and statuses of the children were known."""


async def get_mass_complaint(
    request: Request, case_id: UUID, query: Annotated[MassQuery, Query()]
) -> Response:
    """Read how the cases stand whose parent this one is: how many, where, whose, and what was given."""
    await wait_until_listed(request, query.min_position)
    return document_response(await mass_complaint(context_of(request), case_id))


def _endpoint(kind: type[Command], path: str, summary: str) -> Callable[..., Awaitable[Response]]:
    async def endpoint(request: Request, case_id: UUID, query: Annotated[MassQuery, Query()]) -> Response:
        services = services_of(request)
        command = await read_command(request, kind, max_body_bytes=services.max_body_bytes)
        key = command_id_of(request, caller_of(request))

        def submitted(child_id: UUID) -> Submission:
            of_all = submission_of(request, path.replace("{case_id}", str(child_id)), command, command_id=key)
            return replace(of_all, command_id=uuid5(of_all.command_id, str(child_id)))

        context, known = context_of(request), query.min_position
        await wait_until_listed(request, await context.application.log.head() if known is None else known)
        outcomes, position = await tell_all(context, case_id, command, submitted)
        return json_response(
            {"answers": answers_of(request, kind.__name__, "case_id", outcomes), "position": position}
        )

    endpoint.__name__ = f"{path.rpartition('/')[2]}_of_all"
    endpoint.__doc__ = summary + _TO_EACH
    return endpoint


def add_mass_complaints(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app,
        MASS,
        get_mass_complaint,
        Permission.READ,
        MassComplaint,
        tag="complaints",
        problems=ON_PROJECTIONS,
        refusals=(CaseNotFoundError,),
    )
    for kind, (path, summary) in TOLD_TO_ALL.items():
        add_action_route(
            app,
            f"{MASS}{path}",
            _endpoint(kind, f"{MASS}{path}", summary),
            Permission.RECORD,
            MassAnswers,
            body=kind,
            tag="complaints",
            problems=(*ON_COMMANDS, *ON_PROJECTIONS),
            refusals=(CaseNotFoundError,),
            parameters=(KEY, STAFF),
        )
