"""What a decision must know that stands on none of the streams it reads. No sender of a command says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from service.domain.account.needs.known import KnownNeed
from service.domain.account.owner_choice import AccountChoice
from service.domain.account.record.profile import SegmentScoring
from service.domain.case.record.assignment import OwnerChoice
from service.domain.vocabulary import ResponseClass


@dataclass(frozen=True, kw_only=True)
class OtherCase:
    """What a decision must know of another case."""

    account_id: UUID | None
    is_closed: bool
    split_from: UUID | None
    goes_on_in: UUID | None
    """Where the case is worked on now, at the end of the chain of merges; None: it is not merged."""
    received_at: datetime | None = None
    response_classes: frozenset[ResponseClass] = frozenset()
    """Every class that applies, as the clocks see it."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """How a survey is sent by the programme."""

    programme_version: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """What was looked up for a decision. Actions and the record set it, a body never does."""

    last_asked_at: Mapping[UUID, datetime] = field(default_factory=dict)
    """Contact -> when last asked about another case."""
    invitation: Invitation | None = None
    """By what programme a survey is sent, and until when its link is valid; None: not by the programme."""
    nobody_to_ask: int | None = None
    """Version of the survey programme by which nobody can be asked; None: a person decides so."""
    is_of_customer: bool = False
    """Whether the customer tells it, who alone has the link of the page; else a key does, or an import."""
    choice: OwnerChoice | None = None
    """How the owner was chosen by load and skill."""
    account_choice: AccountChoice | None = None
    """How the owner of an account was chosen by number of accounts and ability."""
    word_for_word: Mapping[str, bool] = field(default_factory=dict)
    """Words that are passed on as the customer's -> whether the customer said them, by what is on record."""
    other_cases: Mapping[UUID, OtherCase | None] = field(default_factory=dict)
    """Case that a command names -> what it is now; None: there is no such case. The record looks up all that
    are named; where one does not stand here, the core is asked by itself."""

    known_needs: Mapping[str, KnownNeed] = field(default_factory=dict)
    """Need that a command names -> how it stands with the accounts that asked for it before."""

    scoring: SegmentScoring | None = None
    """Scores from which a tier follows that a command assigns; None: somebody decides on it."""

    @property
    def case_accounts(self) -> dict[UUID, UUID | None]:
        """Other case -> its account; None: there is no such case."""
        return {
            case_id: None if other is None else other.account_id
            for case_id, other in self.other_cases.items()
        }

    def last_asked(self, contact_id: UUID | None) -> datetime | None:
        """Return when a contact was last asked about another case; None where never, or nobody is named."""
        return None if contact_id is None else self.last_asked_at.get(contact_id)

    def is_no_case(self, case_id: UUID) -> bool:
        """Return whether it was looked up that there is no case of this id."""
        return case_id in self.other_cases and self.other_cases[case_id] is None


NOTHING = LookedUp()
