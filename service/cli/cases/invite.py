"""`casebook invite`: a contact is invited to a survey, and the link is printed."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from service.cli.cases.acting import act, submission
from service.settings import Settings

if TYPE_CHECKING:
    from service.actions.action import ActionContext
    from service.actions.surveys.invitation import SurveyInvitation
    from service.main import Database


def invite(
    case: Annotated[str, typer.Argument(help="The id of the case, or its reference such as CB-000042.")],
    contact: Annotated[
        str | None, typer.Option(help="The id of the contact; else whom the survey programme chooses.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help="How the link goes out; else as the contact prefers, else by SMS.")
    ] = None,
    cycle: Annotated[int | None, typer.Option(help="The resolution to ask about; else the last one.")] = None,
    url: Annotated[
        str | None,
        typer.Option(help="The address at which customers reach us; else CASEBOOK_PUBLIC_URL."),
    ] = None,
) -> None:
    """The same invitation again prints the same link and asks nobody twice."""
    from service.actions.surveys.invitation import InviteToSurvey, invite_to_survey
    from service.cli.terminal.output import fail, say
    from service.database.survey_links import SurveyLinks
    from service.language import text

    settings = Settings()

    async def action(context: "ActionContext", database: "Database", case_id: UUID) -> "SurveyInvitation":
        if database.link_secret is None:
            fail(text("problem.survey_links_off.detail", settings.language))
        wanted = InviteToSurvey.model_validate({"contact_id": contact, "channel": channel, "cycle": cycle})
        links = SurveyLinks(context.engine, database.link_secret, public_url=url or settings.public_url)
        return await invite_to_survey(context, links, case_id, wanted, submission())

    invitation = act(settings, case, action)
    words = {
        "contact": invitation.contact_id,
        "channel": text(f"word.channel.{invitation.channel}", settings.language),
        "cycle": invitation.cycle,
    }
    say("invite.done", settings.language, **words)
    typer.echo(invitation.link)
