"""How a case changes by files that are attached. Reads no personal field."""

from service.domain.case import events as fact
from service.domain.case.parts.attachments import Attachment
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_attaching(case: Case, event: fact.AttachmentAdded) -> Case:
    """Return the case after a fact."""
    added = Attachment(
        attachment_id=event.attachment_id,
        sha256=event.sha256,
        media_type=event.media_type,
        size_bytes=event.size_bytes,
        audience=event.audience,
    )
    return changed(case, attachments=(*case.attachments, added))
