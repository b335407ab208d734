"""Why a wish about a remedy or an exception may be refused."""

from service.domain.refusal import Refusal


class RemedyUnknownError(Refusal, field="remedy_id"):
    """The case has no remedy with this id."""


class RemedyAlreadyProposedError(Refusal, field="remedy_id"):
    """A remedy with this id and another content was proposed already."""


class RemedyNotInCatalogueError(Refusal, field="remedy_type"):
    """The catalogue of remedies has no such kind."""


class RemedyNotApprovedError(Refusal, field="remedy_id"):
    """The remedy needs somebody's approval before it is granted (REQUIREMENTS 68)."""


class RemedyAlreadyRejectedError(Refusal, field="remedy_id"):
    """The remedy was turned down; it must be proposed anew."""


class RemedyAlreadyGrantedError(Refusal, field="remedy_id"):
    """The customer has got the remedy; it can no longer be turned down."""


class ApprovalLevelTooLowError(Refusal, field="level"):
    """A higher rung must decide."""


class RungNotHeldError(Refusal, field="level"):
    """The staff guideline does not have the person on that rung."""


class ApprovedByProposerError(Refusal):
    """Nobody agrees to what they have proposed themselves."""


class ExceptionUnknownError(Refusal, field="exception_id"):
    """The case has no exception with this id."""


class ExceptionAlreadyRequestedError(Refusal, field="exception_id"):
    """An exception with this id was requested already, by somebody else or of other departments."""


class ExceptionAlreadyDecidedError(Refusal, field="exception_id"):
    """The exception was decided otherwise; it must be requested anew."""
