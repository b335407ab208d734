"""The revisits of a case as they are shown: planned, held and missed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.revisits import CaseRevisited
from service.domain.case.state import Case
from service.domain.clocks.clock import Clock
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.situation import Promises
from service.domain.event import Event
from service.domain.vocabulary import Channel


class PlannedRevisitView(Document):
    """A revisit planned by a member of staff."""

    revisit_id: UUID
    due_at: datetime
    template: str | None
    """Revisit template of the guideline; null if there is none."""
    channel: Channel
    contact_id: UUID | None
    """Id of the contact to call on; null if not planned."""
    attempts: int
    """Number of attempts in which the customer was not reached."""
    held_at: datetime | None
    """Time at which the customer was reached (UTC); null if not yet reached."""
    is_cancelled: bool
    """Whether the planned revisit was cancelled."""


class MissedRevisitView(Document):
    """A revisit that was promised and not held in time."""

    clock_id: UUID
    """Id of the clock; the clock can be explained."""
    clock: str
    """Name of the promise in the policy."""
    due_at: datetime
    """Promised time of the revisit (UTC)."""
    held_at: datetime | None
    """Time at which the revisit was held afterwards (UTC); null if it was not."""


class RevisitsView(Document):
    """The revisits of a case."""

    planned: list[PlannedRevisitView]
    """Planned revisits."""
    held: list[CaseRevisited]
    """Revisits held, and unsuccessful attempts."""
    missed: list[MissedRevisitView]
    """Missed revisits, as far as they are on the record."""


def revisits_view(case: Case, events: Sequence[Event], promises: Promises) -> RevisitsView:
    """Return the revisits; the policy of a clock says whether a revisit keeps its promise."""
    return RevisitsView(
        planned=[PlannedRevisitView(**vars(one)) for one in case.planned_revisits],
        held=[event for event in events if isinstance(event, CaseRevisited)],
        missed=[_missed(clock) for clock in case.clocks.clocks if _is_missed(clock, promises)],
    )


def _is_missed(clock: Clock, promises: Promises) -> bool:
    """What became known later can show that it was held in time after all."""
    is_broken = clock.end == "late" or (clock.breached_at is not None and clock.end != "met")
    if not is_broken or clock.is_void:
        return False
    policy = promises.policy_version(clock.policy_id, clock.policy_version)
    rule = next(rule for rule in policy.rules if rule.rule == clock.rule)
    return Milestone.REVISITED in rule.met_by


def _missed(clock: Clock) -> MissedRevisitView:
    return MissedRevisitView(
        clock_id=clock.clock_id,
        clock=clock.clock,
        due_at=clock.breached_at or clock.due_at,
        held_at=clock.ended_at if clock.end == "late" else None,
    )
