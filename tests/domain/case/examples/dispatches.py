"""How a case is handled, who is sent to the customer and with what, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.case.decisions.dispatches import (
    ArrangeDispatch,
    ArrivedOutOfOrderError,
    AssignResources,
    ChooseHandlingMode,
    DispatchAlreadyArrangedError,
    DispatchAlreadyEndedError,
    DispatchUnknownError,
    PlannedBeforeReceiptError,
    RecordDispatchOutcome,
    arrival_must_precede_the_outcome,
    dispatch_must_be_known,
    dispatch_must_be_new,
    dispatch_must_not_have_ended_otherwise,
    must_be_planned_after_receipt,
    outcome_needs_be_met,
)
from service.domain.case.record.dispatches import (
    DispatchArranged,
    DispatchEnded,
    HandlingModeChosen,
    ResourcesAssigned,
)
from service.domain.case.standards import NeedsNotMetError
from service.domain.guidelines.handling import HandlingStandard, NeedRule
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.vocabulary import FieldWork, HandlingMode, Need
from tests.domain.example import A_MOMENT, Breaks, Commands, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received
from tests.domain.rulebook.published import book_of
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


def _where_an_arrival_is_asked_for(way: Example) -> Example:
    rule = NeedRule(need=Need.ARRIVAL, if_missing="refuse")
    asked = PublishGuideline(content=HandlingStandard(version=1, with_dispatch_outcome=(rule,)))
    return replace(way, rulebook=book_of(asked))


BREAKS: Breaks = {
    (must_be_planned_after_receipt, PlannedBeforeReceiptError): with_fields(planned_at=NINE - A_MOMENT),
    (dispatch_must_be_new, DispatchAlreadyArrangedError): on(received(), dispatch_arranged(engineer="h.ma")),
    (dispatch_must_be_known, DispatchUnknownError): on(received()),
    (dispatch_must_not_have_ended_otherwise, DispatchAlreadyEndedError): after(
        dispatch_ended(solved=True, needs_follow_up=False)
    ),
    (arrival_must_precede_the_outcome, ArrivedOutOfOrderError): with_fields(arrived_at=NINE - A_MOMENT),
    (outcome_needs_be_met, NeedsNotMetError): _where_an_arrival_is_asked_for,
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
