"""For every command: what must have happened before, and a body that is carried out."""

from dataclasses import dataclass, field
from typing import Any

from service.api.command_table import COMMAND_ROUTES, CommandRoute
from service.domain.aggregate import AnyCommand

Step = tuple[str, dict[str, Any]]
CONTACT = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a11"
RESOLVED: list[Step] = [("resolve", {"resolution": "Bearing replaced"})]
CONFIRMED: list[Step] = [*RESOLVED, ("confirm", {})]
COMMITMENT = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a12"
COLLABORATION = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a13"
SURVEY = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a14"
OTHER_CASE = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a15"
IN_TIME = "2099-03-02T18:00:00+08:00"
PROMISED: list[Step] = [
    ("commitments", {"commitment_id": COMMITMENT, "what": "It runs again", "due_at": IN_TIME})
]
ASKED: list[Step] = [
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
AGREEMENT: dict[str, Any] = {
    "agreement_id": "C-7",
    "title": "Service of the press line",
    "terms": [{"clock": "bill_check", "days_before_promised": 3}],
    "effective_at": "2026-01-01T00:00:00+08:00",
}
ANSWERED_FOR: dict[str, Any] = {"reason": "The line was down", "waived_by": "b.li"}
SETTLES_ON_THE_15TH: dict[str, Any] = {"routine": "settlement", "day_of_month": 15}


@dataclass(frozen=True)
class Scene:
    event: str
    body: dict[str, Any] = field(default_factory=dict)
    before: list[Step] = field(default_factory=list)
    clock: str | None = None
    """The promise that the command is about; its id is only known once it was made."""


ALWAYS: dict[str, Any] = {
    "calendar_id": "always",
    "version": 1,
    "title": {"zh": "全天候", "en": "Always"},
    "zone": "Asia/Shanghai",
    "always": True,
}
NO_PROMISES: dict[str, Any] = {
    "policy_id": "default",
    "version": 1,
    "unclassified_counts_as": "routine",
    "segment_calendars": {},
    "rules": [],
}

SCENES: dict[str, Scene] = {
    "PublishCalendar": Scene("CalendarPublished.v1", {"calendar": ALWAYS}),
    "PublishPolicy": Scene("PolicyPublished.v1", {"policy": NO_PROMISES}),
    "SetRoster": Scene("RosterSet.v1", {"level": "manager", "people": []}),
    "OpenAccount": Scene("AccountOpened.v1", {"code": "KA-9", "name": "Nordwind"}),
    "AddContact": Scene("ContactAdded.v1", {"contact_id": CONTACT, "name": "王芳", "phone": "13800000000"}),
    "AssignSegment": Scene("SegmentAssigned.v1", {"segment": "potential", "reason": "buys less"}),
    "AssignAccountOwner": Scene("AccountOwnerAssigned.v1", {"owner": "li.na", "reason": "knows presses"}),
    "SignAgreement": Scene("AgreementSigned.v1", AGREEMENT),
    "AmendAgreement": Scene(
        "AgreementAmended.v1",
        {
            "agreement_id": "C-7",
            "terms": [{"clock": "first_reply", "target_seconds": 600}],
            "effective_at": "2026-06-01T00:00:00+08:00",
            "reason": "a second shift",
        },
        [("sign-agreement", AGREEMENT)],
    ),
    "EndAgreement": Scene(
        "AgreementEnded.v1",
        {"agreement_id": "C-7", "ends_at": "2026-12-31T00:00:00+08:00", "reason": "moved away"},
        [("sign-agreement", AGREEMENT)],
    ),
    "RecordFirstContact": Scene("FirstContactMade.v1", {"channel": "phone", "record": "told who we are"}),
    "SetRoutine": Scene("RoutineSet.v1", {"routine": "order", "weekday": "wednesday"}),
    "RecordBillCheck": Scene(
        "BillChecked.v1", {"settlement_on": "2026-01-15"}, [("routine", SETTLES_ON_THE_15TH)]
    ),
    "RecordVisit": Scene("VisitRecorded.v1", {"kind": "call", "channel": "phone", "new_needs": "a press"}),
    "RecordNewsSent": Scene("NewsSent.v1", {"topic": "spring-catalogue", "channel": "sms"}),
    "RecordAccountSurvey": Scene("AccountSurveyHeld.v1", {"survey": "2026-q1", "channel": "email"}),
    "CloseAccount": Scene("AccountClosed.v1", {"reason": "moved away"}),
    "ReceiveCase": Scene("CaseReceived.v1", {"channel": "phone", "kind": "complaint", "subject": "late"}),
    "ClassifyCase": Scene("CaseClassified.v1", {"response_class": "urgent", "priority": "critical"}),
    "AssignOwner": Scene("OwnerAssigned.v1", {"owner": "li.na", "team": "presses"}),
    "AcknowledgeReceipt": Scene("ReceiptAcknowledged.v1"),
    "SendReply": Scene("ReplySent.v1", {"text": "An engineer is on the way"}),
    "HandOverCase": Scene("CaseHandedOver.v1", {"to_team": "field"}),
    "StartWaiting": Scene("WaitingStarted.v1", {"waiting_on": "customer"}),
    "EndWaiting": Scene("WaitingEnded.v1", {}, [("wait", {"waiting_on": "supplier"})]),
    "EscalateCase": Scene("CaseEscalated.v1", {"level": "manager", "reason": "second failure"}),
    "ResolveCase": Scene("CaseResolved.v1", {"resolution": "Bearing replaced"}),
    "ConfirmResolution": Scene("ResolutionConfirmed.v1", {}, RESOLVED),
    "ReopenCase": Scene("CaseReopened.v1", {"reason": "stands still again"}, RESOLVED),
    "RateSatisfaction": Scene("SatisfactionRated.v1", {"score": 5, "verbatim": "快"}, RESOLVED),
    "RevisitCase": Scene("CaseRevisited.v1", {"channel": "sms", "outcome": "runs well"}),
    "CloseCase": Scene("CaseClosed.v1", {"reason": "confirmed"}, CONFIRMED),
    "AddNote": Scene("NoteAdded.v1", {"text": "asks for a spare part list"}),
    "RecordSourceUpdate": Scene(
        "SourceUpdateRecorded.v1", {"source": "servicenow", "reference": "INC1", "update": "1"}
    ),
    "RecordCustomerMessage": Scene("CustomerMessaged.v1", {"channel": "wecom", "text": "什么时候修好?"}),
    "ShareProgress": Scene(
        "ProgressShared.v1",
        {"problem": "bearing worn", "solution": "a new one", "eta_at": IN_TIME, "channel": "phone"},
    ),
    "ProposePlan": Scene(
        "PlanProposed.v1",
        {"stages": [{"title": "Find the cause", "due_at": IN_TIME, "responsible": "li.na"}]},
    ),
    "InformCounterpart": Scene("CounterpartInformed.v1", {"counterpart": "sun.d", "delivery_proof": "SMS-7"}),
    "ActivateContingencyPlan": Scene("ContingencyPlanActivated.v1", {"plan_id": "CP-3"}),
    "OpenGreenChannel": Scene("GreenChannelOpened.v1", {"task_force": ["li.na"], "reason": "all stands"}),
    "MakeCommitment": Scene("CommitmentMade.v1", PROMISED[0][1]),
    "RenegotiateCommitment": Scene(
        "CommitmentRenegotiated.v1",
        {"commitment_id": COMMITMENT, "due_at": "2099-03-03T18:00:00+08:00", "reason": "part is late"},
        PROMISED,
    ),
    "KeepCommitment": Scene("CommitmentKept.v1", {"commitment_id": COMMITMENT}, PROMISED),
    "BreakCommitment": Scene(
        "CommitmentBroken.v1", {"commitment_id": COMMITMENT, "reason": "no such part"}, PROMISED
    ),
    "RequestCollaboration": Scene("CollaborationRequested.v1", ASKED[0][1]),
    "AcceptCollaboration": Scene(
        "CollaborationAccepted.v1", {"collaboration_id": COLLABORATION, "eta_at": IN_TIME}, ASKED
    ),
    "AnswerCollaboration": Scene(
        "CollaborationAnswered.v1", {"collaboration_id": COLLABORATION, "answer": "on the lorry"}, ASKED
    ),
    "CompleteCollaboration": Scene(
        "CollaborationCompleted.v1", {"collaboration_id": COLLABORATION, "outcome": "handed over"}, ASKED
    ),
    "DeclineCollaboration": Scene(
        "CollaborationDeclined.v1", {"collaboration_id": COLLABORATION, "reason": "none in stock"}, ASKED
    ),
    "ConfirmDelivery": Scene("ServiceDelivered.v1", {"what": "a bearing", "reference": "DN-4"}),
    "SendSurvey": Scene("SurveySent.v1", {"survey_id": SURVEY, "channel": "sms"}, RESOLVED),
    "MergeCase": Scene("CaseMerged.v1", {"into_case_id": OTHER_CASE, "reason": "told twice"}),
    "UnmergeCase": Scene(
        "CaseUnmerged.v1",
        {"reason": "another press"},
        [("merge", {"into_case_id": OTHER_CASE, "reason": "told twice"})],
    ),
    "WaiveClock": Scene("ClockWaived.v1", ANSWERED_FOR, clock="first_reply"),
    "WaiveAccountClock": Scene(
        "ClockWaived.v1",
        ANSWERED_FOR,
        [("owner", {"owner": "li.na", "reason": "knows presses"})],
        clock="first_contact",
    ),
}


def name_of(route: CommandRoute) -> str:
    return route.command.__name__


def route_of(command: type[AnyCommand]) -> CommandRoute:
    return next(route for route in COMMAND_ROUTES if route.command is command)
