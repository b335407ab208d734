"""For every command: what must have happened before, and a body that is carried out."""

from dataclasses import dataclass, field
from typing import Any

from service.api.command_table import COMMAND_ROUTES
from service.api.http.commands.command_route import CommandRoute
from service.domain.command import Command

Step = tuple[str, dict[str, Any]]
CONTACT = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a11"
RESOLVED: list[Step] = [("resolve", {"resolution": "Bearing replaced"})]
CONFIRMED: list[Step] = [*RESOLVED, ("confirm", {})]
COMMITMENT = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a12"
COLLABORATION = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a13"
SURVEY = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a14"
OTHER_CASE = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a15"
QUESTION = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a16"
SURVEYED: list[Step] = [*RESOLVED, ("survey", {"survey_id": SURVEY, "channel": "sms"})]
WITH_CONTACT: list[Step] = [("contacts", {"contact_id": CONTACT, "name": "李雷"})]
OPTED_OUT: list[Step] = [*WITH_CONTACT, ("opt-out-of-surveys", {"contact_id": CONTACT})]
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
CLARIFICATION = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a31"
DISPATCH = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a16"
DISPATCHED: list[Step] = [
    (
        "dispatches",
        {"dispatch_id": DISPATCH, "engineer": "gao.f", "planned_at": IN_TIME, "task": "Change the bearing"},
    )
]
REVISIT = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a41"
REVISIT_PLANNED: list[Step] = [("revisits", {"revisit_id": REVISIT, "due_at": IN_TIME})]
IMPROVEMENT_AGREED: list[Step] = [
    *RESOLVED,
    ("improvements", {"action_id": REVISIT, "what": "spares", "owner": "li.na", "due_at": IN_TIME}),
]
AGREEMENT: dict[str, Any] = {
    "agreement_id": "C-7",
    "title": "Service of the press line",
    "terms": [{"clock": "bill_check", "days_before_promised": 3}],
    "effective_at": "2026-01-01T00:00:00+08:00",
}
QUESTIONED: list[Step] = [
    ("questions", {"question_id": QUESTION, "text": "is it under warranty?", "asked_of": "legal"})
]
RISK: list[Step] = [("escalation-risk", {"degree": "high", "reason": "speaks of a newspaper"})]
LINKED: list[Step] = [("link", {"other_case_id": OTHER_CASE, "relation": "child"})]
ANSWERED_FOR: dict[str, Any] = {"reason": "The line was down", "waived_by": "b.li"}
SETTLES_ON_THE_15TH: dict[str, Any] = {"routine": "settlement", "day_of_month": 15}

REMEDY_ID = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a51"
EXCEPTION_ID = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a52"
REMEDY: list[Step] = [
    (
        "remedies",
        {
            "remedy_id": REMEDY_ID,
            "remedy_type": "coupon",
            "what": "100 yuan off the next order",
            "amount_minor": 10_000,
            "proposed_by": "li.na",
        },
    )
]
EXCEPTION: list[Step] = [
    (
        "exceptions",
        {
            "exception_id": EXCEPTION_ID,
            "what": "a machine on loan",
            "reason": "the line stands",
            "departments": ["sales"],
            "requested_by": "li.na",
        },
    )
]


