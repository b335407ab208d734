"""Why a command on a case may be refused."""

from service.domain.refusal import Refusal


class CaseNotFoundError(Refusal):
    """No case has this id."""


class CaseAlreadyReceivedError(Refusal):
    """A case with this id was received already."""


class OccurredBeforeReceiptError(Refusal, field="occurred_at"):
    """Nothing can happen on a case before it was received."""


class CaseAlreadyResolvedError(Refusal):
    """The case is resolved; it must be reopened before work goes on."""


class CaseAlreadyClosedError(Refusal):
    """The case is closed; it must be reopened before work goes on."""


class CaseNotResolvedError(Refusal):
    """The case is not resolved yet."""


class CaseStillOpenError(Refusal):
    """A case that was never resolved or closed cannot be reopened."""


class CycleNotResolvedError(Refusal, field="cycle"):
    """A rating needs a resolution to speak of."""


class ResolutionNotConfirmedError(Refusal, field="reason"):
    """The customer has not confirmed the resolution."""


class ComplaintNotConfirmedError(Refusal, field="reason"):
    """A complaint closes on the customer's confirmation only (REQUIREMENTS 137)."""
