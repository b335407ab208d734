"""Our contacts with the customer of our own accord."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel, VisitKind


class RecordFirstContact(Command, example={"record": "Introduced the team and its hours"}):
    """Record the first conversation of the accountable person with the customer."""

    channel: Channel
    record: FreeText
    """Record of the conversation, in free text."""


class RecordVisit(Command, example={"channel": "on_site", "outcome": "All three lines run"}):
    """Record a visit, a call or an interview, with what the customer said."""

    kind: VisitKind
    channel: Channel
    reached: bool = True
    """Whether the customer was reached; an unsuccessful attempt keeps no promise."""
    outcome: FreeText | None = None
    experience: FreeText | None = None
    new_needs: FreeText | None = None
    inconveniences: FreeText | None = None
    strategy_change: FreeText | None = None


def record_first_contact(
    account: CustomerAccount, command: RecordFirstContact, _: AccountContext, at: datetime
) -> Events:
    if account.first_contact_by(at) is not None:
        return ()
    return (FirstContactMade(occurred_at=at, owner=account.owner_at(at), **fields_of(command)),)


def first_contact_on_record(account: CustomerAccount, command: RecordFirstContact) -> Told | None:
    at = command.occurred_at or account.last_happened_at
    known = account.first_contact_by(at) if at else None
    return None if known is None else {"occurred_at": known[0], "channel": known[1]}


DECISIONS = (
    decides(RecordFirstContact, record_first_contact, *CARED_FOR, once=first_contact_on_record),
    decides(RecordVisit, records(VisitRecorded), *CARED_FOR),
)
