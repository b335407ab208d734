"""The files on a case, as they are shown."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.event import Event
from service.domain.vocabulary import Audience


class AttachmentView(Document):
    """A file on a case. Its content is read at `/v1/cases/{case_id}/attachments/{attachment_id}`."""

    attachment_id: UUID
    """Id of the attachment."""
    name: str
    """Name of the file."""
    media_type: str
    """Media type, such as `image/png`."""
    size_bytes: int
    """Size of the content in bytes."""
    sha256: str
    """SHA-256 of the content, 64 hexadecimal digits."""
    audience: Audience
    occurred_at: datetime
    """Time at which the file was attached (UTC)."""


def attachment_views(events: Sequence[Event]) -> list[AttachmentView]:
    """Return the files on a case, in the order in which they were attached."""
    return [
        AttachmentView(**{name: getattr(event, name) for name in AttachmentView.model_fields})
        for event in events
        if isinstance(event, AttachmentAdded)
    ]
