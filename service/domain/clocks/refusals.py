"""Why a command about a clock may be refused."""

from service.domain.refusal import Refusal


class ClockNotFoundError(Refusal, field="clock_id"):
    """The case or account has no clock with this id."""
