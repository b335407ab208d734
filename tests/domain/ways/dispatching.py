"""One good way for each command of handling modes, engineers who are sent, resources, de-escalation."""

from typing import Any
from uuid import UUID

from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.vocabulary import EscalationKind, EscalationLevel, FieldWork, HandlingMode
from tests.domain.facts import DUE, ELEVEN, TEN, received

Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]

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


def dispatch_arranged(**fields: Any) -> fact.DispatchArranged:
    return fact.DispatchArranged(**{"occurred_at": TEN, **_SENT, **fields})


def dispatch_ended(**fields: Any) -> fact.DispatchEnded:
    told = {"solved": False, "needs_follow_up": True, "outcome": "The shaft is bent too"}
    return fact.DispatchEnded(**{"occurred_at": ELEVEN, "dispatch_id": DISPATCH_ID, **told, **fields})


def escalated(level: EscalationLevel = EscalationLevel.MANAGER, **fields: Any) -> fact.CaseEscalated:
    told = {"kind": EscalationKind.HIERARCHICAL, "level": level, "reason": "Third stop"}
    return fact.CaseEscalated(**{"occurred_at": TEN, **told, **fields})


WAYS: tuple[Way, ...] = (
    (
        wish.ChooseHandlingMode(mode=HandlingMode.REMOTE, reason="The drive can be reached"),
        (received(),),
        (
            fact.HandlingModeChosen(
                occurred_at=ELEVEN, mode=HandlingMode.REMOTE, reason="The drive can be reached"
            ),
        ),
    ),
    (wish.ArrangeDispatch(**_SENT), (received(),), (dispatch_arranged(occurred_at=ELEVEN),)),
    (
        wish.RecordDispatchOutcome(
            dispatch_id=DISPATCH_ID, solved=False, outcome="The shaft is bent too", follow_up_by="h.ma"
        ),
        (received(), dispatch_arranged()),
        (dispatch_ended(follow_up_by="h.ma"),),
    ),
    (
        wish.AssignResources(**_RESOURCES),
        (received(),),
        (fact.ResourcesAssigned(occurred_at=ELEVEN, **_RESOURCES),),
    ),
    (
        wish.DeescalateCase(level=EscalationLevel.SPECIALIST, reason="The part is here"),
        (received(), escalated()),
        (
            fact.CaseDeescalated(
                occurred_at=ELEVEN,
                kind=EscalationKind.HIERARCHICAL,
                level=EscalationLevel.SPECIALIST,
                reason="The part is here",
            ),
        ),
    ),
)
