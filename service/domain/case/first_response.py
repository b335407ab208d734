"""What counts as a first response or acknowledgement: asked by the fold, the clocks and the projection."""

from service.domain.case.events import ReceiptAcknowledged, ReplySent
from service.domain.vocabulary import Audience, AuthorKind


def is_first_response(reply: ReplySent) -> bool:
    """Return whether a reply is public, human and substantive (REQUIREMENTS, Decisions; 2, 150)."""
    return reply.audience is Audience.PUBLIC and reply.author_kind is AuthorKind.HUMAN and reply.substantive


def is_acknowledgement(receipt: ReceiptAcknowledged) -> bool:
    """Return whether a person acknowledged the receipt (REQUIREMENTS, Decisions; 3, 120)."""
    return receipt.author_kind in {None, AuthorKind.HUMAN}
