"""Emergencies: who was informed, and what was set going. The state holds no personal field."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar, assert_never, get_args

from service.domain.case.statuses import NOT_CLOSED, WORKED_ON
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached, SituationChanged
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel

Named = TypeVar("Named", bound=Hashable)
Informing = tuple[str, Channel | None, str | None]
"""Who was informed, how, and the proof."""
FirstInstants = frozenset[tuple[Named, datetime]]
"""Names, each with the earliest instant at which it is known to have come up."""


class CounterpartInformed(Event):
    """The responsible colleague inside the company was informed (REQUIREMENTS 4)."""

    type: Literal["CounterpartInformed.v1"] = "CounterpartInformed.v1"
    counterpart: str
    """Staff id of the colleague."""
    channel: Channel | None = None
    delivery_proof: str | None = None
    """Number of the message or call that proves delivery."""


class ContingencyPlanActivated(Event):
    """A contingency plan was activated (REQUIREMENTS 5)."""

    type: Literal["ContingencyPlanActivated.v1"] = "ContingencyPlanActivated.v1"
    plan_id: str
    """Number of the plan."""


class GreenChannelOpened(Event):
    """A green channel with a task force was opened (REQUIREMENTS 157).

    Opened again, it has a new task force.
    """

    type: Literal["GreenChannelOpened.v1"] = "GreenChannelOpened.v1"
    task_force: tuple[str, ...]
    """Staff ids of the members of the task force."""
    reason: FreeText


EmergencyEvent = CounterpartInformed | ContingencyPlanActivated | GreenChannelOpened


@dataclass(frozen=True, kw_only=True)
class EmergencyState:
    """What was done about an emergency."""

    counterparts: FirstInstants[Informing] = frozenset()
    """Counterparts informed in this cycle."""
    contingency_plans: FirstInstants[str] = frozenset()
    """Contingency plans activated in this cycle."""
    task_force: frozenset[str] = frozenset()
    green_channel_opened_at: datetime | None = None
    """None if no green channel is open. It stays open when the case is reopened."""


def evolve(case: EmergencyState, event: EmergencyEvent) -> EmergencyState:
    """Return the case after the event."""
    at = event.occurred_at
    match event:
        case CounterpartInformed():
            informing = (event.counterpart, event.channel, event.delivery_proof)
            return changed(case, counterparts=_with_first(case.counterparts, informing, at))
        case ContingencyPlanActivated():
            return changed(case, contingency_plans=_with_first(case.contingency_plans, event.plan_id, at))
        case GreenChannelOpened():
            opened_at = min(case.green_channel_opened_at or at, at)
            return changed(case, task_force=frozenset(event.task_force), green_channel_opened_at=opened_at)
        case _:
            assert_never(event)


def _with_first(known: FirstInstants[Named], name: Named, at: datetime) -> FirstInstants[Named]:
    before = next((since for each, since in known if each == name), at)
    return known - {(name, before)} | {(name, min(before, at))}


def clock_triggers(event: EmergencyEvent, after: EmergencyState) -> Triggers:
    at = event.occurred_at
    match event:
        case CounterpartInformed():
            told = MilestoneReached(milestone=Milestone.COUNTERPART_INFORMED, at=at)
            reached = MilestoneReached(milestone=Milestone.COUNTERPART_REACHED, at=at)
            return (told, reached) if event.delivery_proof is not None else (told,)
        case ContingencyPlanActivated():
            return (MilestoneReached(milestone=Milestone.CONTINGENCY_PLAN_ACTIVATED, at=at),)
        case GreenChannelOpened():
            return green_channel_triggers(at, after)
        case _:
            assert_never(event)


def green_channel_triggers(at: datetime, after: EmergencyState) -> Triggers:
    """A green channel opens once, by classification or with a task force; a new task force opens none."""
    situation = SituationChanged(at=at)
    if after.green_channel_opened_at != at:
        return (situation,)
    return (MilestoneReached(milestone=Milestone.GREEN_CHANNEL_OPENED, at=at), situation)


THEME = theme(
    EmergencyEvent,
    evolve,
    clock_triggers,
    on={**dict.fromkeys(get_args(EmergencyEvent), NOT_CLOSED), ContingencyPlanActivated: WORKED_ON},
    triggers_read_state=True,
)
