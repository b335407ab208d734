"""What is answered to a customer's system that reported a matter."""

from datetime import datetime
from uuid import UUID

from service.actions.duplicates import LikenessReason
from service.actions.intake.documents import PromiseView
from service.api.http.document import Document
from service.domain.vocabulary import ResponseClass


class LikeCase(Document):
    """Another case of the same customer that may concern the same matter."""

    case_id: UUID
    """Id of the other case."""
    reference: str | None
    """Case number of the customer's system; null if there is none."""
    status: str
    """Status of the case."""
    received_at: datetime
    score: float
    """Likeness from 0 (not alike) to 1 (identical)."""
    reasons: list[LikenessReason]
    """Reasons for the suggestion."""


class IntakeAnswer(Document):
    """The case that was received, with the promised next steps."""

    case_id: UUID
    """Id of the case. The case can be read by this id or by the reference."""
    reference: str | None
    """Case number of the customer's system; null if there is none."""
    received_at: datetime
    """Time of receipt (UTC). The promised times count from it."""
    response_class: ResponseClass | None
    """Response class; null if not classified."""
    position: int
    """Pass it as `min_position` when reading the case by reference."""
    is_repeat: bool
    """Whether the report was already received under the same Idempotency-Key."""
    promises: list[PromiseView]
    """Next steps with their due times."""
    possible_duplicates: list[LikeCase]
    """Cases that may concern the same matter. Nothing is merged without a person."""
