"""What limits and risks were disclosed to the customer, to whom and in which words (REQUIREMENTS 146)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.record.contacts import ContactState
from service.domain.account.vocabulary import Limitation
from service.domain.changed import changed, taken
from service.domain.personal import FreeText, Quoted
from service.domain.theme import theme
from service.domain.vocabulary import Channel


class LimitsDisclosed(AccountFact):
    """A limit of the product, the scope of the service or a risk was disclosed to a contact."""

    type: Literal["LimitsDisclosed.v1"] = "LimitsDisclosed.v1"
    disclosure_id: UUID
    """Id of the disclosure."""
    limitation: Limitation
    """Whether it is a limit of the product, the scope of the service, or a risk."""
    what: FreeText
    """What was disclosed, in free text."""
    text_version: str
    """Version of the text that was used."""
    contact_id: UUID
    """Id of the contact to whom it was disclosed."""
    channel: Channel
    agreement_id: str | None = None
    """Contract number of the agreement before which it was disclosed; null if before none in particular."""
    acknowledgement: Quoted | None = None
    """Answer of the contact, in the contact's own words; null if there was none."""


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """What was disclosed, without its words."""

    disclosure_id: UUID
    limitation: Limitation
    text_version: str
    contact_id: UUID
    channel: Channel
    agreement_id: str | None
    disclosed_at: datetime


@dataclass(frozen=True, kw_only=True)
class DisclosureState(ContactState):
    """The disclosures to an account, by their ids."""

    disclosures: dict[UUID, Disclosure] = field(default_factory=dict)

    def disclosure(self, disclosure_id: UUID) -> Disclosure | None:
        """Return a disclosure by its id."""
        return self.disclosures.get(disclosure_id)


def evolve(account: DisclosureState, event: LimitsDisclosed) -> DisclosureState:
    """Return the account after the event."""
    told = taken(Disclosure, event, disclosed_at=event.occurred_at)
    return changed(account, disclosures={**account.disclosures, event.disclosure_id: told})


def stands(account: DisclosureState, event: LimitsDisclosed) -> bool:
    return event.contact_id in account.contact_ids and account.disclosure(event.disclosure_id) is None


THEME = theme(LimitsDisclosed, evolve, stands=stands)
