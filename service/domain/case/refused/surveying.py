"""Why a wish about surveys is refused."""

from service.domain.refusal import Refusal


class SurveyUnknownError(Refusal, field="survey_id"):
    """The case has no survey with this id."""


class SurveyAlreadySentError(Refusal, field="survey_id"):
    """A survey with this id was sent already, to somebody else or about something else."""


class SurveyExpiredError(Refusal, field="survey_id"):
    """The link of the survey could be used until a certain instant only; an agent can still ask by a call."""


class SurveyAlreadyAnsweredError(Refusal, field="survey_id"):
    """The customer has answered; an answer can be changed, but no longer refused."""


class AskedAlreadyError(Refusal, field="cycle"):
    """Somebody was asked about the resolution: that cannot be forgone any more."""


class ContactOptedOutError(Refusal, field="contact_id"):
    """A contact who does not want to be asked is never asked."""


class AskedTooOftenError(Refusal, field="contact_id"):
    """A contact who was asked about another case is left in peace for some days (REQUIREMENTS 119)."""


class NotAskedAboutError(Refusal):
    """The survey programme does not ask about cases of this kind."""


class NobodyToAskError(Refusal, field="contact_id"):
    """No contact of the account may be asked: there is none, or all have opted out or were asked lately."""
