"""What is set going in an emergency, by example."""

from dataclasses import replace
from datetime import datetime

from service.domain.case.decisions.emergencies import (
    ActivateContingencyPlan,
    CounterpartIsOneselfError,
    InformCounterpart,
    NoEmergencyError,
    OpenGreenChannel,
    counterpart_must_be_somebody_else,
    must_be_an_emergency,
)
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.emergencies import (
    ContingencyPlanActivated,
    CounterpartInformed,
    GreenChannelOpened,
)
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.telling_late import Teller
from service.domain.vocabulary import Channel, ResponseClass
from tests.domain.example import AT, Breaks, Events, Example, Ways, by_default_rules, on
from tests.domain.facts import TEN, received
from tests.domain.trigger_rows import CHANGED, Triggers, happened
from tests.scene import Scene, Scenes

_RECEIVED = (received(),)
_ROUTINE = CaseClassified(occurred_at=TEN, response_class=ResponseClass.ROUTINE)


def green_channel_opened(task_force: tuple[str, ...] = ("b.li",), at: datetime = TEN) -> GreenChannelOpened:
    return GreenChannelOpened(occurred_at=at, task_force=task_force, reason="All lines stand")


WAYS: Ways = (
    Example(
        InformCounterpart(counterpart="d.sun", channel=Channel.SMS, delivery_proof="SMS-7"),
        _RECEIVED,
        (
            CounterpartInformed(
                occurred_at=AT, counterpart="d.sun", channel=Channel.SMS, delivery_proof="SMS-7"
            ),
        ),
    ),
    Example(
        ActivateContingencyPlan(plan_id="CP-3"),
        _RECEIVED,
        (ContingencyPlanActivated(occurred_at=AT, plan_id="CP-3"),),
    ),
    Example(
        OpenGreenChannel(task_force=("b.li", "d.sun"), reason="All lines stand"),
        _RECEIVED,
        (GreenChannelOpened(occurred_at=AT, task_force=("b.li", "d.sun"), reason="All lines stand"),),
    ),
)
BREAKS: Breaks = {
    (counterpart_must_be_somebody_else, CounterpartIsOneselfError): lambda way: replace(
        way, teller=Teller(role="agent", may_backdate=False, key="desk", staff_id="d.sun")
    ),
    (must_be_an_emergency, NoEmergencyError): lambda way: by_default_rules()(on(received(), _ROUTINE)(way)),
}
TRIGGERS: Triggers = (
    (
        _RECEIVED,
        CounterpartInformed(occurred_at=TEN, counterpart="d.sun"),
        happened(Milestone.COUNTERPART_INFORMED),
    ),
    (
        _RECEIVED,
        CounterpartInformed(occurred_at=TEN, counterpart="d.sun", delivery_proof="SMS-7"),
        (*happened(Milestone.COUNTERPART_INFORMED), *happened(Milestone.COUNTERPART_REACHED)),
    ),
    (
        _RECEIVED,
        ContingencyPlanActivated(occurred_at=TEN, plan_id="CP-3"),
        happened(Milestone.CONTINGENCY_PLAN_ACTIVATED),
    ),
    (
        _RECEIVED,
        green_channel_opened(),
        (*happened(Milestone.GREEN_CHANNEL_OPENED), CHANGED),
    ),
)
WITHOUT_FIGURES: Events = (GreenChannelOpened,)
SCENES: Scenes = {
    InformCounterpart: Scene("CounterpartInformed.v1", {"counterpart": "sun.d", "delivery_proof": "SMS-7"}),
    ActivateContingencyPlan: Scene("ContingencyPlanActivated.v1", {"plan_id": "CP-3"}),
    OpenGreenChannel: Scene("GreenChannelOpened.v1", {"task_force": ["li.na"], "reason": "all stands"}),
}
