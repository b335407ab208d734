"""Facts about files on a case."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import Audience


class AttachmentAdded(Event):
    """A file was attached. Its content stands beside the record; the hash here proves that it is the same."""

    type: Literal["AttachmentAdded.v1"] = "AttachmentAdded.v1"
    attachment_id: UUID
    """The attachment."""
    sha256: str
    """The hash of the content, 64 hexadecimal digits."""
    name: FreeText
    """The name of the file."""
    media_type: str
    """What it is, such as `image/png`."""
    size_bytes: int
    """How long it is."""
    audience: Audience
    """Who may see it; `public`: the customer too."""


AttachingEvent = AttachmentAdded
