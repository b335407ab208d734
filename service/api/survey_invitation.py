"""Inviting a contact to a survey by a link: whom and how says the programme, the link is answered here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from service.api.http.access import Caller, Permission
from service.api.http.commands.endpoint import executed
from service.api.http.commands.headers import own_request_id
from service.api.http.guard import Needs
from service.api.http.json_body import read_command
from service.api.http.problems.error import ProblemError
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.documents import EVERYWHERE, ON_COMMANDS, guarded, of_slugs, problem_responses
from service.api.http.services import Services, services_of
from service.api.survey_contacts import askable, channel_to, contacts_of
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.case.decisions.surveys import (
    AskedTooOftenError,
    ContactOptedOutError,
    NobodyToAskError,
    NotAskedAboutError,
    SendSurvey,
    SurveyExpiredError,
)
from service.domain.case.readings.survey_choice import SurveyChoice, asks_about, chosen, survey_id_of
from service.domain.case.record.surveys import Survey
from service.domain.case.rules import CaseNotFoundError, CycleNotResolvedError
from service.domain.case.state import Case
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, SurveyMode
from service.eventstore.request import Request as RecordRequest
from service.language import text

PATH = "/v1/cases/{case_id}/invite-to-survey"
REFUSALS: tuple[type[Refusal], ...] = (
    CaseNotFoundError,
    ContactNotFoundError,
    CycleNotResolvedError,
    NotAskedAboutError,
    NobodyToAskError,
    ContactOptedOutError,
    AskedTooOftenError,
    SurveyExpiredError,
)

Recorder = Annotated[Caller, Depends(Needs(Permission.RECORD))]


class InviteToSurvey(BaseModel):
    """Whom to invite; what is left out, the survey programme decides."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    contact_id: UUID | None = None
    """The contact of the account; left out, the first who may be asked."""
    channel: Channel | None = None
    """The way by which the link goes out; left out, the one that the contact prefers, else SMS."""
    cycle: StrictInt | None = Field(default=None, ge=1)
    """The resolution to ask about; left out, the last one."""


class SurveyInvitation(BaseModel):
    """An invitation on the record, and the link that goes out with it."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    survey_id: UUID
    """The survey."""
    cycle: int
    """The resolution it asks about."""
    contact_id: UUID | None
    """Who is asked."""
    channel: Channel
    """The way by which the link goes out."""
    sent_at: datetime
    """When the contact was invited."""
    expires_at: datetime | None
    """Until when the link can be used."""
    answered_at: datetime | None
    """When the contact answered, if already."""
    declined_at: datetime | None
    """When the contact did not want to answer, if so."""
    link: str
    """The path of the survey page, with a token that nobody can guess."""


async def invite_to_survey(request: Request, case_id: UUID, caller: Recorder) -> Response:
    """Invite a contact to rate a resolution, and get the link of the survey page.

    The survey programme (guideline `surveys`) says whether such cases are asked about, whom and how often.
    The same invitation again answers the same link and asks nobody twice. A contact who opted out is never
    asked. The link is yours to send; it says nothing about the case.
    """
    services = services_of(request)
    if services.survey_links is None:
        raise ProblemError("survey_links_off")
    wanted = await read_command(request, InviteToSurvey, max_body_bytes=services.max_body_bytes)
    case = await _case(services, case_id)
    cycle = wanted.cycle or max(case.resolved_cycles, default=1)
    survey = _invited(case, cycle, wanted.contact_id)
    if survey is None:
        command = await _invitation(request, case_id, case, wanted.model_copy(update={"cycle": cycle}))
        survey = await _sent(request, case_id, command, caller)
    if survey.expires_at is not None and services.now() >= survey.expires_at:
        raise SurveyExpiredError(expires_at=survey.expires_at)
    token = await services.survey_links.keep(case_id, survey.survey_id)
    told = {name: getattr(survey, name) for name in SurveyInvitation.model_fields if name != "link"}
    document = SurveyInvitation(**told, link=f"/s/{token}")
    return Response(document.model_dump_json(), media_type="application/json")


def add_survey_invitation(app: FastAPI) -> None:
    """Add the route that invites."""
    meaning = (invite_to_survey.__doc__ or "").strip()
    refusals = [(status_of(one), one.slug, text(f"refusal.{one.slug}.title", "en")) for one in REFUSALS]
    body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{InviteToSurvey.__name__}"}}}
    app.add_api_route(
        PATH,
        invite_to_survey,
        methods=["POST"],
        operation_id=invite_to_survey.__name__,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["cases"],
        response_model=SurveyInvitation,
        responses=problem_responses(
            [*of_slugs(*EVERYWHERE, *ON_COMMANDS, "survey_links_off"), *refusals],
        ),
        openapi_extra={**guarded(Permission.RECORD), "requestBody": {"required": False, "content": body}},
    )


async def _case(services: Services, case_id: UUID) -> Case:
    state = (await services.application.load(case_id)).state
    if not isinstance(state, Case) or state.account_id is None:
        raise CaseNotFoundError
    return state


def _invited(case: Case, cycle: int, contact_id: UUID | None) -> Survey | None:
    """Return the survey that was sent already: nobody is asked twice about a resolution."""
    return next(
        (
            one
            for one in case.surveys
            if one.cycle == cycle
            and one.mode is SurveyMode.QUESTIONNAIRE
            and contact_id in {None, one.contact_id}
        ),
        None,
    )


async def _invitation(request: Request, case_id: UUID, case: Case, wanted: InviteToSurvey) -> SendSurvey:
    """Return the wish to ask whom the programme says. Raises a Refusal where it asks nobody."""
    services = services_of(request)
    now, cycle = services.now(), wanted.cycle or 1
    if cycle not in case.resolved_cycles:
        raise CycleNotResolvedError(cycle=cycle)
    programme = (await services.application.rulebook()).guideline(SurveyProgramme, now)
    if programme is None or not asks_about(programme, case):
        raise NotAskedAboutError
    account_id = case.account_id or UUID(int=0)
    account = (await services.application.load(account_id)).state
    contacts = await contacts_of(request, account_id)
    known = account if isinstance(account, CustomerAccount) else UNOPENED
    whom = await askable(request, case_id, known, contacts)
    contact_id = wanted.contact_id or _somebody(chosen(programme, whom, now))
    return SendSurvey(
        survey_id=survey_id_of(case_id, cycle, contact_id),
        channel=wanted.channel or channel_to(contacts, contact_id),
        cycle=cycle,
        contact_id=contact_id,
        last_asked_at=whom.last_asked_at.get(contact_id),
        expires_at=programme.expires_at(now),
        programme_version=programme.version,
    )


def _somebody(choice: SurveyChoice) -> UUID:
    if choice.contact_id is not None:
        return choice.contact_id
    why = [one.why for one in choice.spared]
    raise NobodyToAskError(opted_out=why.count("opted_out"), asked_too_often=why.count("asked_too_often"))


async def _sent(request: Request, case_id: UUID, command: SendSurvey, caller: Caller) -> Survey:
    services = services_of(request)
    wanted = RecordRequest(
        stream_id=case_id,
        commands=(command,),
        command_id=own_request_id(request) or services.new_id(),
        actor=caller.actor,
    )
    await executed(request, services, wanted)
    survey = (await _case(services, case_id)).survey(command.survey_id)
    if survey is None:
        raise LookupError("a survey that was recorded is on its case")
    return survey
