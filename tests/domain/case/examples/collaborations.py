"""What departments are asked for, by example."""

from dataclasses import replace
from typing import Any

from service.domain.case.decisions.collaborations import (
    AcceptCollaboration,
    AnswerCollaboration,
    CollaborationAlreadyCompletedError,
    CollaborationAlreadyDeclinedError,
    CollaborationAlreadyRequestedError,
    CollaborationUnknownError,
    CompleteCollaboration,
    DeclineCollaboration,
    DepartmentNotListedError,
    RequestCollaboration,
    StepNotListedError,
    collaboration_must_be_known,
    collaboration_must_be_new,
    collaboration_must_not_be_completed,
    collaboration_must_not_be_declined,
    department_must_be_listed,
    must_be_of_the_department,
    step_must_be_listed,
)
from service.domain.case.record.collaborations import (
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.relaying import collaboration_needs_be_met
from service.domain.case.standards import NeedsNotMetError
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import NotOfTheDepartmentError
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, by_default_rules, on
from tests.domain.facts import (
    COLLABORATION_ID,
    DUE,
    TEN,
    collaboration_requested,
    received,
    received_complaint,
)
from tests.domain.staffed import C_ZHAO_WORKS
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import IN_TIME, Scene, Scenes, Step

_RECEIVED = (received(),)
_ASKED = (received(), collaboration_requested())
_DECLINED = CollaborationDeclined(occurred_at=TEN, collaboration_id=COLLABORATION_ID, reason="None in stock")
_COMPLETED = CollaborationCompleted(occurred_at=TEN, collaboration_id=COLLABORATION_ID)
_TASK: dict[str, Any] = {"subject": str(COLLABORATION_ID), "department": "logistics", "step": "ship_part"}
WAYS: Ways = (
    Example(
        RequestCollaboration(
            collaboration_id=COLLABORATION_ID,
            department="logistics",
            step="ship_part",
            request="Send a drive tonight",
        ),
        _RECEIVED,
        (collaboration_requested(at=AT),),
    ),
    Example(
        AcceptCollaboration(collaboration_id=COLLABORATION_ID, accepted_by="e.wu", eta_at=DUE),
        _ASKED,
        (
            CollaborationAccepted(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, accepted_by="e.wu", eta_at=DUE
            ),
        ),
    ),
    Example(
        AnswerCollaboration(collaboration_id=COLLABORATION_ID, answer="It is on the lorry"),
        _ASKED,
        (
            CollaborationAnswered(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, answer="It is on the lorry"
            ),
        ),
    ),
    Example(
        CompleteCollaboration(collaboration_id=COLLABORATION_ID, outcome="Handed to the porter"),
        _ASKED,
        (
            CollaborationCompleted(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, outcome="Handed to the porter"
            ),
        ),
    ),
    Example(
        DeclineCollaboration(collaboration_id=COLLABORATION_ID, reason="None in stock"),
        _ASKED,
        (CollaborationDeclined(occurred_at=AT, collaboration_id=COLLABORATION_ID, reason="None in stock"),),
    ),
)
REPEATABLE: Commands = (AnswerCollaboration,)
ABOUT_AN_EARLIER_EVENT: Commands = (
    AcceptCollaboration,
    AnswerCollaboration,
    CompleteCollaboration,
    DeclineCollaboration,
)
BREAKS: Breaks = {
    (collaboration_must_be_known, CollaborationUnknownError): on(received()),
    (collaboration_must_be_new, CollaborationAlreadyRequestedError): on(
        received(), collaboration_requested().model_copy(update={"step": "take_back"})
    ),
    (department_must_be_listed, DepartmentNotListedError): by_default_rules(department="kitchen"),
    (step_must_be_listed, StepNotListedError): by_default_rules(step="cook"),
    (collaboration_needs_be_met, NeedsNotMetError): lambda way: by_default_rules(customer_words=None)(
        on(received_complaint())(way)
    ),
    (must_be_of_the_department, NotOfTheDepartmentError): lambda way: replace(
        way,
        rulebook=C_ZHAO_WORKS,
        teller=Teller(role="agent", may_backdate=False, key="desk", staff_id="e.wu"),
    ),
    (collaboration_must_not_be_declined, CollaborationAlreadyDeclinedError): on(*_ASKED, _DECLINED),
    (collaboration_must_not_be_completed, CollaborationAlreadyCompletedError): on(*_ASKED, _COMPLETED),
}
TRIGGERS: Triggers = (
    (
        (received(),),
        collaboration_requested().model_copy(update={"due_at": DUE}),
        happened(Milestone.COLLABORATION_REQUESTED, due_at=DUE, **_TASK),
    ),
    (
        _ASKED,
        CollaborationAccepted(occurred_at=TEN, collaboration_id=COLLABORATION_ID),
        happened(Milestone.COLLABORATION_ACCEPTED, **_TASK),
    ),
    (
        _ASKED,
        CollaborationAnswered(occurred_at=TEN, collaboration_id=COLLABORATION_ID, answer="a"),
        happened(Milestone.COLLABORATION_ANSWERED, **_TASK),
    ),
    (_ASKED, _COMPLETED, happened(Milestone.COLLABORATION_COMPLETED, **_TASK)),
    (_ASKED, _DECLINED, happened(Milestone.COLLABORATION_DECLINED, **_TASK)),
)
WITHOUT_FIGURES: Events = (
    CollaborationRequested,
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
)
COLLABORATION = str(COLLABORATION_ID)
REQUEST_COLLABORATION: list[Step] = [
    (
        "collaborations",
        {
            "collaboration_id": COLLABORATION,
            "department": "logistics",
            "step": "ship_part",
            "request": "Send a bearing",
        },
    )
]
SCENES: Scenes = {
    RequestCollaboration: Scene("CollaborationRequested.v1", REQUEST_COLLABORATION[0][1]),
    AcceptCollaboration: Scene(
        "CollaborationAccepted.v1",
        {"collaboration_id": COLLABORATION, "eta_at": IN_TIME},
        REQUEST_COLLABORATION,
    ),
    AnswerCollaboration: Scene(
        "CollaborationAnswered.v1",
        {"collaboration_id": COLLABORATION, "answer": "on the lorry"},
        REQUEST_COLLABORATION,
    ),
    CompleteCollaboration: Scene(
        "CollaborationCompleted.v1",
        {"collaboration_id": COLLABORATION, "outcome": "handed over"},
        REQUEST_COLLABORATION,
    ),
    DeclineCollaboration: Scene(
        "CollaborationDeclined.v1",
        {"collaboration_id": COLLABORATION, "reason": "none in stock"},
        REQUEST_COLLABORATION,
    ),
}
