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
    """An answer to a survey. A changed answer is a further one; the last one counts."""

    answered_at: datetime
    """Time of the answer (UTC)."""
    mode: SurveyMode | None
    """In writing or by telephone."""
    is_late: bool
    """Whether the answer came later than the survey programme allows."""
    csat: int | None
    """Customer satisfaction (CSAT), 1 to 5; null if not answered."""
    nps: int | None
    """Likelihood to recommend us (NPS), 0 to 10; null if not answered."""
    ces: int | None
    """Customer effort score (CES): how easy it was, 1 to 7; null if not answered."""
    verbatim: str | None
    """Comment of the customer in free text; null if there is none."""


class SurveyView(Document):
    """A survey about a resolution."""

    survey_id: UUID
    cycle: int
    """Cycle whose resolution the survey is about."""
    contact_id: UUID | None
    """Id of the contact who was asked."""
    channel: Channel
    mode: SurveyMode
    """In writing or by telephone."""
    sent_at: datetime
    """Time at which the survey was sent (UTC)."""
    expires_at: datetime | None
    """Time at which the survey link expires (UTC); null if there is no link."""
    programme_version: int | None
    """Version of the guideline `surveys` that was used; null if none was."""
    declined_at: datetime | None
    """Time at which the customer declined (UTC); null if the customer did not."""
    decline_reason: str | None
    """Reason given by the customer for declining; null if there is none."""
    answers: list[SurveyAnswerView]
    """Answers in order of time."""


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
