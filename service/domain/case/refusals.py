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


class CaseAlreadyMergedError(Refusal, field="into_case_id"):
    """The case is merged into another one already."""


class MergedIntoItselfError(Refusal, field="into_case_id"):
    """A case cannot be worked on in itself."""


class CommitmentUnknownError(Refusal, field="commitment_id"):
    """The case has no commitment with this id."""


class CommitmentAlreadyMadeError(Refusal, field="commitment_id"):
    """A commitment with this id and another due instant was made already."""


class CommitmentAlreadyKeptError(Refusal, field="commitment_id"):
    """What was promised has been done; it can no longer be renegotiated or broken."""


class CollaborationUnknownError(Refusal, field="collaboration_id"):
    """The case has no collaboration with this id."""


class CollaborationAlreadyRequestedError(Refusal, field="collaboration_id"):
    """A collaboration with this id was requested already, and of something else."""


class CollaborationAlreadyDeclinedError(Refusal, field="collaboration_id"):
    """The department has declined; it must be asked anew."""


class CollaborationAlreadyCompletedError(Refusal, field="collaboration_id"):
    """The department has done what was asked; it can no longer decline."""


class DueBeforePromisedError(Refusal, field="due_at"):
    """What is promised or asked for must be due later than it is promised or asked for."""


class EtaBeforeToldError(Refusal, field="eta_at"):
    """What is expected must lie later than the moment at which it is told."""


class ComplaintNotConfirmedError(Refusal, field="reason"):
    """A complaint closes on the customer's confirmation only (REQUIREMENTS 137)."""
