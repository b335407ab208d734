"""Waiting for somebody else to act, by example."""

from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.clocks.milestones import WaitingChanged
from service.domain.vocabulary import WaitingOn
from tests.domain.example import AT, Example, Ways
from tests.domain.facts import TEN, received, waiting_for_customer
from tests.domain.trigger_rows import Triggers
from tests.scene import Scene, Scenes

_RECEIVED = (received(),)
WAYS: Ways = (
    Example(
        StartWaiting(waiting_on=WaitingOn.SUPPLIER, note="For the part"),
        _RECEIVED,
        (WaitingStarted(occurred_at=AT, waiting_on=WaitingOn.SUPPLIER, note="For the part"),),
    ),
    Example(
        EndWaiting(),
        (received(), waiting_for_customer()),
        (WaitingEnded(occurred_at=AT, waiting_on=WaitingOn.CUSTOMER),),
    ),
)
TRIGGERS: Triggers = (
    (
        _RECEIVED,
        WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER),
        (WaitingChanged(at=TEN, waiting_on=WaitingOn.SUPPLIER),),
    ),
    (
        _RECEIVED,
        WaitingEnded(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER),
        (WaitingChanged(at=TEN, waiting_on=None),),
    ),
)
SCENES: Scenes = {
    StartWaiting: Scene("WaitingStarted.v1", {"waiting_on": "customer"}),
    EndWaiting: Scene("WaitingEnded.v1", {}, [("wait", {"waiting_on": "supplier"})]),
}
