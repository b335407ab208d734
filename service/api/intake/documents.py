"""What is answered to a customer's system that reported a matter."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from service.actions.duplicates import LikenessReason
from service.actions.intake.documents import Known, PromiseView
from service.api.http.document import Document
from service.domain.vocabulary import ResponseClass


class LikeCase(Document):
    """Another case of the same customer that may concern the same matter."""

    case_id: Annotated[UUID, Known.REPORTED]
    """Id of the other case."""
    reference: Annotated[str | None, Known.REPORTED]
    """Case number of the customer's system; null if there is none."""
    status: Annotated[str, Known.STANDING]
    """Status of the case."""
    received_at: Annotated[datetime, Known.REPORTED]
    score: Annotated[float, Known.COMPARED]
    """Likeness from 0 (not alike) to 1 (identical)."""
    reasons: Annotated[list[LikenessReason], Known.COMPARED]
    """Reasons for the suggestion."""


class IntakeAnswer(Document):
    """The case that was received, with the promised next steps."""

    case_id: Annotated[UUID, Known.REPORTED]
    """Id of the case. The case can be read by this id at once, by the reference a moment later."""
    reference: Annotated[str | None, Known.REPORTED]
    """Case number of the customer's system; null if there is none."""
    received_at: Annotated[datetime, Known.REPORTED]
    """Time of receipt (UTC). The promised times count from it."""
    response_class: Annotated[ResponseClass | None, Known.PROMISED]
    """Response class; null if not classified."""
    is_repeat: Annotated[bool, Known.REPORTED]
    """Whether the report was already received under the same Idempotency-Key."""
    promises: Annotated[list[PromiseView], Known.PROMISED]
    """Next steps with their due times."""
    possible_duplicates: Annotated[list[LikeCase], Known.COMPARED]
    """Cases that may concern the same matter. Nothing is merged without a person."""
