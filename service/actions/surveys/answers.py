"""What somebody who holds the link of a survey can do: find it, answer it, decline it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from service.database.survey_links import SurveyLinks
from service.domain.account.decisions.contacts import OptOutOfSurveys
from service.domain.case.decisions.surveys import AnswerSurvey, DeclineSurvey, SurveyAlreadyAnsweredError
from service.domain.case.looked_up import LookedUp
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.surveys import Survey
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.vocabulary import CaseKind
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows
from service.eventstore.request import Request

_FORMS = UUID("3d0b6c1e-9f0c-5c0b-8d55-7f1d2f3a7c12")


@dataclass(frozen=True, kw_only=True)
class Matter:
    """By what a customer knows which matter a survey is about: no word of the case itself."""

    reference: str | None
    kind: CaseKind
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class OpenSurvey:
    """A survey that its link leads to, and the programme by which it asks."""

    case_id: UUID
    account_id: UUID
    survey: Survey
    programme: SurveyProgramme
    matter: Matter
    has_expired: bool


@dataclass(frozen=True, kw_only=True)
class SurveyAnswers:
    """Finds surveys by their link, and records what customers say under the name of `actor`."""

    application: Application
    links: SurveyLinks
    actor: str

    async def find(self, token: str) -> OpenSurvey | None:
        """Return the survey that a token leads to; None where it leads nowhere."""
        place = await self.links.find(token)
        if place is None:
            return None
        case_id, survey_id = place
        case = (await self.application.load(case_id)).state
        survey = case.survey(survey_id) if isinstance(case, Case) else None
        if survey is None or not isinstance(case, Case) or case.account_id is None:
            return None
        programme = (await self.application.rulebook()).guideline(SurveyProgramme, survey.sent_at)
        if programme is None:
            return None
        has_expired = survey.expires_at is not None and self.application.now() >= survey.expires_at
        return OpenSurvey(
            case_id=case_id,
            account_id=case.account_id,
            survey=survey,
            programme=programme,
            matter=await self._matter(case_id),
            has_expired=has_expired,
        )

    async def _matter(self, case_id: UUID) -> Matter:
        first = decode_rows(await self.application.log.stream(case_id, up_to_version=1))
        received = next(each.event for each in first if isinstance(each.event, CaseReceived))
        return Matter(reference=received.reference, kind=received.kind, received_at=received.occurred_at)

    async def answer(self, asked: OpenSurvey, command: AnswerSurvey, form: str) -> None:
        """Record an answer; the same `form` again is the same answer. Raises a Refusal."""
        await self._record(asked.case_id, command, form)

    async def decline(self, asked: OpenSurvey, form: str, *, for_ever: bool) -> None:
        """Record that the customer does not want to answer, `for_ever` or this time. Raises a Refusal.

        A customer who has answered before has not declined, but may still opt out for ever.
        """
        contact_id = asked.survey.contact_id
        try:
            await self._record(asked.case_id, DeclineSurvey(survey_id=asked.survey.survey_id), form)
        except SurveyAlreadyAnsweredError:
            if not for_ever:
                raise
        if for_ever and contact_id is not None:
            await self._record(asked.account_id, OptOutOfSurveys(contact_id=contact_id), form)

    async def _record(self, stream_id: UUID, command: Command, form: str) -> None:
        command_id = uuid5(_FORMS, f"{stream_id}:{type(command).__name__}:{form}")
        await self.application.execute(
            Request(
                stream_id=stream_id,
                commands=(command,),
                command_id=command_id,
                actor=self.actor,
                looked_up=LookedUp(is_of_customer=True),
            )
        )
