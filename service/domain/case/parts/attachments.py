"""What is remembered of files on a case. No personal field is."""

from dataclasses import dataclass
from uuid import UUID

from service.domain.vocabulary import Audience


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file on the case; its content is known by its hash."""

    attachment_id: UUID
    sha256: str
    media_type: str
    size_bytes: int
    audience: Audience
