"""Escalations, their risks and coming down again, by example."""

from dataclasses import replace
from typing import Any

from service.domain.case.approvals import RungNotHeldError
from service.domain.case.decisions.escalations import (
    ClearEscalationRisk,
    DeescalateCase,
    EscalateCase,
    EscalatedToSamePersonError,
    FlagEscalationRisk,
    LevelNotCalledError,
    TakeEscalation,
    call_must_be_taken_on_its_rung,
    level_must_be_called,
    person_must_take_the_call,
    rung_must_be_held,
    somebody_else_must_be_called,
)
from service.domain.case.record.assignment import OwnerAssigned
from service.domain.case.record.escalations import (
    CaseDeescalated,
    CaseEscalated,
    EscalationRiskCleared,
    EscalationRiskFlagged,
    EscalationTaken,
)
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import PersonNotNamedError
from service.domain.vocabulary import Degree, EscalationKind, EscalationLevel
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import ELEVEN, TEN, received
from tests.domain.staffed import C_ZHAO_WORKS
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

_RECEIVED = (received(),)
_NEWSPAPER = "The customer speaks of a newspaper"


def escalated(level: EscalationLevel = EscalationLevel.MANAGER, **fields: Any) -> CaseEscalated:
    usual = {"kind": EscalationKind.HIERARCHICAL, "level": level, "reason": "Third stop"}
    return CaseEscalated(**{"occurred_at": TEN, **usual, **fields})


WAYS: Ways = (
    Example(
        EscalateCase(level=EscalationLevel.MANAGER, escalated_to="c.zhao", reason="Third stop"),
        _RECEIVED,
        (
            CaseEscalated(
                occurred_at=AT,
                kind=EscalationKind.HIERARCHICAL,
                level=EscalationLevel.MANAGER,
                escalated_to="c.zhao",
                reason="Third stop",
            ),
        ),
    ),
    Example(
        TakeEscalation(level=EscalationLevel.MANAGER, taken_by="c.zhao"),
        (received(), escalated()),
        (EscalationTaken(occurred_at=ELEVEN, level=EscalationLevel.MANAGER, taken_by="c.zhao"),),
    ),
    Example(
        FlagEscalationRisk(degree=Degree.HIGH, reason=_NEWSPAPER),
        _RECEIVED,
        (EscalationRiskFlagged(occurred_at=ELEVEN, degree=Degree.HIGH, reason=_NEWSPAPER),),
    ),
    Example(
        ClearEscalationRisk(reason="The manager has called"),
        (received(), EscalationRiskFlagged(occurred_at=TEN, degree=Degree.LOW, reason=_NEWSPAPER)),
        (EscalationRiskCleared(occurred_at=ELEVEN, reason="The manager has called"),),
    ),
    Example(
        DeescalateCase(level=EscalationLevel.SPECIALIST, reason="The part is here"),
        (received(), escalated()),
        (
            CaseDeescalated(
                occurred_at=ELEVEN,
                kind=EscalationKind.HIERARCHICAL,
                level=EscalationLevel.SPECIALIST,
                reason="The part is here",
            ),
        ),
    ),
)
TRIGGERS: Triggers = (
    (
        _RECEIVED,
        CaseEscalated(
            occurred_at=TEN, kind=EscalationKind.FUNCTIONAL, level=EscalationLevel.MANAGER, reason="r"
        ),
        (),
    ),
    *untimed(WAYS, CaseDeescalated, EscalationTaken, EscalationRiskFlagged, EscalationRiskCleared),
)
_C_ZHAO_OWNS = OwnerAssigned(occurred_at=TEN, owner="c.zhao")
BREAKS: Breaks = {
    (somebody_else_must_be_called, EscalatedToSamePersonError): on(received(), _C_ZHAO_OWNS),
    (level_must_be_called, LevelNotCalledError): on(received()),
    (rung_must_be_held, RungNotHeldError): lambda way: replace(way, rulebook=C_ZHAO_WORKS),
    (call_must_be_taken_on_its_rung, RungNotHeldError): lambda way: replace(way, rulebook=C_ZHAO_WORKS),
    (person_must_take_the_call, PersonNotNamedError): lambda way: replace(
        with_fields(taken_by="key:desk")(way), teller=Teller(role="agent", may_backdate=False, key="desk")
    ),
}
WITHOUT_FIGURES: Events = (CaseDeescalated, EscalationTaken)
REPEATABLE: Commands = (TakeEscalation,)
ABOUT_AN_EARLIER_EVENT: Commands = (TakeEscalation,)
_FLAG_RISK: list[Step] = [("escalation-risk", {"degree": "high", "reason": "speaks of a newspaper"})]
_ESCALATE: list[Step] = [("escalate", {"level": "manager", "reason": "second failure"})]
SCENES: Scenes = {
    EscalateCase: Scene("CaseEscalated.v1", {"level": "manager", "reason": "second failure"}),
    DeescalateCase: Scene("CaseDeescalated.v1", {"reason": "the part is here"}, _ESCALATE),
    TakeEscalation: Scene("EscalationTaken.v1", {"level": "manager", "taken_by": "c.zhao"}, _ESCALATE),
    FlagEscalationRisk: Scene("EscalationRiskFlagged.v1", _FLAG_RISK[0][1]),
    ClearEscalationRisk: Scene("EscalationRiskCleared.v1", {"reason": "the manager has called"}, _FLAG_RISK),
}
