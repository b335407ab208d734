"""Facts of an emergency: who was called, and what was set going."""

from typing import Literal

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel, Degree


class CounterpartInformed(Event):
    """The colleague who must know of the case inside the house was told (REQUIREMENTS 4)."""

    type: Literal["CounterpartInformed.v1"] = "CounterpartInformed.v1"
    counterpart: str
    """The colleague's staff id."""
    channel: Channel | None = None
    """The way by which the colleague was told."""
    delivery_proof: str | None = None
    """The number of the message or call that shows that it arrived."""


class ContingencyPlanActivated(Event):
    """A contingency plan was set going (REQUIREMENTS 5)."""

    type: Literal["ContingencyPlanActivated.v1"] = "ContingencyPlanActivated.v1"
    plan_id: str
    """The plan's number."""


class GreenChannelOpened(Event):
    """The case was given a task force of its own (REQUIREMENTS 157). Opened again, the task force changed."""

    type: Literal["GreenChannelOpened.v1"] = "GreenChannelOpened.v1"
    task_force: tuple[str, ...]
    """The staff ids of its members."""
    reason: FreeText
    """Why."""


class EscalationRiskFlagged(Event):
    """The customer may take the matter further (矛盾升级, REQUIREMENTS 136). The last one holds."""

    type: Literal["EscalationRiskFlagged.v1"] = "EscalationRiskFlagged.v1"
    degree: Degree
    """How likely it is."""
    reason: FreeText
    """What shows it."""


class EscalationRiskCleared(Event):
    """The risk was over."""

    type: Literal["EscalationRiskCleared.v1"] = "EscalationRiskCleared.v1"
    reason: FreeText
    """Why."""


AlarmingEvent = (
    CounterpartInformed
    | ContingencyPlanActivated
    | GreenChannelOpened
    | EscalationRiskFlagged
    | EscalationRiskCleared
)
