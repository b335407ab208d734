"""How a case is handled, who is sent to the customer and with what, by example."""

from typing import Any
from uuid import UUID

from service.domain.case.decisions.dispatches import (
    ArrangeDispatch,
    AssignResources,
    ChooseHandlingMode,
    DispatchAlreadyArrangedError,
    DispatchAlreadyEndedError,
    DispatchUnknownError,
    PlannedBeforeReceiptError,
    RecordDispatchOutcome,
    dispatch_must_be_known,
    dispatch_must_be_new,
    dispatch_must_not_have_ended_otherwise,
    must_be_planned_after_receipt,
)
from service.domain.case.record.dispatches import (
    DispatchArranged,
    DispatchEnded,
    HandlingModeChosen,
    ResourcesAssigned,
)
from service.domain.vocabulary import FieldWork, HandlingMode
from tests.domain.example import A_MOMENT, Breaks, Commands, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import IN_TIME, Scene, Scenes, Step

DISPATCH_ID = UUID("0195c3a0-0000-7000-8000-000000000061")
_SENT: dict[str, Any] = {
    "dispatch_id": DISPATCH_ID,
    "engineer": "f.gao",
    "crew": ("g.lin",),
    "work": FieldWork.REPAIR,
    "planned_at": DUE,
    "place": "三号车间",
    "task": "Change the bearing of the spindle",
}
_RESOURCES: dict[str, Any] = {
    "people": ("f.gao", "g.lin"),
    "materials": ("SKF-7014",),
    "technology": ("vibration_meter",),
    "reason": "A line stands, and nobody knows why",
}


def dispatch_arranged(**fields: Any) -> DispatchArranged:
    return DispatchArranged(**{"occurred_at": TEN, **_SENT, **fields})


def dispatch_ended(**fields: Any) -> DispatchEnded:
    usual = {"solved": False, "needs_follow_up": True, "outcome": "The shaft is bent too"}
    return DispatchEnded(**{"occurred_at": ELEVEN, "dispatch_id": DISPATCH_ID, **usual, **fields})


WAYS: Ways = (
    Example(
        ChooseHandlingMode(mode=HandlingMode.REMOTE, reason="The drive can be reached"),
        (received(),),
        (
            HandlingModeChosen(
                occurred_at=ELEVEN, mode=HandlingMode.REMOTE, reason="The drive can be reached"
            ),
        ),
    ),
    Example(ArrangeDispatch(**_SENT), (received(),), (dispatch_arranged(occurred_at=ELEVEN),)),
    Example(
        RecordDispatchOutcome(
            dispatch_id=DISPATCH_ID, solved=False, outcome="The shaft is bent too", follow_up_by="h.ma"
        ),
        (received(), dispatch_arranged()),
        (dispatch_ended(follow_up_by="h.ma"),),
    ),
    Example(
        AssignResources(**_RESOURCES),
        (received(),),
        (ResourcesAssigned(occurred_at=ELEVEN, **_RESOURCES),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (RecordDispatchOutcome,)
BREAKS: Breaks = {
    (must_be_planned_after_receipt, PlannedBeforeReceiptError): with_fields(planned_at=NINE - A_MOMENT),
    (dispatch_must_be_new, DispatchAlreadyArrangedError): on(received(), dispatch_arranged(engineer="h.ma")),
    (dispatch_must_be_known, DispatchUnknownError): on(received()),
    (dispatch_must_not_have_ended_otherwise, DispatchAlreadyEndedError): after(
        dispatch_ended(solved=True, needs_follow_up=False)
    ),
}
TRIGGERS: Triggers = (*untimed(WAYS, HandlingModeChosen, DispatchArranged, DispatchEnded, ResourcesAssigned),)
WITHOUT_FIGURES: Events = (
    HandlingModeChosen,
    ResourcesAssigned,
)
DISPATCH = str(DISPATCH_ID)
ARRANGE_DISPATCH: list[Step] = [
    (
        "dispatches",
        {"dispatch_id": DISPATCH, "engineer": "gao.f", "planned_at": IN_TIME, "task": "Change the bearing"},
    )
]
SCENES: Scenes = {
    ChooseHandlingMode: Scene("HandlingModeChosen.v1", {"mode": "remote", "reason": "can be reached"}),
    ArrangeDispatch: Scene("DispatchArranged.v1", ARRANGE_DISPATCH[0][1]),
    RecordDispatchOutcome: Scene(
        "DispatchEnded.v1",
        {"dispatch_id": DISPATCH, "solved": False, "outcome": "the shaft is bent too"},
        ARRANGE_DISPATCH,
    ),
    AssignResources: Scene(
        "ResourcesAssigned.v1", {"people": ["gao.f"], "materials": ["SKF-7014"], "reason": "a line stands"}
    ),
}
