"""What is answered to a customer's system that reported a matter."""

from datetime import datetime
from uuid import UUID

from service.actions.duplicates import LikenessReason
from service.actions.intake.documents import PromiseView
from service.api.http.document import Document
from service.domain.vocabulary import ResponseClass


class LikeCase(Document):
    """Another case of the same customer that may be the same matter."""

    case_id: UUID
    """The other case."""
    reference: str | None
    """The number by which it is known."""
    status: str
    """Where it stands."""
    received_at: datetime
    """When it was received."""
    score: float
    """How alike: from 0, not at all, to 1, the same."""
    reasons: list[LikenessReason]
    """Why it is suggested."""


class IntakeAnswer(Document):
    """The case that was received, and what happens next."""

    case_id: UUID
    """The case: ask for it by this id or by the reference."""
    reference: str | None
    """The number that was sent."""
    received_at: datetime
    """When it was received: from then on time counts."""
    response_class: ResponseClass | None
    """The class by which it is answered."""
    position: int
    """Hand it to `min_position` when asking by the reference."""
    is_repeat: bool
    """Whether this was sent before under the same Idempotency-Key."""
    promises: list[PromiseView]
    """What happens next, and by when at the latest."""
    possible_duplicates: list[LikeCase]
    """Cases that may be the same matter; nothing is merged without a person."""
