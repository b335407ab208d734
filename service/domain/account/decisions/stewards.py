"""Who keeps the data of the customer, and how a supervisor has sorted it."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.record.stewards import StewardAssigned
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.guidelines.profiles import ProfileGuide, names_of
from service.domain.guidelines.staff import StaffDirectory
from service.domain.personal import FreeText
from service.domain.refusal import PersonNotNamedError, Refusal
from service.domain.rulebook.levels import level_at
from service.domain.staff_id import Sender, StaffId
from service.domain.vocabulary import EscalationLevel


class AssignSteward(
    Command,
    example={"steward": "li.na", "account_class": "growing", "reason": "Orders doubled, the data are thin"},
):
    """Sort the account into a class by what is known of it, and name who keeps its data."""

    steward: StaffId
    account_class: Slug
    """Class of the account by the guideline `profiles`."""
    assigned_by: Sender = None
    reason: FreeText


class AccountClassUnknownError(Refusal, field="account_class"):
    """An account is sorted into one of the classes of the guideline (REQUIREMENTS 111)."""


class StewardNamedBySubordinateError(Refusal, field="steward"):
    """A supervisor or somebody above classifies accounts and names stewards (REQUIREMENTS 111)."""


@refuses_with(AccountClassUnknownError)
def class_must_be_known(_: CustomerAccount, command: AssignSteward, context: AccountContext) -> None:
    guide = context.rulebook.guideline(ProfileGuide, command.happened_at(context.now))
    known = names_of(guide.classes) if guide else ()
    if known and command.account_class not in known:
        raise AccountClassUnknownError(account_class=command.account_class, known=", ".join(known))


@refuses_with(PersonNotNamedError)
def person_must_classify(_: CustomerAccount, __: AssignSteward, context: AccountContext) -> None:
    if context.teller is not None and context.teller.is_machine:
        raise PersonNotNamedError


@refuses_with(StewardNamedBySubordinateError)
def supervisor_must_classify(_: CustomerAccount, command: AssignSteward, context: AccountContext) -> None:
    """Until the house has said who stands where, anybody is believed."""
    staff = context.rulebook.guideline(StaffDirectory, context.now)
    if staff is None or not staff.people or (context.teller is None and command.assigned_by is None):
        return
    if command.assigned_by is not None and staff.member(command.assigned_by) is None:
        return  # a stranger is refused as one
    held = level_at(command.assigned_by, context.rulebook, context.now)
    if held in {None, EscalationLevel.SPECIALIST}:
        raise StewardNamedBySubordinateError(assigned_by=command.assigned_by)


def is_steward(account: CustomerAccount, command: AssignSteward, _: datetime) -> bool:
    return (account.steward, account.account_class) == (command.steward, command.account_class)


DECISIONS = (
    decides(
        AssignSteward,
        records(StewardAssigned, unless=is_steward),
        *CARED_FOR,
        person_must_classify,
        supervisor_must_classify,
        class_must_be_known,
    ),
)
