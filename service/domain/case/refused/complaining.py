"""Why a wish about a complaint may be refused."""

from service.domain.refusal import Refusal


class CauseTreeMissingError(Refusal):
    """A complaint closes only when its cause tree is filled (REQUIREMENTS 123)."""


class ProcessStepUnknownError(Refusal, field="process_step"):
    """The catalogue of causes has no such step."""


class RootCauseUnknownError(Refusal, field="root_code"):
    """The catalogue of causes has no such root."""


class RootOfAnotherClassError(Refusal, field="cause_class"):
    """The root belongs to another class of causes."""
