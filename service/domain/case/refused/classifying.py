"""Why a classification may be refused."""

from service.domain.refusal import Refusal


class CircumstanceUnknownError(Refusal, field="circumstances"):
    """Only the circumstances that the guideline names can be told of a case."""