@dataclass(frozen=True)
class Scene:
    event: str
    body: dict[str, Any] = field(default_factory=dict)
    before: list[Step] = field(default_factory=list)
    first: tuple[str, ...] = ()
    """Facts that come before that event in the same decision."""
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
    "PublishGuideline": Scene(
        "GuidelinePublished.v1",
        {"content": {"guideline": "departments", "version": 1, "departments": []}},
    ),
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
    "RecordProblemReport": Scene(
        "ProblemReportIssued.v1", {"month": "2026-01", "report": "PA-1", "routed_to": ["product"]}
    ),
    "CloseAccount": Scene("AccountClosed.v1", {"reason": "moved away"}),
    "ReceiveCase": Scene("CaseReceived.v1", {"channel": "phone", "kind": "complaint", "subject": "late"}),
    "ClassifyCase": Scene("CaseClassified.v1", {"response_class": "urgent", "priority": "critical"}),
    "ClassifyByRules": Scene("CaseClassified.v1", {"urgency": "high", "complexity": "low"}),
    "AskClarification": Scene(
        "ClarificationAsked.v1", {"clarification_id": CLARIFICATION, "question": "哪一条产线?"}
    ),
    "ConfirmUnderstanding": Scene(
        "UnderstandingConfirmed.v1", {"problem": "bearing worn", "solution": "a new one"}
    ),
    "RecordNeed": Scene("NeedIdentified.v1", {"stated": "always late", "real": "dates to rely on"}),
    "RecordPreSaleNeed": Scene(
        "PreSaleNeedRecorded.v1", {"need": "count parcels", "budget_to_minor": 5_000_000}
    ),
    "RecordOrderStatus": Scene("OrderStatusRecorded.v1", {"order_reference": "PO-7", "status": "shipped"}),
    "AssignOwner": Scene("OwnerAssigned.v1", {"owner": "li.na", "team": "presses"}),
    "AcknowledgeReceipt": Scene("ReceiptAcknowledged.v1"),
    "SendReply": Scene("ReplySent.v1", {"text": "An engineer is on the way"}),
    "HandOverCase": Scene("CaseHandedOver.v1", {"to_team": "field"}),
    "StartWaiting": Scene("WaitingStarted.v1", {"waiting_on": "customer"}),
    "EndWaiting": Scene("WaitingEnded.v1", {}, [("wait", {"waiting_on": "supplier"})]),
    "EscalateCase": Scene("CaseEscalated.v1", {"level": "manager", "reason": "second failure"}),
    "DeescalateCase": Scene(
        "CaseDeescalated.v1",
        {"reason": "the part is here"},
        [("escalate", {"level": "manager", "reason": "second failure"})],
    ),
    "ChooseHandlingMode": Scene("HandlingModeChosen.v1", {"mode": "remote", "reason": "can be reached"}),
    "ArrangeDispatch": Scene("DispatchArranged.v1", DISPATCHED[0][1]),
    "RecordDispatchOutcome": Scene(
        "DispatchEnded.v1",
        {"dispatch_id": DISPATCH, "solved": False, "outcome": "the shaft is bent too"},
        DISPATCHED,
    ),
    "AssignResources": Scene(
        "ResourcesAssigned.v1", {"people": ["gao.f"], "materials": ["SKF-7014"], "reason": "a line stands"}
    ),
    "ResolveCase": Scene("CaseResolved.v1", {"resolution": "Bearing replaced"}),
    "ConfirmResolution": Scene("ResolutionConfirmed.v1", {}, RESOLVED),
    "ReopenCase": Scene("CaseReopened.v1", {"reason": "stands still again"}, RESOLVED),
    "RateSatisfaction": Scene("SatisfactionRated.v1", {"score": 5, "verbatim": "快"}, RESOLVED),
    "PlanRevisit": Scene("RevisitPlanned.v1", REVISIT_PLANNED[0][1]),
    "CancelRevisit": Scene(
        "RevisitCancelled.v1", {"revisit_id": REVISIT, "reason": "on leave"}, REVISIT_PLANNED
    ),
    "RevisitCase": Scene("CaseRevisited.v1", {"channel": "sms", "outcome": "runs well"}),
    "ReviewCase": Scene("CaseReviewed.v1", {"review_id": REVISIT, "findings": "worn again"}, RESOLVED),
    "AgreeImprovement": Scene("ImprovementAgreed.v1", IMPROVEMENT_AGREED[1][1], RESOLVED),
    "CompleteImprovement": Scene(
        "ImprovementCompleted.v1", {"action_id": REVISIT, "effect": "no stop since"}, IMPROVEMENT_AGREED
    ),
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
    "AnswerSurvey": Scene("SurveyAnswered.v1", {"survey_id": SURVEY, "verbatim": "All well"}, SURVEYED),
    "DeclineSurvey": Scene("SurveyDeclined.v1", {"survey_id": SURVEY}, SURVEYED),
    "ForgoSurvey": Scene("SurveyForgone.v1", {"reason": "no_contact"}, RESOLVED),
    "OptOutOfSurveys": Scene("ContactOptedOut.v1", {"contact_id": CONTACT}, WITH_CONTACT),
    "OptInToSurveys": Scene("ContactOptedIn.v1", {"contact_id": CONTACT}, OPTED_OUT),
    "MergeCase": Scene("CaseMerged.v1", {"into_case_id": OTHER_CASE, "reason": "told twice"}),
    "UnmergeCase": Scene(
        "CaseUnmerged.v1",
        {"reason": "another press"},
        [("merge", {"into_case_id": OTHER_CASE, "reason": "told twice"})],
    ),
    "OpenQuestion": Scene("QuestionOpened.v1", QUESTIONED[0][1]),
    "AnswerQuestion": Scene(
        "QuestionAnswered.v1",
        {"question_id": QUESTION, "text": "it is", "told_to_customer": True},
        QUESTIONED,
    ),
    "TellResult": Scene(
        "ResultFedBack.v1", {"channel": "phone", "text": "the bearing is new"}, RESOLVED, ("ReplySent.v1",)
    ),
    "FlagEscalationRisk": Scene("EscalationRiskFlagged.v1", RISK[0][1]),
    "ClearEscalationRisk": Scene("EscalationRiskCleared.v1", {"reason": "the manager has called"}, RISK),
    "LinkCase": Scene("CaseLinked.v1", LINKED[0][1]),
    "UnlinkCase": Scene("CaseUnlinked.v1", LINKED[0][1], LINKED),
    "SplitCase": Scene("CaseSplit.v1", {"into_case_id": OTHER_CASE, "reason": "the invoice"}),
    "SootheCustomer": Scene("EmotionSoothed.v1", {"channel": "phone", "words": "we are sorry"}),
    "ReconstructScene": Scene("SceneReconstructed.v1", {"what_happened": "the lorry came late"}),
    "DetermineLiability": Scene(
        "LiabilityDetermined.v1", {"liable": "us", "department": "logistics", "grounds": "booked late"}
    ),
    "IdentifyCause": Scene(
        "CauseIdentified.v1",
        {
            "cause_class": "process",
            "root_code": "late_delivery",
            "process_step": "delivery",
            "whys": ["it came late", "nobody books on Fridays"],
        },
    ),
    "RecordImpact": Scene("ImpactRecorded.v1", {"extent": "public", "observed": "in a newspaper"}),
    "ProposeRemedy": Scene("RemedyProposed.v1", REMEDY[0][1]),
    "ApproveRemedy": Scene(
        "RemedyApproved.v1", {"remedy_id": REMEDY_ID, "approved_by": "sun.d", "level": "manager"}, REMEDY
    ),
    "RejectRemedy": Scene(
        "RemedyRejected.v1", {"remedy_id": REMEDY_ID, "rejected_by": "sun.d", "reason": "too much"}, REMEDY
    ),
    "GrantRemedy": Scene("RemedyGranted.v1", {"remedy_id": REMEDY_ID, "granted_by": "li.na"}, REMEDY),
    "RequestException": Scene("ExceptionRequested.v1", EXCEPTION[0][1]),
    "DecideException": Scene(
        "ExceptionDecided.v1",
        {"exception_id": EXCEPTION_ID, "is_granted": True, "decided_by": "sun.d", "level": "manager"},
        EXCEPTION,
    ),
    "WaiveClock": Scene("ClockWaived.v1", ANSWERED_FOR, clock="first_reply"),
    "WaiveAccountClock": Scene(
        "ClockWaived.v1",
        ANSWERED_FOR,
        [("owner", {"owner": "li.na", "reason": "knows presses"})],
        clock="first_contact",
    ),
}


def scene_facts(scene: Scene) -> list[str]:
    """Return the facts that the command leads to, those about clocks left out."""
    return [*scene.first, scene.event]


def name_of(route: CommandRoute) -> str:
    return route.command.__name__


def route_of(command: type[Command]) -> CommandRoute:
    return next(route for route in COMMAND_ROUTES if route.command is command)
