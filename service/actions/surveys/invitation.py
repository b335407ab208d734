"""Inviting a contact to a survey by a link. The survey programme says whether, whom and how."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, StrictInt

from service.actions.action import ActionContext, Submission
from service.actions.surveys.contacts import contacts_for
from service.database.survey_links import SurveyLinks
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.case.decisions import surveys
from service.domain.case.looked_up import Invitation, LookedUp
from service.domain.case.readings.survey_choice import SurveyChoice, asks_about, chosen, survey_id_of
from service.domain.case.record.surveys import Survey
from service.domain.case.rules import CaseNotFoundError, CycleNotResolvedError
from service.domain.case.state import Case
from service.domain.case.survey_answers import LinkNotForStaffError, SurveyExpiredError
from service.domain.described import Described
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, SurveyMode

REFUSALS: tuple[type[Refusal], ...] = (
    CaseNotFoundError,
    ContactNotFoundError,
    CycleNotResolvedError,
    surveys.NotAskedAboutError,
    surveys.NobodyToAskError,
    surveys.ContactOptedOutError,
    surveys.AskedLatelyError,
    SurveyExpiredError,
    LinkNotForStaffError,
)


class InviteToSurvey(Described, extra="forbid"):
    """Whom to invite. Omitted fields are decided by the survey programme."""

    contact_id: UUID | None = None
    """Id of the contact. If omitted, the first contact who may be asked."""
    channel: Channel | None = None
    """Channel by which the link is sent. If omitted, the preferred channel of the contact, else SMS."""
    cycle: StrictInt | None = Field(default=None, ge=1)
    """Cycle whose resolution to ask about. If omitted, the last one."""


class SurveyInvitation(Described):
    """An invitation on the record, with the link to send."""

    survey_id: UUID
    cycle: int
    """Cycle whose resolution the survey is about."""
    contact_id: UUID | None
    """Id of the contact asked."""
    channel: Channel
    """Channel by which the link is sent."""
    sent_at: datetime
    """Time of the invitation (UTC)."""
    expires_at: datetime | None
    """Time at which the link expires (UTC)."""
    answered_at: datetime | None
    """Time of the answer (UTC); null if not answered."""
    declined_at: datetime | None
    """Time at which the contact declined (UTC); null if not declined."""
    link: str
    """Address of the survey page, with an unguessable token; only its path where `CASEBOOK_PUBLIC_URL` is not
    set."""


async def invite_to_survey(
    context: ActionContext,
    links: SurveyLinks,
    case_id: UUID,
    wanted: InviteToSurvey,
    submission: Submission,
) -> SurveyInvitation:
    """Invite a contact and return the link; the same invitation again returns the same link.

    Raises one of REFUSALS.
    """
    case = await _case(context, case_id)
    cycle = wanted.cycle or max(case.resolved_cycles, default=1)
    survey = _sent_before(case, cycle, wanted.contact_id)
    is_machine = submission.teller is not None and submission.teller.is_machine
    if survey is not None and not is_machine and not survey.link_shown_to_staff:
        raise LinkNotForStaffError
    if survey is None:
        command, invitation = await _invitation(
            context, case_id, case, wanted.model_copy(update={"cycle": cycle})
        )
        await context.execute(submission.of(case_id, command, looked_up=LookedUp(invitation=invitation)))
        survey = (await _case(context, case_id)).survey(command.survey_id)
    if survey is None:
        raise LookupError("a survey that was recorded is on its case")
    if survey.expires_at is not None and context.application.now() >= survey.expires_at:
        raise SurveyExpiredError(expires_at=survey.expires_at)
    token = await links.keep(case_id, survey.survey_id)
    fields = {name: getattr(survey, name) for name in SurveyInvitation.model_fields if name != "link"}
    return SurveyInvitation(**fields, link=links.address_of(token))


async def _case(context: ActionContext, case_id: UUID) -> Case:
    state = (await context.application.load(case_id)).state
    if not isinstance(state, Case) or state.account_id is None:
        raise CaseNotFoundError
    return state


def _sent_before(case: Case, cycle: int, contact_id: UUID | None) -> Survey | None:
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


async def _invitation(
    context: ActionContext, case_id: UUID, case: Case, wanted: InviteToSurvey
) -> tuple[surveys.SendSurvey, Invitation]:
    """Return the command that asks whom the programme chooses, and the terms. Raises a Refusal."""
    now, cycle = context.application.now(), wanted.cycle or 1
    if cycle not in case.resolved_cycles:
        raise CycleNotResolvedError(cycle=cycle)
    programme = (await context.application.rulebook()).guideline(SurveyProgramme, now)
    if programme is None or not asks_about(programme, case):
        raise surveys.NotAskedAboutError
    contacts = await contacts_for(context, case_id, case.account_id or UUID(int=0))
    contact_id = wanted.contact_id or _must_be_somebody(chosen(programme, contacts.askable, now))
    command = surveys.SendSurvey(
        survey_id=survey_id_of(case_id, cycle, contact_id),
        channel=wanted.channel or contacts.channel_to(contact_id),
        cycle=cycle,
        contact_id=contact_id,
    )
    terms = Invitation(programme_version=programme.version, expires_at=programme.expires_at(now))
    return command, terms


def _must_be_somebody(choice: SurveyChoice) -> UUID:
    if choice.contact_id is not None:
        return choice.contact_id
    why = [one.why for one in choice.spared]
    raise surveys.NobodyToAskError(opted_out=why.count("opted_out"), asked_lately=why.count("asked_lately"))
