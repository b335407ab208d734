"""Why a wish about reviews and improvements may be refused."""

from service.domain.refusal import Refusal


class ReviewAlreadyHeldError(Refusal, field="review_id"):
    """A review with this id and another content was recorded already."""


class ReviewUnknownError(Refusal, field="review_id"):
    """The case has no review with this id."""


class ReviewedWithItselfError(Refusal, field="like_cases"):
    """A case is not one of those that are like it."""


class ImprovementAlreadyAgreedError(Refusal, field="action_id"):
    """An improvement with this id and another content was agreed already."""


class ImprovementUnknownError(Refusal, field="action_id"):
    """The case has no improvement with this id."""
