"""Files on a case. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.changed import changed, taken
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import Audience


class AttachmentAdded(Event):
    """A file was attached. Its content is stored separately; the hash proves its identity."""

    type: Literal["AttachmentAdded.v1"] = "AttachmentAdded.v1"
    attachment_id: UUID
    """Id of the attachment."""
    sha256: str
    """SHA-256 of the content, 64 hexadecimal digits."""
    name: FreeText
    """Name of the file."""
    media_type: str
    """Media type, such as `image/png`."""
    size_bytes: int
    """Size of the content in bytes."""
    audience: Audience


AttachmentEvent = AttachmentAdded


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file on the case; its content is known by its hash."""

    attachment_id: UUID
    sha256: str
    media_type: str
    size_bytes: int
    audience: Audience
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class AttachmentState:
    """The files on a case, in the order in which they were recorded."""

    attachments: tuple[Attachment, ...] = ()

    def attachment(self, attachment_id: UUID) -> Attachment | None:
        """Return an attachment; None when the case has none of this id."""
        return next((one for one in self.attachments if one.attachment_id == attachment_id), None)


def evolve(case: AttachmentState, event: AttachmentEvent) -> AttachmentState:
    """Return the case after the event."""
    added = taken(Attachment, event, added_at=event.occurred_at)
    return changed(case, attachments=(*case.attachments, added))


def stands(case: AttachmentState, event: AttachmentEvent) -> bool:
    return case.attachment(event.attachment_id) is None


THEME = theme(AttachmentEvent, evolve, stands=stands)
