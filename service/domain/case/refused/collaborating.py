"""Why a wish about what other departments are asked may be refused."""

from service.domain.refusal import Refusal


class DepartmentNotListedError(Refusal, field="department"):
    """The directory of departments in force names no such department (REQUIREMENTS 49)."""


class StepNotListedError(Refusal, field="step"):
    """The department has steps of its own, and this is none of them (REQUIREMENTS 82)."""
