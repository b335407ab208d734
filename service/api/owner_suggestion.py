"""Who could take a case: suggested, or assigned at once, by load and skill."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.http.access import Caller, Permission
from service.api.http.commands.answers import CommandAnswer
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.documents import command_extra, command_success, of_refusals
from service.api.http.commands.endpoint import answered, executed
from service.api.http.commands.headers import (
    command_id_of,
    correlation_id_of,
    digest_of,
    expected_version_of,
    own_request_id,
)
from service.api.http.guard import Needs
from service.api.http.json_body import read_command
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.documents import EVERYWHERE, ON_COMMANDS, of_slugs, problem_responses
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.api.http.streams import case_events, case_missing, case_of
from service.domain.case.decisions.assignment import AssignOwner, StaffNotPublishedError
from service.domain.case.readings.owner_choice import NobodySuitsError, Wanted, choose, skills_wanted
from service.domain.case.record.assignment import OwnerAssigned, OwnerChoice
from service.domain.clocks.policy import Slug, Title
from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.rulebook.state import SHORTEST, Rulebook
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel
from service.eventstore.request import Request as Wish
from service.language import Language, text
from service.projections.cases.owner_loads import owner_loads

ROUTE = CommandRoute(command=AssignOwner, path="/v1/cases/{case_id}/assign-by-load")
REFUSALS: tuple[type[Refusal], ...] = (StaffNotPublishedError, NobodySuitsError)

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
Recorder = Annotated[Caller, Depends(Needs(Permission.RECORD))]


class SuggestionQuery(BaseModel):
    """Whom to look for."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    skills: tuple[Slug, ...] | None = Field(default=None, max_length=20)
    """What the person must be able to do; left out, what the guideline says that such a case asks for."""
    team: Code | None = None
    """Only people of this team."""
    level: EscalationLevel = EscalationLevel.SPECIALIST
    """Only people on this rung."""


class AssignByLoad(SuggestionQuery):
    """Make the least loaded of those accountable who have the skills."""

    reason: FreeText | None = None
    """Why, beside what was counted."""


class OwnerSuggestion(BaseModel):
    """Who could take a case."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    choice: OwnerChoice
    """Who was chosen among whom, and why: what `assign-by-load` would put on the record."""
    words: Title
    """The same in words."""


async def get_owner_suggestion(
    request: Request, case_id: UUID, query: Annotated[SuggestionQuery, Query()], _: Reader
) -> Response:
    """Read who would take the case by load and skill, and why. Nothing is changed."""
    choice = (await _chosen(request, case_id, query))[1]
    view = OwnerSuggestion(choice=choice, words=Title(zh=_words(choice, "zh"), en=_words(choice, "en")))
    return Response(view.model_dump_json(), media_type="application/json")


async def assign_by_load(request: Request, case_id: UUID, caller: Recorder) -> Response:
    """Assign the case to the least loaded of those who have the skills, and record why.

    Counted are other open cases in proportion to capacity, as the lists know them (`position` in the choice).
    Two assignments at the same moment may both choose the same person: neither sees the other's case yet.
    """
    services = services_of(request)
    wanted = await read_command(request, AssignByLoad, max_body_bytes=services.max_body_bytes)
    command_id = command_id_of(request, caller)
    assign = await _assignment(request, case_id, wanted, command_id)
    wish = Wish(
        stream_id=case_id,
        commands=(assign,),
        command_id=command_id or own_request_id(request) or services.new_id(),
        actor=caller.actor,
        digest=digest_of(ROUTE.path_of(case_id), wanted) if command_id else None,
        correlation_id=correlation_id_of(request),
        expected_version=expected_version_of(request, is_required=services.require_if_match),
    )
    return answered(ROUTE, await executed(request, services, wish))


def add_owner_suggestion(app: FastAPI) -> None:
    """Add both routes."""
    refusals = [(status_of(one), one.slug, text(f"refusal.{one.slug}.title", "en")) for one in REFUSALS]
    path = "/v1/cases/{case_id}/owner-suggestion"
    add_read_route(
        app,
        path,
        get_owner_suggestion,
        Permission.READ,
        OwnerSuggestion,
        tag="cases",
        refusals=(case_missing(), *refusals),
    )
    _add_command(app, refusals)


def _add_command(app: FastAPI, refusals: list[tuple[int, str, str]]) -> None:
    meaning = (assign_by_load.__doc__ or "").strip()
    problems = problem_responses(
        [*of_slugs(*EVERYWHERE, *ON_COMMANDS, "precondition_required"), *of_refusals(ROUTE), *refusals]
    )
    schema = {"$ref": f"#/components/schemas/{AssignByLoad.__name__}"}
    body = {"required": False, "content": {"application/json": {"schema": schema}}}
    app.add_api_route(
        ROUTE.path,
        assign_by_load,
        methods=["POST"],
        operation_id=assign_by_load.__name__,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["cases"],
        response_model=CommandAnswer,
        responses={**problems, 200: command_success(ROUTE)},
        openapi_extra={**command_extra(ROUTE), "requestBody": body},
    )


async def _assignment(
    request: Request, case_id: UUID, wanted: AssignByLoad, command_id: UUID | None
) -> AssignOwner:
    """Return the assignment; of one that was sent before, the same, even if nobody suits any more."""
    for recorded in await case_events(request, case_id):
        if recorded.command_id == command_id and isinstance(recorded.event, OwnerAssigned):
            before = recorded.event
            return AssignOwner(owner=before.owner, team=before.team, choice=before.choice)
    person, choice = await _chosen(request, case_id, wanted)
    return AssignOwner(owner=person.staff_id, team=person.team, reason=wanted.reason, choice=choice)


async def _chosen(request: Request, case_id: UUID, query: SuggestionQuery) -> tuple[StaffMember, OwnerChoice]:
    """Return who would take a case. Raises CaseNotFoundError, StaffNotPublishedError, NobodySuitsError."""
    services = services_of(request)
    case = case_of(case_id, await case_events(request, case_id))
    book, now = await services.application.rulebook(), services.now()
    directory = book.guideline(StaffDirectory, now)
    if directory is None or not directory.people:
        raise StaffNotPublishedError
    async with services.engine.connect() as connection:
        load = await connection.run_sync(owner_loads, case_id)
    skills = skills_wanted(case, directory) if query.skills is None else query.skills
    wanted = Wanted(skills=skills, team=query.team, level=query.level)
    choice = choose(directory, wanted, load, lambda one: _is_on_duty(one, book, now))
    return next(one for one in directory.people if one.staff_id == choice.chosen), choice


def _is_on_duty(person: StaffMember, book: Rulebook, now: datetime) -> bool:
    if person.calendar_id is None:
        return True
    return bool(book.calendar(person.calendar_id).counted(now, now + SHORTEST))


def _words(choice: OwnerChoice, language: Language) -> str:
    chosen = choice.candidates[0]
    return text(
        "owner_choice.words",
        language,
        chosen=choice.chosen,
        ground=text(f"word.choice_ground.{choice.ground}", language),
        number=len(choice.candidates),
        open_cases=chosen.open_cases,
        capacity=chosen.capacity,
    )
