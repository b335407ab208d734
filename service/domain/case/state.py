"""What is remembered of a case to decide the next command. No personal field is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.case.parts.promises import Collaboration, Commitment
from service.domain.clocks.clock import NO_CLOCKS, ClockBook
from service.domain.vocabulary import (
    CaseKind,
    Degree,
    EscalationKind,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    WaitingOn,
)

Status = Literal["absent", "open", "resolved", "closed"]
Earliest = frozenset[tuple[str, datetime]]
"""Names, each with the earliest instant at which it is known to have come up."""


@dataclass(frozen=True, kw_only=True)
class Classification:
    """The classification in force."""

    response_class: ResponseClass | None = None
    priority: Priority | None = None
    urgency: Degree | None = None
    complexity: Degree | None = None
    category: str | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case as folded from its events. `cycle` counts resolutions: 1, and one more after each reopening."""

    status: Status = "absent"
    account_id: UUID | None = None
    segment: Segment | None = None
    kind: CaseKind | None = None
    received_at: datetime | None = None
    classification: Classification = field(default_factory=Classification)
    owner: str | None = None
    team: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_in_cycle_at: datetime | None = None
    """None again after a reopening, so that it can be acknowledged anew."""
    first_response_at: datetime | None = None
    waiting_on: WaitingOn | None = None
    escalations: frozenset[tuple[EscalationKind, EscalationLevel, str | None]] = frozenset()
    cycle: int = 1
    resolved_cycles: frozenset[int] = frozenset()
    resolved_at: datetime | None = None
    is_confirmed: bool = False
    ratings: frozenset[tuple[int, RatingScale, int, datetime]] = frozenset()
    """The last one of each cycle and scale."""
    last_source_update: tuple[str, str, str] | None = None
    counterparts: Earliest = frozenset()
    """Who was informed in this cycle."""
    contingency_plans: Earliest = frozenset()
    """Which plans were activated in this cycle."""
    task_force: frozenset[str] = frozenset()
    green_channel_opened_at: datetime | None = None
    """None while no green channel is open. It stays open when the case is reopened."""
    commitments: tuple[Commitment, ...] = ()
    collaborations: tuple[Collaboration, ...] = ()
    deliveries: frozenset[tuple[str | None, datetime]] = frozenset()
    surveys: frozenset[UUID] = frozenset()
    merged_into: UUID | None = None
    clocks: ClockBook = NO_CLOCKS

    @property
    def is_complaint(self) -> bool:
        """Whether the promises of a complaint hold, by what the customer said or by classification."""
        return (
            self.kind is CaseKind.COMPLAINT or self.classification.response_class is ResponseClass.COMPLAINT
        )

    def commitment(self, commitment_id: UUID) -> Commitment | None:
        """Return a commitment; None when the case has none of this id."""
        return next((one for one in self.commitments if one.commitment_id == commitment_id), None)

    def collaboration(self, collaboration_id: UUID) -> Collaboration | None:
        """Return a collaboration; None when the case has none of this id."""
        return next((one for one in self.collaborations if one.collaboration_id == collaboration_id), None)


ABSENT = Case()
