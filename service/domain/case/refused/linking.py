"""Why a command about links between cases may be refused."""

from service.domain.refusal import Refusal


class LinkedToItselfError(Refusal, field="other_case_id"):
    """A case cannot be linked to itself."""


class LinkedOtherWayRoundError(Refusal, field="relation"):
    """Of two cases only one can be the parent of the other."""


class SplitIntoItselfError(Refusal, field="into_case_id"):
    """A part of a case goes on in another case, not in the same."""
