"""The facts of files on a case."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def attached(case: Case, command: wish.AttachingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about a file."""
    if case.attachment(command.attachment_id) is not None:
        return ()
    return (fact.AttachmentAdded(occurred_at=at, **content_of(command)),)
