"""Who does it and whom it names: the same for all commands (ADR 0028, 0034)."""

from service.domain.account.context import AccountContext
from service.domain.case.standards import is_decided_elsewhere
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import (
    NotOfStaffError,
    NotTheSenderError,
    SenderNotNamedError,
    SpeakerNotStaffError,
)
from service.domain.staff_id import in_one_form, staff_fields, staff_named


def as_sent(command: Command, context: AccountContext) -> Command:
    """Return a command with its sender in the fields that say who does it, and staff ids in their one form.

    Whoever has the database at hand tells what others did: there the command names them, as they are written.
    Raises NotTheSenderError, SenderNotNamedError.
    """
    marks = staff_fields(type(command))
    senders = [field for field, mark in marks.items() if mark.is_sender]
    teller = context.teller
    if teller is None:
        for field in senders:
            if marks[field].must_be_known and getattr(command, field) is None:
                raise SenderNotNamedError(field=field)
        return command
    sent: Command = in_one_form(command)
    for field in senders:
        if getattr(sent, field) not in {None, teller.name}:
            raise NotTheSenderError(field=field, named=getattr(command, field), sender=teller.name)
    return sent.model_copy(update=dict.fromkeys(senders, teller.name)) if senders else sent


def must_speak_for_staff(context: AccountContext) -> None:
    """Raise SpeakerNotStaffError where a key speaks for somebody whom the directory does not name today."""
    staff_id = None if context.teller is None else context.teller.staff_id
    if staff_id is None:
        return
    directory = context.rulebook.guideline(StaffDirectory, context.now)
    if directory is not None and directory.people and directory.member(staff_id) is None:
        raise SpeakerNotStaffError(staff_id=staff_id)


def must_name_staff(state: object, command: Command, context: AccountContext) -> None:
    """Raise NotOfStaffError for one of ours whom the house does not know, where it has named its people.

    Whoever answers for it already may be named again, and what another system has decided is taken as it is.
    """
    named = staff_named(command)
    if not named or (isinstance(state, Case) and is_decided_elsewhere(state)):
        return
    staff = context.rulebook.guideline(StaffDirectory, command.happened_at(context.now))
    if staff is None or not staff.people:
        return
    known = {getattr(state, "owner", None), context.teller and context.teller.name}
    for field, staff_id in named:
        if staff_id not in known and staff.member(staff_id) is None:
            raise NotOfStaffError(field=field, staff_id=staff_id, version=staff.version)
