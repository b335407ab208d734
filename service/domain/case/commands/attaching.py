"""Wishes about files on a case."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt

from service.domain.command import Command
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Audience


class AddAttachment(Command):
    """Attach a file. Its content is stored beside the record, under its hash, before this is asked for."""

    attachment_id: UUID
    """A new id for the attachment."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """The hash of the content."""
    name: FreeText
    """The name of the file."""
    media_type: Code
    """What it is, such as `image/png`."""
    size_bytes: StrictInt = Field(ge=1)
    """How long it is."""
    audience: Audience = Audience.INTERNAL
    """Who may see it; `public`: the customer too."""


AttachingCommand = AddAttachment
