"""How agreements that end are to be renewed, planned ahead, and what came of it (REQUIREMENTS 74)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.account.record.agreements.agreements import AgreementState
from service.domain.changed import changed
from service.domain.event import RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import theme


class RenewalPlanned(AccountFact):
    """It was planned how an agreement is to be renewed."""

    type: Literal["RenewalPlanned.v1"] = "RenewalPlanned.v1"
    agreement_id: str
    """Contract number."""
    plan: FreeText
    """Plan for the renewal: offer, price, changes."""
    offer_by_at: RecordedInstant
    """Time by which the customer is to have the offer (UTC)."""
    planned_by: str
    """Staff id of the person who answers for the plan."""


class RenewalDecided(AccountFact):
    """The customer renewed an agreement, or decided not to."""

    type: Literal["RenewalDecided.v1"] = "RenewalDecided.v1"
    agreement_id: str
    """Contract number."""
    is_renewed: bool
    """Whether the customer renews."""
    renewed_as: str | None = None
    """Contract number of the agreement that follows; null if none was signed."""
    reason: FreeText


RenewalEvent = RenewalPlanned | RenewalDecided


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """The plan for the renewal of an agreement, without its words."""

    agreement_id: str
    offer_by_at: datetime | None = None
    planned_by: str | None = None
    decided_at: datetime | None = None
    is_renewed: bool | None = None
    renewed_as: str | None = None


@dataclass(frozen=True, kw_only=True)
class RenewalState(AgreementState):
    """The renewals of an account, by contract number."""

    renewals: dict[str, Renewal] = field(default_factory=dict)

    def renewal(self, agreement_id: str) -> Renewal | None:
        """Return what is planned and decided of a renewal."""
        return self.renewals.get(agreement_id)


def evolve(account: RenewalState, event: RenewalEvent) -> RenewalState:
    """Return the account after the event."""
    known = account.renewal(event.agreement_id) or Renewal(agreement_id=event.agreement_id)
    match event:
        case RenewalPlanned():
            after = replace(known, offer_by_at=event.offer_by_at, planned_by=event.planned_by)
        case RenewalDecided():
            after = replace(
                known,
                decided_at=event.occurred_at,
                is_renewed=event.is_renewed,
                renewed_as=event.renewed_as,
            )
        case _:
            assert_never(event)
    return changed(account, renewals={**account.renewals, event.agreement_id: after})


def stands(account: RenewalState, event: RenewalEvent) -> bool:
    """What is decided is not planned any more."""
    agreement, known = account.agreement(event.agreement_id), account.renewal(event.agreement_id)
    if agreement is None or (known is not None and known.decided_at is not None):
        return False
    if isinstance(event, RenewalDecided):
        return True
    return agreement.ends_at is not None and event.offer_by_at < agreement.ends_at


THEME = theme(RenewalEvent, evolve, stands=stands)
