"""Our contacts with the customer of our own accord."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel, VisitKind


class RecordFirstContact(Command, example={"record": "Introduced the team and its hours"}):
    """Record the first talk with the customer after somebody became accountable."""

    channel: Channel
    """How they talked."""
    record: FreeText
    """What was said."""


class RecordVisit(Command, example={"channel": "on_site", "outcome": "All three lines run"}):
    """Record a visit, a call or an interview, with what the customer said."""

    kind: VisitKind
    """Which of them."""
    channel: Channel
    """How it was done."""
    reached: bool = True
    """Whether the customer was reached; an attempt keeps no promise."""
    outcome: FreeText | None = None
    """What came of it."""
    experience: FreeText | None = None
    """How it feels to use what we supply."""
    new_needs: FreeText | None = None
    """What the customer will need."""
    inconveniences: FreeText | None = None
    """What is in the way."""
    strategy_change: FreeText | None = None
    """What we will do differently for this customer."""


def record_first_contact(
    account: CustomerAccount, command: RecordFirstContact, _: AccountContext, at: datetime
) -> Events:
    if account.first_contact_by(at) is not None:
        return ()
    return (FirstContactMade(occurred_at=at, owner=account.owner_at(at), **fields_of(command)),)


DECISIONS = (
    decides(RecordFirstContact, record_first_contact, *CARED_FOR),
    decides(RecordVisit, records(VisitRecorded), *CARED_FOR),
)
