"""Disputes with a customer: positions, mediation, and how they ended (REQUIREMENTS 48)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.record.agreements.agreements import AgreementState
from service.domain.account.record.contacts import ContactState
from service.domain.account.vocabulary import DisputeEnd, DisputeSide
from service.domain.changed import changed, taken
from service.domain.personal import FreeText
from service.domain.theme import theme


class DisputeOpened(AccountFact):
    """A dispute with the customer began, about an agreement, a case or the service as a whole."""

    type: Literal["DisputeOpened.v1"] = "DisputeOpened.v1"
    dispute_id: UUID
    """Id of the dispute."""
    matter: FreeText
    """Matter of the dispute, in free text."""
    agreement_id: str | None = None
    """Contract number; null if it is about no agreement."""
    case_id: UUID | None = None
    """Id of the case; null if it is about none."""


class PositionStated(AccountFact):
    """A party to a dispute stated its position."""

    type: Literal["PositionStated.v1"] = "PositionStated.v1"
    dispute_id: UUID
    """Id of the dispute."""
    position_id: UUID
    """Id of the statement."""
    side: DisputeSide
    """Party whose position it is."""
    position: FreeText
    """Position, in the words of the party."""
    contact_id: UUID | None = None
    """Id of the contact who stated it for the customer; null if it is ours."""
    stated_by: str
    """Staff id of the person who stated ours, or took down the customer's."""


class MediatorNamed(AccountFact):
    """A person who is no party was named to mediate."""

    type: Literal["MediatorNamed.v1"] = "MediatorNamed.v1"
    dispute_id: UUID
    """Id of the dispute."""
    mediator: str
    """Staff id of the person who mediates."""
    reason: FreeText


class MediationHeld(AccountFact):
    """The mediator brought the parties a step further."""

    type: Literal["MediationHeld.v1"] = "MediationHeld.v1"
    dispute_id: UUID
    """Id of the dispute."""
    step_id: UUID
    """Id of the step."""
    mediated_by: str
    """Staff id of the mediator."""
    what: FreeText
    """What was said and proposed, in free text."""


class DisputeSettled(AccountFact):
    """Both parties agreed, and the dispute is over."""

    type: Literal["DisputeSettled.v1"] = "DisputeSettled.v1"
    dispute_id: UUID
    """Id of the dispute."""
    settled_by: str
    """Staff id of the person who settled it: the mediator, where there is one."""
    contact_id: UUID
    """Id of the contact who agreed for the customer."""
    agreed: FreeText
    """What was agreed, in free text."""
    agreement_version: int | None = None
    """Version of the agreement that holds what was agreed; null if none was amended for it."""


class DisputeEnded(AccountFact):
    """A dispute ended without a settlement."""

    type: Literal["DisputeEnded.v1"] = "DisputeEnded.v1"
    dispute_id: UUID
    """Id of the dispute."""
    how: DisputeEnd
    """How it ended."""
    ended_by: str
    """Staff id of the person who ended it."""
    reason: FreeText


DisputeEvent = DisputeOpened | PositionStated | MediatorNamed | MediationHeld | DisputeSettled | DisputeEnded


@dataclass(frozen=True, kw_only=True)
class Position:
    """What a party said, without the words."""

    position_id: UUID
    side: DisputeSide
    contact_id: UUID | None
    stated_by: str
    stated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the mediation, without the words."""

    step_id: UUID
    mediated_by: str
    held_at: datetime


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A dispute, without its words. It is open until it is settled or ended."""

    dispute_id: UUID
    opened_at: datetime
    agreement_id: str | None
    case_id: UUID | None
    positions: tuple[Position, ...] = ()
    mediator: str | None = None
    steps: tuple[Step, ...] = ()
    settled_at: datetime | None = None
    settled_by: str | None = None
    contact_id: UUID | None = None
    """Who agreed for the customer."""
    agreement_version: int | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    how: DisputeEnd | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither settled nor ended."""
        return self.settled_at is None and self.ended_at is None

    @property
    def sides(self) -> frozenset[DisputeSide]:
        """The parties whose position is on record."""
        return frozenset(one.side for one in self.positions)

    @property
    def our_speakers(self) -> frozenset[str]:
        """Those of us who stated our position."""
        return frozenset(one.stated_by for one in self.positions if one.side is DisputeSide.OURS)

    def statement(self, position_id: UUID) -> Position | None:
        """Return a statement by its id."""
        return next((one for one in self.positions if one.position_id == position_id), None)

    def step(self, step_id: UUID) -> Step | None:
        """Return a step of the mediation by its id."""
        return next((one for one in self.steps if one.step_id == step_id), None)


@dataclass(frozen=True, kw_only=True)
class DisputeState(AgreementState, ContactState):
    """The disputes with a customer, by their ids."""

    disputes: dict[UUID, Dispute] = field(default_factory=dict)

    def dispute(self, dispute_id: UUID) -> Dispute | None:
        """Return a dispute by its id."""
        return self.disputes.get(dispute_id)


def evolve(account: DisputeState, event: DisputeEvent) -> DisputeState:
    """Return the account after the event."""
    if isinstance(event, DisputeOpened):
        after = Dispute(
            dispute_id=event.dispute_id,
            opened_at=event.occurred_at,
            agreement_id=event.agreement_id,
            case_id=event.case_id,
        )
        return changed(account, disputes={**account.disputes, event.dispute_id: after})
    known = account.dispute(event.dispute_id)
    if known is None:
        return account
    return changed(account, disputes={**account.disputes, event.dispute_id: _after(known, event)})


def _after(
    one: Dispute, event: PositionStated | MediatorNamed | MediationHeld | DisputeSettled | DisputeEnded
) -> Dispute:
    match event:
        case PositionStated():
            said = taken(Position, event, stated_at=event.occurred_at)
            return replace(one, positions=(*one.positions, said))
        case MediatorNamed():
            return replace(one, mediator=event.mediator)
        case MediationHeld():
            return replace(one, steps=(*one.steps, taken(Step, event, held_at=event.occurred_at)))
        case DisputeSettled():
            return replace(
                one,
                settled_at=event.occurred_at,
                settled_by=event.settled_by,
                contact_id=event.contact_id,
                agreement_version=event.agreement_version,
            )
        case DisputeEnded():
            return replace(one, ended_at=event.occurred_at, ended_by=event.ended_by, how=event.how)
        case _:
            assert_never(event)


def stands(account: DisputeState, event: DisputeEvent) -> bool:
    known = account.dispute(event.dispute_id)
    if isinstance(event, DisputeOpened):
        return known is None and (
            event.agreement_id is None or account.agreement(event.agreement_id) is not None
        )
    if known is None or not known.is_open:
        return False
    match event:
        case PositionStated():
            is_neutral = event.side is DisputeSide.CUSTOMER or event.stated_by != known.mediator
            return is_neutral and known.statement(event.position_id) is None
        case MediatorNamed():
            return event.mediator not in known.our_speakers
        case MediationHeld():
            return event.mediated_by == known.mediator and known.step(event.step_id) is None
        case DisputeSettled():
            is_by_mediator = known.mediator is None or event.settled_by == known.mediator
            return is_by_mediator and known.sides == frozenset(DisputeSide)
        case DisputeEnded():
            return True
        case _:
            assert_never(event)


THEME = theme(DisputeEvent, evolve, stands=stands)
