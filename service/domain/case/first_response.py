"""What counts as a first response: asked by the fold of a case and by the projection alike."""

from service.domain.case.events import ReplySent
from service.domain.vocabulary import Audience, AuthorKind


def is_first_response(reply: ReplySent) -> bool:
    """Return whether a reply is public, human and substantive (REQUIREMENTS, Decisions; 2, 150)."""
    return reply.audience is Audience.PUBLIC and reply.author_kind is AuthorKind.HUMAN and reply.substantive
