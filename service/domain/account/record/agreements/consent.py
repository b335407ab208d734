"""What contacts allow us to do with their data, and what they allow no more (REQUIREMENTS 147)."""

from dataclasses import dataclass
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.record.contacts import Consent, ContactState
from service.domain.changed import changed
from service.domain.personal import FreeText, Verbatim
from service.domain.theme import theme
from service.domain.vocabulary import Channel

Language = Literal["zh", "en"]


class ConsentGiven(AccountFact):
    """A contact consented to a use of personal data."""

    type: Literal["ConsentGiven.v1"] = "ConsentGiven.v1"
    contact_id: UUID
    """Id of the contact."""
    purpose: str
    """Purpose of the guideline `consent`."""
    text_version: int
    """Version of the words to which the contact consented."""
    language: Language
    """Language in which the contact read or heard them."""
    channel: Channel
    evidence: FreeText
    """What shows it, in free text."""


class ConsentWithdrawn(AccountFact):
    """A contact withdrew from a use of personal data, consented to before or not."""

    type: Literal["ConsentWithdrawn.v1"] = "ConsentWithdrawn.v1"
    contact_id: UUID
    """Id of the contact."""
    purpose: str
    """Purpose of the guideline `consent`."""
    channel: Channel | None = None
    """Contact channel; null if not said."""
    reason: Verbatim | None = None
    """Words of the contact."""


ConsentEvent = ConsentGiven | ConsentWithdrawn


@dataclass(frozen=True, kw_only=True)
class ConsentState(ContactState):
    """What the contacts said last stands beside them: an opt-out of surveys is a withdrawal as well."""


def evolve(account: ConsentState, event: ConsentEvent) -> ConsentState:
    """Return the account after the event."""
    others = frozenset(
        one for one in account.consents if (one.contact_id, one.purpose) != (event.contact_id, event.purpose)
    )
    said = (event.contact_id, event.purpose)
    match event:
        case ConsentGiven():
            given = Consent(
                contact_id=event.contact_id,
                purpose=event.purpose,
                text_version=event.text_version,
                language=event.language,
                channel=event.channel,
            )
            return changed(account, consents=others | {given}, objections=account.objections - {said})
        case ConsentWithdrawn():
            return changed(account, consents=others, objections=account.objections | {said})
        case _:
            assert_never(event)


def stands(account: ConsentState, event: ConsentEvent) -> bool:
    """Each is the word of its time, whatever was said before."""
    return event.contact_id in account.contact_ids


THEME = theme(ConsentEvent, evolve, stands=stands)
