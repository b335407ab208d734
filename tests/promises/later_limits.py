"""The limits of solutions, promises, orders, the planned backlog and of what follows a solution."""

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.vocabulary import CaseKind, Priority, ResponseClass, Segment, WaitingOn
from tests.promises.driving import at
from tests.promises.happenings import (
    ANSWER,
    ANSWERED,
    ASK_LEGAL,
    BETTER,
    CALL,
    CHECKED,
    DELIVER,
    DONE_BETTER,
    FESTIVAL,
    FRI,
    KEEP,
    LET_ME_CHECK,
    MON,
    PLAN,
    PROGRESS,
    QUESTIONNAIRE,
    RESOLVE,
    RESTORED,
    REVISIT,
    WISHED_WELL,
    begun,
    ranked,
    taken_in,
)
from tests.promises.limit import limit

BASIC, ROUTINE, URGENT, COMPLEX, COMPLAINT, GREEN = ResponseClass
CRITICAL, HIGH, MODERATE, LOW = Priority
HIGH_VALUE = {"segment": Segment.HIGH_VALUE}
STOPS = {"pauses": frozenset({WaitingOn.CUSTOMER, WaitingOn.SUPPLIER})}
RESOLVED, DELIVERED = (RESOLVE, "03-02 11:00"), (DELIVER, "03-02 11:00")
UNHURRIED = (ClassifyCase(response_class=COMPLEX, priority=LOW), MON)

