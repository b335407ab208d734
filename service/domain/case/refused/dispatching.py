"""Why a wish about engineers who are sent may be refused."""

from service.domain.refusal import Refusal


class DispatchUnknownError(Refusal, field="dispatch_id"):
    """The case has no dispatch with this id."""


class DispatchAlreadyArrangedError(Refusal, field="dispatch_id"):
    """A dispatch with this id was arranged already, with another engineer, instant or work."""


class DispatchAlreadyEndedError(Refusal, field="dispatch_id"):
    """The dispatch has ended already, in another way."""
