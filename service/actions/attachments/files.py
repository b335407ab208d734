"""Files on a case: stored as they are beside the record, and handed out only as what was attached."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.actions.action import ActionContext, ActionRefusedError, Submission
from service.actions.attachments.types import must_be_allowed, must_be_what_it_says
from service.database import file_contents
from service.domain.case.decisions.attachments import AddAttachment
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.refusal import Refusal
from service.domain.vocabulary import Audience
from service.eventstore.append import RecordBusyError
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Answer, Loaded

ATTACHING = "attaching a file"
_attaching: set[asyncio.Task[Answer]] = set()
"""What is under way: the loop alone would let go of it."""


class AttachmentNotFoundError(ActionRefusedError):
    """The case has no file with this id."""

    slug = "attachment_not_found"


class AttachmentDamagedError(ActionRefusedError):
    """What is stored is not what was attached."""

    slug = "attachment_damaged"


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file to be attached. `content` reads it, once everything else is right."""

    attachment_id: UUID
    name: str
    media_type: str
    content: Callable[[], Awaitable[bytes]]
    audience: Audience = Audience.INTERNAL
    occurred_at: datetime | None = None


async def add_attachment(
    context: ActionContext,
    case_id: UUID,
    file: NewFile,
    submission_of: Callable[[AddAttachment], Submission],
) -> Answer:
    """Attach a file to a case: its content is stored under its hash, once however often it comes.

    Where it is refused nothing is left of it, also where nobody waits for the answer any more. Raises
    CaseNotFoundError, AttachmentTypeNotAllowedError, AttachmentEmptyError, AttachmentContentDiffersError
    or a Refusal.
    """
    must_be_allowed(file.media_type)
    if not isinstance((await context.application.load(case_id)).state, Case):
        raise CaseNotFoundError
    content = await file.content()
    must_be_what_it_says(file.media_type, content)
    attaching = asyncio.create_task(_attached(context, case_id, file, content, submission_of), name=ATTACHING)
    _attaching.add(attaching)
    attaching.add_done_callback(_attaching.discard)
    return await asyncio.shield(attaching)


async def _attached(
    context: ActionContext,
    case_id: UUID,
    file: NewFile,
    content: bytes,
    submission_of: Callable[[AddAttachment], Submission],
) -> Answer:
    """Store and record: once begun it goes on, until the file is on the record or nothing is left."""
    upload_id = context.application.new_id()
    async with context.engine.begin() as connection:
        sha256 = await file_contents.store(connection, content, upload_id, case_id)
    command = AddAttachment(
        occurred_at=file.occurred_at,
        attachment_id=file.attachment_id,
        name=file.name,
        media_type=file.media_type,
        size_bytes=len(content),
        sha256=sha256,
        audience=file.audience,
    )
    try:
        return await context.execute(submission_of(command).of(case_id, command))
    except (Refusal, RecordBusyError):  # of any other failure it is not known whether it is on the record
        async with context.engine.begin() as connection:
            await file_contents.withdraw(connection, upload_id)
        raise


async def attachments_of(application: Application, case_id: UUID) -> list[AttachmentAdded]:
    """Return the files on a case, in the order in which they were attached. Raises CaseNotFoundError."""
    rows = await application.log.stream(case_id)
    if not isinstance(fold(Loaded(stream_id=case_id), decode_rows(rows[:1])).state, Case):
        raise CaseNotFoundError
    events = decode_rows(row for row in rows if row.stored_name == AttachmentAdded.STORED_NAME)
    return [recorded.event for recorded in events if isinstance(recorded.event, AttachmentAdded)]


async def read_attachment(
    context: ActionContext, case_id: UUID, attachment_id: UUID
) -> tuple[AttachmentAdded, bytes]:
    """Return a file on a case with its content, which still has the hash that stands on the record.

    Raises CaseNotFoundError, AttachmentNotFoundError or AttachmentDamagedError.
    """
    attached = await attachments_of(context.application, case_id)
    found = next((each for each in attached if each.attachment_id == attachment_id), None)
    if found is None:
        raise AttachmentNotFoundError
    async with context.engine.connect() as connection:
        try:
            return found, await file_contents.read(connection, found.sha256)
        except file_contents.ContentDamagedError as error:
            raise AttachmentDamagedError(sha256=found.sha256) from error