SOLUTIONS = [
    limit("basic, solved on the spot", "resolution", begun(BASIC), "03-02 10:30", RESOLVE),
    limit("routine, solved in 40 h of 5x8", "resolution", begun(ROUTINE), "03-09 10:00", RESOLVE, **STOPS),
    limit(
        "routine, high value: 40 h of 7x12",
        "resolution",
        begun(ROUTINE),
        "03-05 14:00",
        RESOLVE,
        **STOPS,
        **HIGH_VALUE,
    ),
    limit("urgent, solved in 24 h", "resolution", begun(URGENT), "03-03 10:00", RESOLVE, **STOPS),
    limit("green, restored in 48 h", "resolution", begun(GREEN), "03-04 10:00", RESOLVE, **STOPS),
    limit(
        "complaint, solved in 3 days",
        "resolution",
        taken_in(CaseKind.COMPLAINT),
        "03-05 10:00",
        RESOLVE,
        **STOPS,
    ),
    limit("complex, solved in 80 h of 5x8", "resolution", begun(COMPLEX), "03-16 10:00", RESOLVE, **STOPS),
    limit("critical, solved in 4 h", "resolution", ranked(CRITICAL), "03-02 15:00", RESOLVE, 34, **STOPS),
    limit("high priority, solved in 8 h", "resolution", ranked(HIGH), "03-03 10:00", RESOLVE, 34, **STOPS),
    limit(
        "moderate priority, solved in 24 h",
        "resolution",
        ranked(MODERATE),
        "03-05 10:00",
        RESOLVE,
        34,
        **STOPS,
    ),
    limit("low priority, solved in 40 h", "resolution", ranked(LOW), "03-09 10:00", RESOLVE, 34, **STOPS),
    limit(
        "complex, low priority: the shorter",
        "resolution",
        taken_in(CaseKind.ENQUIRY, UNHURRIED),
        "03-09 10:00",
        RESOLVE,
        34,
        **STOPS,
    ),
]
SOLUTIONS_AT_NIGHT = [
    limit("basic, Friday night: Monday", "resolution", begun(BASIC, at_=FRI), "03-09 09:30", RESOLVE),
    limit(
        "urgent, Friday night, solved in 24 h", "resolution", begun(URGENT, at_=FRI), "03-07 23:00", RESOLVE
    ),
    limit("critical, Friday night: Monday", "resolution", ranked(CRITICAL, FRI), "03-09 14:00", RESOLVE),
    limit(
        "critical, Friday night, high value",
        "resolution",
        ranked(CRITICAL, FRI),
        "03-07 12:00",
        RESOLVE,
        **HIGH_VALUE,
    ),
]
GIVEN_WORDS = [
    limit(
        "promised within 48 h",
        "commitment",
        begun(URGENT, (RESTORED, "03-02 11:00")),
        "03-04 11:00",
        KEEP,
        16,
    ),
    limit(
        "order step in 3 working days",
        "order_step",
        taken_in(CaseKind.ORDER_CHANGE),
        "03-05 18:00",
        DELIVER,
        149,
    ),
    limit("order step that is solved", "order_step", taken_in(CaseKind.ORDER_CHANGE), "03-05 18:00", RESOLVE),
]
QUESTIONS = [
    limit(
        "question to legal in 24 service hours",
        "open_question",
        begun(ROUTINE, (ASK_LEGAL, "03-02 11:00")),
        "03-05 11:00",
        ANSWERED,
        150,
    ),
    limit(
        "question, high value: two days of 7x12",
        "open_question",
        begun(ROUTINE, (ASK_LEGAL, "03-02 11:00")),
        "03-04 11:00",
        ANSWERED,
        **HIGH_VALUE,
    ),
    limit(
        "question by the promised instant",
        "open_question",
        begun(ROUTINE, (ASK_LEGAL.model_copy(update={"due_at": at("03-03 09:00")}), "03-02 11:00")),
        "03-03 09:00",
        ANSWERED,
        150,
    ),
    limit(
        "let me check, answered by a reply",
        "open_question",
        begun(ROUTINE, (LET_ME_CHECK, "03-02 11:00")),
        "03-05 11:00",
        CHECKED,
        150,
    ),
]
ORDER_OVER_HOLIDAYS = [
    limit(
        "order step over a weekend",
        "order_step",
        taken_in(CaseKind.ORDER_CHANGE, at_=FRI),
        "03-11 18:00",
        DELIVER,
        149,
    ),
    limit(
        "order step over National Day",
        "order_step",
        taken_in(CaseKind.ORDER_CHANGE, at_="09-30 10:00"),
        "10-10 18:00",
        DELIVER,
        149,
    ),
    limit(
        "order step, high value: the same",
        "order_step",
        taken_in(CaseKind.ORDER_CHANGE, at_=FRI),
        "03-11 18:00",
        DELIVER,
        **HIGH_VALUE,
    ),
]
BACKLOG = [
    limit(
        "complex and unhurried, every week",
        "planned_review",
        taken_in(CaseKind.ENQUIRY, UNHURRIED),
        "03-09 10:00",
        PROGRESS,
        158,
    ),
    limit(
        "complex, high value: every week whatever the priority",
        "planned_review",
        begun(COMPLEX),
        "03-09 10:00",
        PROGRESS,
        73,
        **HIGH_VALUE,
    ),
    limit(
        "every week, by a plan", "planned_review", taken_in(CaseKind.ENQUIRY, UNHURRIED), "03-09 10:00", PLAN
    ),
    limit(
        "every week, from the last time",
        "planned_review",
        taken_in(CaseKind.ENQUIRY, UNHURRIED, (PROGRESS, "03-04 09:00")),
        "03-11 09:00",
        PROGRESS,
        158,
    ),
    limit(
        "suggestion, every month",
        "planned_review",
        taken_in(CaseKind.SUGGESTION),
        "04-02 10:00",
        PROGRESS,
        158,
    ),
    limit("suggestion, by a plan", "planned_review", taken_in(CaseKind.SUGGESTION), "04-02 10:00", PLAN),
]
AFTERWARDS = [
    limit(
        "survey in 24 h, questionnaire", "survey", begun(ROUTINE, RESOLVED), "03-03 11:00", QUESTIONNAIRE, 160
    ),
    limit("survey in 24 h, by a call", "survey", begun(ROUTINE, RESOLVED), "03-03 11:00", CALL, 160),
    limit(
        "survey in 24 h over a weekend",
        "survey",
        begun(ROUTINE, (RESOLVE, "03-06 17:00")),
        "03-07 17:00",
        QUESTIONNAIRE,
        160,
    ),
    limit(
        "customer contacted in 24 h of a low score",
        "recovery",
        begun(ROUTINE, RESOLVED, (RateSatisfaction(score=2), "03-02 15:00")),
        "03-03 15:00",
        ANSWER,
        124,
    ),
    limit(
        "complaint revisited in 3 days",
        "complaint_revisit",
        taken_in(CaseKind.COMPLAINT, RESOLVED),
        "03-05 11:00",
        REVISIT,
        120,
    ),
    limit(
        "fault followed up every week",
        "fault_follow_up",
        taken_in(CaseKind.TECHNICAL, RESOLVED),
        "03-09 11:00",
        REVISIT,
        18,
    ),
    limit(
        "fault, week after week",
        "fault_follow_up",
        taken_in(CaseKind.TECHNICAL, RESOLVED, (REVISIT, "03-06 15:00")),
        "03-13 15:00",
        REVISIT,
        18,
    ),
    limit(
        "revisited as planned",
        "planned_revisit",
        begun(ROUTINE, RESOLVED, (FESTIVAL, "03-02 12:00")),
        "03-08 12:00",
        WISHED_WELL,
        114,
        118,
    ),
    limit(
        "improvement made in time",
        "improvement",
        begun(ROUTINE, RESOLVED, (BETTER, "03-03 09:00")),
        "03-31 18:00",
        DONE_BETTER,
        69,
    ),
]
DELIVERIES = [
    limit(
        "revisited in 3 days of delivery",
        "delivery_revisit",
        begun(ROUTINE, DELIVERED),
        "03-05 11:00",
        REVISIT,
        151,
    ),
    limit(
        "delivery revisit over a weekend",
        "delivery_revisit",
        begun(ROUTINE, (DELIVER, "03-06 15:00")),
        "03-09 15:00",
        REVISIT,
        151,
    ),
]
