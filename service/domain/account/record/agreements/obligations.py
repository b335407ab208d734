"""What an agreement obliges us to: content, milestones, quality standards (REQUIREMENTS 46)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Literal, assert_never

from pydantic import Field

from service.domain.account.event import AccountFact
from service.domain.account.record.agreements.agreements import AgreementState
from service.domain.account.statuses import ON_RECORD
from service.domain.account.vocabulary import ObligationKind
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.policy import Data
from service.domain.event import RecordedInstant
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.theme import Triggers, theme

Measured = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)]


class QualityStandard(Data):
    """A measure of our service and the values that are agreed, both ends included."""

    measure: Code
    """Measure, such as availability."""
    unit: Code
    """Unit of the values, such as percent."""
    at_least: Measured | None = None
    """Least value that meets the standard; null if there is none."""
    at_most: Measured | None = None
    """Greatest value that meets the standard; null if there is none."""

    def is_met_by(self, value: float) -> bool:
        """Return whether a measured value meets it."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


class ObligationAgreed(AccountFact):
    """An obligation of ours became part of an agreement (REQUIREMENTS 46)."""

    type: Literal["ObligationAgreed.v1"] = "ObligationAgreed.v1"
    obligation_id: str
    """Number of the clause, unique within the account."""
    agreement_id: str
    """Contract number."""
    kind: ObligationKind
    """Whether it is content of the service, a milestone, or a quality standard."""
    what: FreeText
    """What we owe, in free text."""
    due_at: RecordedInstant
    standard: QualityStandard | None = None
    """Measure and agreed values; null if it is no quality standard."""


class ObligationMoved(AccountFact):
    """An amendment gave an obligation another due time. Until then the earlier one was promised."""

    type: Literal["ObligationMoved.v1"] = "ObligationMoved.v1"
    obligation_id: str
    """Number of the clause."""
    version: int
    """Version of the agreement that moves it."""
    due_at: RecordedInstant
    """New due time (UTC)."""


class ObligationDropped(AccountFact):
    """An obligation was taken out of its agreement, by an amendment or with the end of the agreement."""

    type: Literal["ObligationDropped.v1"] = "ObligationDropped.v1"
    obligation_id: str
    """Number of the clause."""
    version: int | None = None
    """Version of the agreement without it; null if the agreement was ended."""


class QualityMeasured(AccountFact):
    """The quality of our service in a month was measured against its standard."""

    type: Literal["QualityMeasured.v1"] = "QualityMeasured.v1"
    obligation_id: str
    """Number of the clause."""
    month: str
    """Month that was measured, such as 2026-03."""
    value: Measured
    """Measured value, in the unit of the standard."""
    is_met: bool
    """Whether the value meets the standard."""
    evidence: FreeText
    """How it was measured, in free text."""


class ObligationFulfilled(AccountFact):
    """An obligation was fulfilled; its clock shows whether in time."""

    type: Literal["ObligationFulfilled.v1"] = "ObligationFulfilled.v1"
    obligation_id: str
    """Number of the clause."""
    evidence: FreeText
    """What shows it, in free text."""
    document: str | None = None
    """Number of the document that shows it; null if there is none."""


ObligationEvent = (
    ObligationAgreed | ObligationMoved | ObligationDropped | QualityMeasured | ObligationFulfilled
)


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """What we owe. It is open until it is fulfilled or dropped."""

    obligation_id: str
    agreement_id: str
    kind: ObligationKind
    agreed_at: datetime
    due_at: datetime
    standard: QualityStandard | None = None
    measured: dict[str, float] = field(default_factory=dict)
    """Values by month, as told last."""
    fulfilled_at: datetime | None = None
    document: str | None = None
    dropped_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be fulfilled."""
        return self.fulfilled_at is None and self.dropped_at is None


@dataclass(frozen=True, kw_only=True)
class ObligationState(AgreementState):
    """The obligations of all agreements of an account, by their numbers."""

    obligations: dict[str, Obligation] = field(default_factory=dict)

    def obligation(self, obligation_id: str) -> Obligation | None:
        """Return an obligation by its number."""
        return self.obligations.get(obligation_id)

    def owed_after(self, agreement_id: str, at: datetime) -> tuple[Obligation, ...]:
        """Return what is open by an agreement and due after an instant."""
        return tuple(
            one
            for one in self.obligations.values()
            if one.agreement_id == agreement_id and one.is_open and one.due_at > at
        )

    def is_owed_after(self, agreement_id: str, at: datetime, /) -> bool:
        """Return whether something is open by an agreement and due after an instant."""
        return bool(self.owed_after(agreement_id, at))


def evolve(account: ObligationState, event: ObligationEvent) -> ObligationState:
    """Return the account after the event."""
    if isinstance(event, ObligationAgreed):
        after = Obligation(
            obligation_id=event.obligation_id,
            agreement_id=event.agreement_id,
            kind=event.kind,
            agreed_at=event.occurred_at,
            due_at=event.due_at,
            standard=event.standard,
        )
    else:
        known = account.obligation(event.obligation_id)
        if known is None:
            return account
        after = _after(known, event)
    return changed(account, obligations={**account.obligations, event.obligation_id: after})


def _after(
    one: Obligation, event: ObligationMoved | ObligationDropped | QualityMeasured | ObligationFulfilled
) -> Obligation:
    match event:
        case ObligationMoved():
            return replace(one, due_at=event.due_at)
        case ObligationDropped():
            return replace(one, dropped_at=event.occurred_at)
        case QualityMeasured():
            return replace(one, measured={**one.measured, event.month: event.value})
        case ObligationFulfilled():
            return replace(one, fulfilled_at=event.occurred_at, document=event.document)
        case _:
            assert_never(event)


def clock_triggers(event: ObligationEvent, _: ObligationState) -> Triggers:
    at, subject = event.occurred_at, event.obligation_id
    match event:
        case ObligationAgreed():
            agreed = Milestone.OBLIGATION_AGREED
            return (MilestoneReached(milestone=agreed, at=at, subject=subject, due_at=event.due_at),)
        case ObligationMoved():
            moved = Milestone.OBLIGATION_MOVED
            return (MilestoneReached(milestone=moved, at=at, subject=subject, due_at=event.due_at),)
        case ObligationDropped():
            return (MilestoneReached(milestone=Milestone.OBLIGATION_DROPPED, at=at, subject=subject),)
        case ObligationFulfilled():
            return (MilestoneReached(milestone=Milestone.OBLIGATION_FULFILLED, at=at, subject=subject),)
        case QualityMeasured():
            return ()
        case _:
            assert_never(event)


def stands(account: ObligationState, event: ObligationEvent) -> bool:
    """What is agreed is due while its agreement holds; nothing is said of what is settled."""
    known = account.obligation(event.obligation_id)
    if isinstance(event, ObligationAgreed):
        return known is None and account.binds_until(event.agreement_id, event.due_at)
    if known is None or not known.is_open:
        return False
    match event:
        case ObligationMoved():
            return known.due_at >= event.occurred_at and account.binds_until(known.agreement_id, event.due_at)
        case ObligationFulfilled():
            return known.standard is None or is_shown(known)
        case QualityMeasured():
            return known.standard is not None
        case ObligationDropped():
            return True
        case _:
            assert_never(event)


def is_shown(one: Obligation) -> bool:
    """Return whether the newest measured month of a standard met it."""
    if one.standard is None or not one.measured:
        return False
    return one.standard.is_met_by(one.measured[max(one.measured)])


THEME = theme(ObligationEvent, evolve, clock_triggers, stands, on={ObligationDropped: ON_RECORD})
