"""Wishes of an emergency: whom to call, and what to set going."""

from pydantic import Field

from service.domain.command import Command
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Channel, Degree


class InformCounterpart(Command):
    """Tell the colleague who must know of the case inside the house."""

    counterpart: Code
    """The colleague's staff id."""
    channel: Channel | None = None
    """The way by which the colleague is told."""
    delivery_proof: Code | None = None
    """The number of the message or call that shows that it arrived."""


class ActivateContingencyPlan(Command):
    """Set a contingency plan going."""

    plan_id: Code
    """The plan's number."""


class OpenGreenChannel(Command):
    """Give the case a task force of its own, or another one than it has."""

    task_force: tuple[Code, ...] = Field(min_length=1, max_length=100)
    """The staff ids of its members."""
    reason: FreeText
    """Why."""


class FlagEscalationRisk(Command):
    """Say that the customer may take the matter further: to a superior, to the public, to court."""

    degree: Degree
    """How likely it is."""
    reason: FreeText
    """What shows it."""


class ClearEscalationRisk(Command):
    """Say that the risk is over."""

    reason: FreeText
    """Why."""


AlarmingCommand = (
    InformCounterpart | ActivateContingencyPlan | OpenGreenChannel | FlagEscalationRisk | ClearEscalationRisk
)
