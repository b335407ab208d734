"""Emergencies: whom to inform, and what to set going. What happened earlier is recorded late too."""

from datetime import datetime

from pydantic import Field

from service.domain.case.context import DecisionContext
from service.domain.case.record import emergencies as record
from service.domain.case.rules import NOT_CLOSED, WORKED_ON
from service.domain.case.situation import classes_of
from service.domain.case.standards import is_decided_elsewhere, standard
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import StaffId
from service.domain.text import MeaningfulCode
from service.domain.vocabulary import Channel


class InformCounterpart(Command, example={"counterpart": "sun.d", "delivery_proof": "SMS-7"}):
    """Record that the responsible colleague inside the company was informed."""

    counterpart: StaffId
    channel: Channel | None = None
    delivery_proof: MeaningfulCode | None = None


class ActivateContingencyPlan(Command, example={"plan_id": "CP-3"}):
    """Activate a contingency plan."""

    plan_id: MeaningfulCode


class OpenGreenChannel(
    Command, example={"task_force": ["li.na", "gao.f"], "reason": "All lines stand still"}
):
    """Open a green channel with a task force for the case, or change its task force."""

    task_force: tuple[StaffId, ...] = Field(min_length=1, max_length=100)
    reason: FreeText


class NoEmergencyError(Refusal):
    """Cases of a class that the guideline `handling` does not name have no contingency plan (row 5)."""


class CounterpartIsOneselfError(Refusal, field="counterpart"):
    """The counterpart is somebody else than who answers for the case or sends the word (REQUIREMENTS 4)."""


@refuses_with(CounterpartIsOneselfError)
def counterpart_must_be_somebody_else(
    case: Case, command: InformCounterpart, context: DecisionContext
) -> None:
    ourselves = {case.owner, context.teller and context.teller.name}
    if command.counterpart in ourselves and not is_decided_elsewhere(case):
        raise CounterpartIsOneselfError(counterpart=command.counterpart)


@refuses_with(NoEmergencyError)
def must_be_an_emergency(case: Case, command: ActivateContingencyPlan, context: DecisionContext) -> None:
    """What nobody has classified yet may be one."""
    classes, wanted = classes_of(case), standard(case, command, context).contingency_plans_for
    if classes and wanted and classes.isdisjoint(wanted):
        raise NoEmergencyError(response_class=", ".join(sorted(classes)))


def is_informed(case: Case, command: InformCounterpart, at: datetime) -> bool:
    """Whether it was told before with all of this; by another channel, or with a proof, it is told anew."""
    return any(
        since <= at
        and name == command.counterpart
        and command.channel in {None, channel}
        and command.delivery_proof in {None, proof}
        for (name, channel, proof), since in case.counterparts
    )


def is_activated(case: Case, command: ActivateContingencyPlan, at: datetime) -> bool:
    return any(each == command.plan_id and since <= at for each, since in case.contingency_plans)


def is_opened(case: Case, command: OpenGreenChannel, at: datetime) -> bool:
    opened_at = case.green_channel_opened_at
    return frozenset(command.task_force) == case.task_force and opened_at is not None and opened_at <= at


DECISIONS = (
    decides(
        InformCounterpart,
        records(record.CounterpartInformed, unless=is_informed),
        *NOT_CLOSED,
        counterpart_must_be_somebody_else,
    ),
    decides(
        ActivateContingencyPlan,
        records(record.ContingencyPlanActivated, unless=is_activated),
        *WORKED_ON,
        must_be_an_emergency,
    ),
    decides(OpenGreenChannel, records(record.GreenChannelOpened, unless=is_opened), *NOT_CLOSED),
)
