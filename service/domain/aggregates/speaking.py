"""For whom a key speaks: the same for all commands."""

from service.domain.account.context import AccountContext
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import SpeakerNotStaffError


def must_speak_for_staff(context: AccountContext) -> None:
    """Raise SpeakerNotStaffError where a key speaks for somebody whom the directory does not name today."""
    staff_id = None if context.teller is None else context.teller.staff_id
    if staff_id is None:
        return
    directory = context.rulebook.guideline(StaffDirectory, context.now)
    if directory is not None and directory.people and staff_id not in directory.staff_ids:
        raise SpeakerNotStaffError(staff_id=staff_id)
