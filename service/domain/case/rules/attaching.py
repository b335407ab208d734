"""The rules of files on a case, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.attaching import AttachmentAlreadyAddedError
from service.domain.case.rules.general import DATED
from service.domain.case.state import Case
from service.domain.refusal import Refusal


def attachment_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same file was attached under it: that is a repeat."""
    if not isinstance(command, wish.AddAttachment):
        return
    known = case.attachment(command.attachment_id)
    told = (command.sha256, command.media_type, command.audience)
    if known and (known.sha256, known.media_type, known.audience) != told:
        raise AttachmentAlreadyAddedError(attachment_id=known.attachment_id)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {attachment_must_be_new: (AttachmentAlreadyAddedError,)}
RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.AddAttachment: (*DATED, attachment_must_be_new),
}
