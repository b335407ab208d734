"""That a customer talks with competitors."""

from datetime import datetime
from uuid import UUID

from service.domain.account.reaching import person_must_be_named
from service.domain.account.record.health import competitors as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, told_of
from service.domain.personal import FreeText
from service.domain.staff_id import SenderIfKnown
from service.domain.text import MeaningfulCode


class NoteCompetitorContact(
    Command,
    records=record.CompetitorContactNoted,
    example={"competitor": "Acme Gauges", "words": "Their buyer asked for a quotation of Acme at the fair"},
):
    """Record that the customer talks with a competitor. The watch warns of it."""

    contact_note_id: UUID
    """Id of the observation, chosen by the sender."""
    competitor: MeaningfulCode
    words: FreeText
    noted_by: SenderIfKnown = None


def is_noted(account: CustomerAccount, command: NoteCompetitorContact, _: datetime) -> bool:
    return account.competitor_contact(command.contact_note_id) is not None


DECISIONS = (
    decides(
        NoteCompetitorContact,
        records(record.CompetitorContactNoted, unless=is_noted),
        *CARED_FOR,
        person_must_be_named,
        once=told_of(
            CustomerAccount.competitor_contact, "contact_note_id", "noted_at", "competitor", "noted_by"
        ),
    ),
)
