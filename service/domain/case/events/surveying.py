"""Facts about what the customer says to a survey."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import SurveyMode, WhyNotAsked


class SurveyAnswered(Event):
    """The customer answered a survey (REQUIREMENTS 44). A rating follows for each score that was given.

    A changed answer is one more; the earlier ones stay.
    """

    type: Literal["SurveyAnswered.v1"] = "SurveyAnswered.v1"
    survey_id: UUID
    """The survey."""
    cycle: int
    """The resolution it asks about."""
    contact_id: UUID | None = None
    """The contact of the account who was asked."""
    mode: SurveyMode
    """In writing or by a call."""
    is_late: bool
    """Whether it came later than the survey programme allows for."""
    verbatim: FreeText | None = None
    """The customer's words."""


class SurveyDeclined(Event):
    """The customer did not want to answer a survey."""

    type: Literal["SurveyDeclined.v1"] = "SurveyDeclined.v1"
    survey_id: UUID
    """The survey."""
    cycle: int
    """The resolution it asks about."""
    contact_id: UUID | None = None
    """The contact of the account who was asked."""
    reason: FreeText | None = None
    """What the customer said."""


class SurveyForgone(Event):
    """Nobody is asked about a resolution: whoever does not want to be asked breaks no promise of ours."""

    type: Literal["SurveyForgone.v1"] = "SurveyForgone.v1"
    cycle: int
    """The resolution."""
    reason: WhyNotAsked
    """Why."""


SurveyingEvent = SurveyAnswered | SurveyDeclined | SurveyForgone
"""The facts about what the customer says to a survey."""
