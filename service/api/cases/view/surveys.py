"""The surveys of a case, as they are shown, with every answer that came."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.surveys import Survey, SurveyAnswered, SurveyDeclined
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import Channel, RatingScale, SurveyMode


class SurveyAnswerView(Document):
    """An answer to a survey. A changed answer is one more; the last one counts."""

    answered_at: datetime
    """When it came."""
    mode: SurveyMode | None
    """In writing or by a call."""
    is_late: bool
    """Whether it came later than the survey programme allows for."""
    csat: int | None
    """How satisfied, 1 to 5."""
    nps: int | None
    """How likely the customer is to recommend us, 0 to 10."""
    ces: int | None
    """How easy it was, 1 to 7."""
    verbatim: str | None
    """The customer's words."""


class SurveyView(Document):
    """A survey about a resolution."""

    survey_id: UUID
    """The survey."""
    cycle: int
    """The resolution it asks about."""
    contact_id: UUID | None
    """The contact of the account who was asked."""
    channel: Channel
    """By which way."""
    mode: SurveyMode
    """In writing or by a call."""
    sent_at: datetime
    """When the customer was asked."""
    expires_at: datetime | None
    """Until when its link can be used."""
    programme_version: int | None
    """The version of the guideline `surveys` by which the customer was asked."""
    declined_at: datetime | None
    """When the customer did not want to answer."""
    decline_reason: str | None
    """What the customer said then."""
    answers: list[SurveyAnswerView]
    """What came back, in the order of recording."""


def survey_views(case: Case, events: Sequence[Event]) -> list[SurveyView]:
    """Return the surveys of a case, in the order in which they were sent."""
    return [_view(survey, events) for survey in case.surveys]


def _view(survey: Survey, events: Sequence[Event]) -> SurveyView:
    declines = (
        event for event in events if isinstance(event, SurveyDeclined) and event.survey_id == survey.survey_id
    )
    declined = next(declines, None)
    kept = {name: getattr(survey, name) for name in SurveyView.model_fields if hasattr(survey, name)}
    return SurveyView(
        **kept,
        decline_reason=declined.reason if declined else None,
        answers=_answers(survey.survey_id, events),
    )


def _answers(survey_id: UUID, events: Sequence[Event]) -> list[SurveyAnswerView]:
    """Return one answer for each form or call: a score belongs to the form that came with it, or is one."""
    found: list[tuple[SurveyAnswered | SatisfactionRated, dict[RatingScale, int]]] = []
    for event in events:
        if not isinstance(event, SurveyAnswered | SatisfactionRated) or event.survey_id != survey_id:
            continue
        is_part = (
            isinstance(event, SatisfactionRated) and found and found[-1][0].occurred_at == event.occurred_at
        )
        if not is_part:
            found.append((event, {}))
        if isinstance(event, SatisfactionRated):
            found[-1][1][event.scale] = event.score
    return [
        SurveyAnswerView(
            answered_at=event.occurred_at,
            mode=event.mode,
            is_late=bool(event.is_late),
            csat=scores.get(RatingScale.CSAT),
            nps=scores.get(RatingScale.NPS),
            ces=scores.get(RatingScale.CES),
            verbatim=event.verbatim,
        )
        for event, scores in found
    ]
