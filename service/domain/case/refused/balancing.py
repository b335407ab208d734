"""Why nobody can be chosen for a case, and why it cannot end without anybody."""

from service.domain.refusal import Refusal


class StaffNotPublishedError(Refusal):
    """No guideline says who works on cases."""


class NobodySuitsError(Refusal, field="skills"):
    """Nobody on duty has all the skills that the case asks for, in that team and on that rung."""


class NobodyAccountableError(Refusal):
    """Somebody must answer for a case before it is resolved or closed (REQUIREMENTS 13)."""
