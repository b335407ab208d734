"""Why a file may not be attached."""

from service.domain.refusal import Refusal


class AttachmentAlreadyAddedError(Refusal, field="attachment_id"):
    """Another file was attached under this id already."""
