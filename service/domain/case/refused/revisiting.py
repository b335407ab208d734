"""Why a wish about revisits may be refused."""

from service.domain.refusal import Refusal


class RevisitUnknownError(Refusal, field="revisit_id"):
    """The case has no planned revisit with this id."""


class RevisitAlreadyPlannedError(Refusal, field="revisit_id"):
    """A revisit with this id and another content was planned already."""


class RevisitAlreadyHeldError(Refusal, field="revisit_id"):
    """The customer has been revisited; the plan can no longer be cancelled."""


class RevisitAlreadyCancelledError(Refusal, field="revisit_id"):
    """The plan was cancelled; plan the revisit anew, or record it without a plan."""


class RevisitTemplateUnknownError(Refusal, field="template"):
    """The guideline has no template of this name."""


class RevisitTemplateForOthersError(Refusal, field="template"):
    """The template is for customers of other tiers (REQUIREMENTS 114)."""


class RevisitChannelNotAllowedError(Refusal, field="channel"):
    """Revisits of this kind are not made by this channel (REQUIREMENTS 115)."""


class TooManyQuestionsError(Refusal, field="questions"):
    """No more may be asked at a time than the guideline allows (REQUIREMENTS 119)."""


class TooManyAnswersError(Refusal, field="answers"):
    """No more may have been asked at a time than the guideline allows (REQUIREMENTS 119)."""


class FeedbackDepartmentUnknownError(Refusal, field="routed_to"):
    """The directory has no department of this name."""
