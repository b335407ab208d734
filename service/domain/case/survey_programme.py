"""What the survey programme says of the surveys of a case."""

from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.record.surveys import Survey
from service.domain.guidelines.surveys import SurveyProgramme


def is_late(survey: Survey, context: DecisionContext, at: datetime) -> bool:
    """Return whether an answer at this instant is late, by the programme in force at the sending."""
    programme = context.rulebook.guideline(SurveyProgramme, survey.sent_at)
    return programme is not None and programme.is_late(survey.sent_at, at)
