"""Files on a case."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt

from service.domain.case.context import DecisionContext
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.case.rules import DATED
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with, told_of
from service.domain.personal import Verbatim
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Audience


class AddAttachment(Command):
    """Attach a file whose content was stored before under its hash."""

    attachment_id: UUID
    """Id of the new attachment, chosen by the sender."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the content."""
    name: Verbatim
    media_type: Code
    size_bytes: StrictInt = Field(ge=1)
    audience: Audience = Audience.INTERNAL


class AttachmentAlreadyAddedError(Refusal, field="attachment_id"):
    """Another file was already attached under this id."""


@refuses_with(AttachmentAlreadyAddedError)
def attachment_must_be_new(case: Case, command: AddAttachment, _: DecisionContext) -> None:
    """The id is free, or the same file was attached under it: that is a repeat."""
    known = case.attachment(command.attachment_id)
    wanted = (command.sha256, command.media_type, command.audience)
    if known and (known.sha256, known.media_type, known.audience) != wanted:
        raise AttachmentAlreadyAddedError(attachment_id=known.attachment_id)


def is_added(case: Case, command: AddAttachment, _: datetime) -> bool:
    return case.attachment(command.attachment_id) is not None


DECISIONS = (
    decides(
        AddAttachment,
        records(AttachmentAdded, unless=is_added),
        *DATED,
        attachment_must_be_new,
        once=told_of(Case.attachment, "attachment_id", "added_at", "size_bytes"),
    ),
)
