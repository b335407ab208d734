"""That a customer talks with competitors (竞品接触, REQUIREMENTS 162)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed, newest
from service.domain.personal import FreeText
from service.domain.theme import theme

MOST_REMEMBERED = 20


class CompetitorContactNoted(AccountFact):
    """Somebody of ours learnt that the customer talks with a competitor (竞品接触, REQUIREMENTS 162)."""

    type: Literal["CompetitorContactNoted.v1"] = "CompetitorContactNoted.v1"
    contact_note_id: UUID
    """Id of the observation."""
    competitor: str
    """Name of the competitor."""
    words: FreeText
    """What was learnt, and how."""
    noted_by: str | None = None
    """Staff id of who learnt it; null if not known."""


@dataclass(frozen=True, kw_only=True)
class CompetitorContact:
    """That somebody learnt of a contact with a competitor."""

    noted_at: datetime
    competitor: str
    noted_by: str | None


@dataclass(frozen=True, kw_only=True)
class CompetitorState:
    """The newest contacts of an account with competitors."""

    competitor_contacts: Mapping[UUID, CompetitorContact] = field(default_factory=dict)

    def competitor_contact(self, contact_note_id: UUID) -> CompetitorContact | None:
        """Return an observation by its id; None once it is forgotten."""
        return self.competitor_contacts.get(contact_note_id)


def evolve(account: CompetitorState, event: CompetitorContactNoted) -> CompetitorState:
    """Return the account after the event."""
    contact = CompetitorContact(
        noted_at=event.occurred_at, competitor=event.competitor, noted_by=event.noted_by
    )
    found = {**account.competitor_contacts, event.contact_note_id: contact}
    return changed(account, competitor_contacts=newest(found, MOST_REMEMBERED))


def stands(account: CompetitorState, event: CompetitorContactNoted) -> bool:
    return account.competitor_contact(event.contact_note_id) is None


THEME = theme(CompetitorContactNoted, evolve, stands=stands)
