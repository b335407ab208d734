"""The five stages of a case, and how long each lasted: 需求接收、问题诊断、方案制定、执行跟踪、结果反馈."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from service.domain.case.record import replies
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.closure import CaseClosed, CaseReopened, CaseResolved, ResolutionConfirmed
from service.domain.case.record.complaints import CauseIdentified
from service.domain.case.record.emergencies import ContingencyPlanActivated
from service.domain.case.record.intake import CaseReceived, ReceiptAcknowledged, is_acknowledgement
from service.domain.case.record.understanding import UnderstandingConfirmed
from service.domain.event import Event
from service.domain.timeline.order import as_they_happened

_SECOND = timedelta(seconds=1)


class StageName(StrEnum):
    """The stages, in their order (REQUIREMENTS 52)."""

    RECEPTION = "reception"
    DIAGNOSIS = "diagnosis"
    PLANNING = "planning"
    EXECUTION = "execution"
    FEEDBACK = "feedback"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of one cycle. It lasts until a later one begins; none of them twice in a cycle."""

    stage: StageName
    cycle: int
    began_at: datetime
    ended_at: datetime | None = None

    @property
    def seconds(self) -> int | None:
        """How long it lasted by the wall clock; None while it lasts."""
        return None if self.ended_at is None else (self.ended_at - self.began_at) // _SECOND


_ORDER = list(StageName)
_BEGINS: dict[type[Event], StageName] = {
    CaseReceived: StageName.RECEPTION,
    CaseReopened: StageName.DIAGNOSIS,
    OwnerAssigned: StageName.DIAGNOSIS,
    CaseHandedOver: StageName.DIAGNOSIS,
    ReceiptAcknowledged: StageName.DIAGNOSIS,
    replies.ReplySent: StageName.DIAGNOSIS,
    CauseIdentified: StageName.PLANNING,
    UnderstandingConfirmed: StageName.PLANNING,
    replies.PlanProposed: StageName.EXECUTION,
    ContingencyPlanActivated: StageName.EXECUTION,
    replies.ProgressShared: StageName.EXECUTION,
    CaseResolved: StageName.FEEDBACK,
}
STAGE_FACTS = frozenset(_BEGINS)
"""The facts that can begin a stage."""
STAGES_END_WITH = (replies.ResultReported, ResolutionConfirmed, CaseClosed)


def stages(events: Iterable[Event]) -> tuple[Stage, ...]:
    """Return the stages that a case went through, in the order in which they began (REQUIREMENTS 52).

    - reception (需求接收) begins with the receipt;
    - diagnosis (问题诊断) when a person takes the matter up: becomes accountable, acknowledges the receipt or
      answers; after a reopening at once;
    - planning (方案制定) when it is known what the matter is: the cause is identified, or the customer has
      confirmed that we understood;
    - execution (执行跟踪) when there is a plan, the customer hears what is done, or a contingency plan runs;
    - feedback (结果反馈) with the resolution, until the result is told, confirmed, or the case is closed.
      What the customer is told after that, until the close, belongs to it too.

    A stage ends when a later one begins; what belongs to an earlier one begins nothing. A stage that was
    never begun is left out: its time is a part of the one before. Facts count by business time, however
    late they were recorded; a reopening begins the stages of another cycle.
    """
    found: list[Stage] = []
    cycle, is_closed = 1, False
    for event in as_they_happened(events):
        if isinstance(event, CaseReopened):
            cycle += 1
        current = found[-1] if found else None
        if isinstance(event, STAGES_END_WITH):
            _end(found, event.occurred_at)
        elif (stage := stage_begun_by(event)) is not None and _is_later(stage, cycle, current):
            _end(found, event.occurred_at)
            found.append(Stage(stage=stage, cycle=cycle, began_at=event.occurred_at))
        elif stage is not None and not is_closed:
            _go_on(found, event.occurred_at)
        is_closed = isinstance(event, CaseClosed) or (is_closed and not isinstance(event, CaseReopened))
    return tuple(found)


def stage_begun_by(event: Event) -> StageName | None:
    """Return the stage that a fact begins, if the case has not come as far already."""
    match event:
        case replies.ReplySent() | replies.ProgressShared() if not replies.is_answer(event):
            return None
        case ReceiptAcknowledged() if not is_acknowledgement(event):
            return None
        case OwnerAssigned(owner=None) | CaseHandedOver(to_owner=None):
            return None
        case _:
            return _BEGINS.get(type(event))


def _is_later(stage: StageName, cycle: int, current: Stage | None) -> bool:
    if current is None:
        return True
    return (cycle, _ORDER.index(stage)) > (current.cycle, _ORDER.index(current.stage))


def _go_on(found: list[Stage], at: datetime) -> None:
    """Work after the result was told lets the stage that had ended end with it."""
    if found and found[-1].ended_at is not None:
        found[-1] = replace(found[-1], ended_at=at)


def _end(found: list[Stage], at: datetime) -> None:
    if found and found[-1].ended_at is None:
        found[-1] = replace(found[-1], ended_at=at)
