"""What could be sold to an account, passed to sales with what was understood (REQUIREMENTS 72)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.needs.vocabulary import NeedOrigin, OpportunityStage
from service.domain.changed import changed
from service.domain.personal import FreeText
from service.domain.theme import theme


class OpportunityPassed(AccountFact):
    """An opportunity was found with an account and passed to sales (推动二次转化, REQUIREMENTS 72)."""

    type: Literal["OpportunityPassed.v1"] = "OpportunityPassed.v1"
    opportunity_id: UUID
    """Id of the opportunity."""
    understanding: FreeText
    """What was understood of what the customer needs, and why this could serve them."""
    product: str | None = None
    """Product or service that could be sold; null if that is open."""
    need_number: str | None = None
    """Number of the need of the account behind it; null if there is none."""
    department: str
    """Department to which it was passed."""
    origin: NeedOrigin
    """Where it was found."""
    case_id: UUID | None = None
    """Id of the case in which it was found; null if it was found elsewhere."""
    origin_reference: str | None = None
    """Number or name of the visit, survey or campaign in which it was found; null for a case."""
    expected_minor: int | None = None
    """Value that is expected, in the smallest unit of the currency (分); null if not known."""
    currency: str
    """Currency of the value (ISO 4217)."""
    passed_by: str | None = None
    """Staff id of who passed it on; null if not known."""


class OpportunityTaken(AccountFact):
    """Sales took the opportunity up."""

    type: Literal["OpportunityTaken.v1"] = "OpportunityTaken.v1"
    opportunity_id: UUID
    """Id of the opportunity."""
    taken_by: str | None = None
    """Staff id of who took it up; null if not known."""


class OpportunityDeclined(AccountFact):
    """Sales did not take the opportunity up."""

    type: Literal["OpportunityDeclined.v1"] = "OpportunityDeclined.v1"
    opportunity_id: UUID
    """Id of the opportunity."""
    reason: FreeText
    """Reason against it, in free text."""


class OpportunityWon(AccountFact):
    """The customer bought."""

    type: Literal["OpportunityWon.v1"] = "OpportunityWon.v1"
    opportunity_id: UUID
    """Id of the opportunity."""
    order_reference: str
    """Number of the order or contract."""
    value_minor: int
    """Value of the order, in the smallest unit of the currency (分)."""
    currency: str
    """Currency of the value (ISO 4217)."""


class OpportunityLost(AccountFact):
    """The customer did not buy."""

    type: Literal["OpportunityLost.v1"] = "OpportunityLost.v1"
    opportunity_id: UUID
    """Id of the opportunity."""
    reason: FreeText
    """Reason against it, in free text."""


OpportunityEvent = (
    OpportunityPassed | OpportunityTaken | OpportunityDeclined | OpportunityWon | OpportunityLost
)
BEFORE: Mapping[OpportunityStage, OpportunityStage] = {
    OpportunityStage.TAKEN: OpportunityStage.PASSED,
    OpportunityStage.DECLINED: OpportunityStage.PASSED,
    OpportunityStage.WON: OpportunityStage.TAKEN,
    OpportunityStage.LOST: OpportunityStage.TAKEN,
}
"""From which stage an opportunity comes to each."""
STAGE_OF: Mapping[type[AccountFact], OpportunityStage] = {
    OpportunityTaken: OpportunityStage.TAKEN,
    OpportunityDeclined: OpportunityStage.DECLINED,
    OpportunityWon: OpportunityStage.WON,
    OpportunityLost: OpportunityStage.LOST,
}
"""To which stage an event brings an opportunity."""

PASSED_WITH = (
    "department",
    "passed_by",
    "product",
    "need_number",
    "expected_minor",
    "origin",
    "case_id",
    "origin_reference",
)


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """An opportunity, and how it stands."""

    department: str
    passed_by: str | None
    passed_at: datetime
    product: str | None
    need_number: str | None
    expected_minor: int | None
    origin: NeedOrigin
    case_id: UUID | None
    origin_reference: str | None
    expected_currency: str
    stage: OpportunityStage = OpportunityStage.PASSED
    stage_at: datetime
    taken_by: str | None = None
    order_reference: str | None = None
    value_minor: int | None = None
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class OpportunityState:
    """The opportunities of an account."""

    opportunities: Mapping[UUID, Opportunity] = field(default_factory=dict)

    def opportunity(self, opportunity_id: UUID) -> Opportunity | None:
        """Return an opportunity by its id."""
        return self.opportunities.get(opportunity_id)


def evolve(account: OpportunityState, event: OpportunityEvent) -> OpportunityState:
    """Return the account after the event."""
    known = account.opportunities.get(event.opportunity_id)
    match event:
        case OpportunityPassed():
            at = event.occurred_at
            after: Opportunity | None = Opportunity(
                **{name: getattr(event, name) for name in PASSED_WITH},
                expected_currency=event.currency,
                passed_at=at,
                stage_at=at,
            )
        case OpportunityTaken():
            after = known and _moved(known, event, taken_by=event.taken_by)
        case OpportunityDeclined() | OpportunityLost():
            after = known and _moved(known, event)
        case OpportunityWon():
            sold = ("order_reference", "value_minor", "currency")
            after = known and _moved(known, event, **{name: getattr(event, name) for name in sold})
        case _:
            assert_never(event)
    if after is None:
        return account
    return changed(account, opportunities={**account.opportunities, event.opportunity_id: after})


def _moved(known: Opportunity, event: OpportunityEvent, **more: object) -> Opportunity:
    return changed(known, stage=STAGE_OF[type(event)], stage_at=event.occurred_at, **more)


def stands(account: OpportunityState, event: OpportunityEvent) -> bool:
    known = account.opportunities.get(event.opportunity_id)
    if known is None or isinstance(event, OpportunityPassed):
        return known is None and isinstance(event, OpportunityPassed)
    return known.stage is BEFORE[STAGE_OF[type(event)]]


THEME = theme(OpportunityEvent, evolve, stands=stands)
