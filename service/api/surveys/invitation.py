"""The route that invites a contact to a survey."""

from uuid import UUID

from fastapi import FastAPI, Request, Response

from service.actions.surveys.invitation import REFUSALS, InviteToSurvey, SurveyInvitation
from service.actions.surveys.invitation import invite_to_survey as invite
from service.api.http.access import Permission
from service.api.http.commands.execution import context_of
from service.api.http.commands.submission import submission_of
from service.api.http.json_answer import document_response
from service.api.http.json_body import read_command
from service.api.http.problems.error import ProblemError
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route
from service.api.http.services import services_of

PATH = "/v1/cases/{case_id}/invite-to-survey"


async def invite_to_survey(request: Request, case_id: UUID) -> Response:
    """Invite a contact to rate a resolution, and get the link of the survey page.

    The survey programme (guideline `surveys`) says whether such cases are asked about, whom and how often.
    The same invitation again answers the same link and asks nobody twice. A contact who opted out is never
    asked. The link is yours to send; it says nothing about the case. What is answered by a link that a
    person of ours had in hand is marked so (`by_shown_link`) and counted (`ratings_by_shown_links`);
    the link of a survey that a machine's key sent is shown to machines only.
    """
    services = services_of(request)
    if services.survey_links is None:
        raise ProblemError("survey_links_off")
    wanted = await read_command(request, InviteToSurvey, max_body_bytes=services.max_body_bytes)
    submission = submission_of(request, PATH, wanted, command_id=None)
    invitation = await invite(context_of(request), services.survey_links, case_id, wanted, submission)
    return document_response(invitation)


def add_survey_invitation(app: FastAPI) -> None:
    """Add the route that invites."""
    add_action_route(
        app,
        PATH,
        invite_to_survey,
        Permission.RECORD,
        SurveyInvitation,
        body=InviteToSurvey,
        is_body_required=False,
        problems=(*ON_COMMANDS, "survey_links_off"),
        refusals=REFUSALS,
    )
