"""What an account was given because of its tier (专属服务, REQUIREMENTS 140, 165)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed, newest
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import Channel

MOST_REMEMBERED = 200


class TreatmentGiven(AccountFact):
    """The customer was given what its tier is due, such as a solution of its own or a free diagnosis.

    REQUIREMENTS 140, 165.
    """

    type: Literal["TreatmentGiven.v1"] = "TreatmentGiven.v1"
    treatment_id: UUID
    """Id of what was given."""
    item: str
    """Name of it in the guideline `treatments`."""
    channel: Channel
    words: FreeText
    """What the customer was given or told."""
    given_by: str | None = None
    """Staff id of who gave it; null if not known."""


@dataclass(frozen=True, kw_only=True)
class GivenTreatment:
    """Something that an account was given."""

    item: str
    given_at: datetime
    channel: Channel
    given_by: str | None


@dataclass(frozen=True, kw_only=True)
class TreatmentState:
    """The newest treatments of an account."""

    treatments: Mapping[UUID, GivenTreatment] = field(default_factory=dict)

    def treatment(self, treatment_id: UUID) -> GivenTreatment | None:
        """Return what was given, by its id; None once it is forgotten."""
        return self.treatments.get(treatment_id)


def evolve(account: TreatmentState, event: TreatmentGiven) -> TreatmentState:
    """Return the account after the event."""
    given = GivenTreatment(
        item=event.item, given_at=event.occurred_at, channel=event.channel, given_by=event.given_by
    )
    found = {**account.treatments, event.treatment_id: given}
    return changed(account, treatments=newest(found, MOST_REMEMBERED))


def stands(account: TreatmentState, event: TreatmentGiven) -> bool:
    return account.treatment(event.treatment_id) is None


THEME = theme(TreatmentGiven, evolve, stands=stands)
