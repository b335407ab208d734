"""What the facts of a case are to the clocks, and what the clocks are told of the case."""

from typing import Any, get_args
from uuid import UUID

import pytest

from service.domain.aggregate import AnyEvent
from service.domain.case import events as fact
from service.domain.case.occasions import occasions, situation_of
from service.domain.case.plan import PlanStage
from service.domain.case.state import ABSENT, Case
from service.domain.clocks.milestones import (
    Happening,
    Milestone,
    Occasion,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    EscalationKind,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    SurveyMode,
    WaitingOn,
    WhyNotAsked,
)
from tests.domain.facts import (
    COLLABORATION_ID,
    COMMITMENT_ID,
    DUE,
    ELEVEN,
    NINE,
    OTHER_CASE_ID,
    QUESTION_ID,
    REOPENED,
    SURVEY_ID,
    TEN,
    collaboration_requested,
    commitment_made,
    question_opened,
    received,
    received_complaint,
    reopened,
    replied,
    resolved,
)
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.ways.surveying import survey_answered
from tests.specification import case_after

CASE_ID = UUID("0195c3a0-0000-7000-8000-000000000099")
CHANGED = SituationChanged(at=TEN)
RESOLVED = (received(), resolved())
TASK = {"subject": str(COLLABORATION_ID), "department": "logistics", "step": "ship_part"}


def happened(milestone: Milestone, **more: object) -> tuple[Occasion, ...]:
    return (Happening(milestone=milestone, at=TEN, **more),)  # type: ignore[arg-type]  # fields of a happening


def green(task_force: tuple[str, ...] = ("b.li",), at: object = TEN) -> fact.GreenChannelOpened:
    return fact.GreenChannelOpened.model_validate(
        {"occurred_at": at, "task_force": task_force, "reason": "All lines stand"}
    )


def classified(response_class: ResponseClass, at: object = TEN) -> fact.CaseClassified:
    return fact.CaseClassified.model_validate({"occurred_at": at, "response_class": response_class})


def surveyed(cycle: int) -> fact.SurveySent:
    return fact.SurveySent(
        occurred_at=TEN, survey_id=SURVEY_ID, channel=Channel.SMS, mode=SurveyMode.PHONE, cycle=cycle
    )


GREEN_OPENED = (Happening(milestone=Milestone.GREEN_CHANNEL_OPENED, at=TEN), CHANGED)
WAITING = fact.WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER)

ON_RECEIVED: list[tuple[fact.CaseEvent, tuple[Occasion, ...]]] = [
    (classified(ResponseClass.URGENT), (CHANGED,)),
    (classified(ResponseClass.GREEN_CHANNEL), GREEN_OPENED),
    (green(), GREEN_OPENED),
    (fact.OwnerAssigned(occurred_at=TEN, owner="b.li"), happened(Milestone.OWNER_ASSIGNED)),
    (fact.OwnerAssigned(occurred_at=TEN, team="drives"), ()),
    (
        fact.CaseHandedOver(occurred_at=TEN, from_owner="a.wang", to_owner="b.li"),
        happened(Milestone.OWNER_ASSIGNED),
    ),
    (fact.CaseHandedOver(occurred_at=TEN, from_owner="b.li", to_owner="b.li", to_team="drives"), ()),
    (fact.ReceiptAcknowledged(occurred_at=TEN), happened(Milestone.ACKNOWLEDGED)),
    (fact.ReceiptAcknowledged(occurred_at=TEN, author_kind=AuthorKind.BOT), ()),
    (replied(), happened(Milestone.ANSWERED)),
    (replied(audience=Audience.INTERNAL), ()),
    (replied(author_kind=AuthorKind.BOT), ()),
    (replied(substantive=False), ()),
    (WAITING, (WaitingChanged(at=TEN, waiting_on=WaitingOn.SUPPLIER),)),
    (
        fact.WaitingEnded(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER),
        (WaitingChanged(at=TEN, waiting_on=None),),
    ),
    (
        fact.CounterpartInformed(occurred_at=TEN, counterpart="d.sun"),
        happened(Milestone.COUNTERPART_INFORMED),
    ),
    (
        fact.ContingencyPlanActivated(occurred_at=TEN, plan_id="CP-3"),
        happened(Milestone.CONTINGENCY_PLAN_ACTIVATED),
    ),
    (
        fact.CustomerMessaged(occurred_at=TEN, channel=Channel.CHAT, text="Any news?"),
        happened(Milestone.CUSTOMER_MESSAGED),
    ),
    (
        fact.ProgressShared(occurred_at=TEN, problem="p", solution="s", channel=Channel.CHAT),
        happened(Milestone.PROGRESS_SHARED),
    ),
    (
        fact.PlanProposed(
            occurred_at=TEN, stages=(PlanStage(title="Find the cause", due_at=DUE, responsible="b.li"),)
        ),
        happened(Milestone.PLAN_PROPOSED),
    ),
    (commitment_made(), happened(Milestone.COMMITMENT_MADE, subject=str(COMMITMENT_ID), due_at=DUE)),
    (
        collaboration_requested().model_copy(update={"due_at": DUE}),
        happened(Milestone.COLLABORATION_REQUESTED, due_at=DUE, **TASK),
    ),
    (resolved(), happened(Milestone.RESOLVED)),
    (fact.CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=True), happened(Milestone.REVISITED)),
    (fact.CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=False), ()),
    (fact.ServiceDelivered(occurred_at=TEN, what="A drive"), happened(Milestone.DELIVERED)),
    (
        fact.CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The same stop"),
        happened(Milestone.MERGED),
    ),
    (fact.CaseClosed(occurred_at=TEN, reason=CloseReason.WITHDRAWN), happened(Milestone.CLOSED)),
    (
        fact.CaseEscalated(
            occurred_at=TEN, kind=EscalationKind.FUNCTIONAL, level=EscalationLevel.MANAGER, reason="r"
        ),
        (),
    ),
    (fact.NoteAdded(occurred_at=TEN, text="Called twice"), ()),
    (fact.SourceUpdateRecorded(occurred_at=TEN, source="s", reference="r", update="1"), ()),
]
ON_PROMISED: list[tuple[fact.CaseEvent, tuple[Occasion, ...]]] = [
    (
        fact.CommitmentRenegotiated(
            occurred_at=TEN, commitment_id=COMMITMENT_ID, due_at=ELEVEN, reason="The part is late"
        ),
        happened(Milestone.COMMITMENT_RENEGOTIATED, subject=str(COMMITMENT_ID), due_at=ELEVEN),
    ),
    (
        fact.CommitmentKept(occurred_at=TEN, commitment_id=COMMITMENT_ID),
        happened(Milestone.COMMITMENT_KEPT, subject=str(COMMITMENT_ID)),
    ),
    (fact.CommitmentBroken(occurred_at=TEN, commitment_id=COMMITMENT_ID, reason="No such part"), ()),
    (
        fact.CollaborationAccepted(occurred_at=TEN, collaboration_id=COLLABORATION_ID),
        happened(Milestone.COLLABORATION_ACCEPTED, **TASK),
    ),
    (
        fact.CollaborationAnswered(occurred_at=TEN, collaboration_id=COLLABORATION_ID, answer="a"),
        happened(Milestone.COLLABORATION_ANSWERED, **TASK),
    ),
    (
        fact.CollaborationCompleted(occurred_at=TEN, collaboration_id=COLLABORATION_ID),
        happened(Milestone.COLLABORATION_COMPLETED, **TASK),
    ),
    (
        fact.CollaborationDeclined(occurred_at=TEN, collaboration_id=COLLABORATION_ID, reason="r"),
        happened(Milestone.COLLABORATION_DECLINED, **TASK),
    ),
]
ON_RESOLVED: list[tuple[fact.CaseEvent, tuple[Occasion, ...]]] = [
    (reopened(), happened(Milestone.REOPENED)),
    (surveyed(cycle=1), happened(Milestone.SURVEY_SENT)),
    (fact.ResolutionConfirmed(occurred_at=TEN, cycle=1), ()),
    (
        fact.OverPromiseWarned(
            occurred_at=TEN,
            commitment_id=COMMITMENT_ID,
            response_class=ResponseClass.URGENT,
            promised_seconds=60,
            usual_seconds=3_600,
            elapsed_seconds=60,
            guideline_version=1,
        ),
        (),
    ),
    (fact.SatisfactionRated(occurred_at=TEN, cycle=1, scale=RatingScale.CSAT, score=4), ()),
    (fact.CaseUnmerged(occurred_at=TEN, reason="Another spindle"), happened(Milestone.UNMERGED)),
    (survey_answered(), ()),
    (fact.SurveyDeclined(occurred_at=TEN, survey_id=SURVEY_ID, cycle=1), ()),
    (
        fact.SurveyForgone(occurred_at=TEN, cycle=1, reason=WhyNotAsked.OPTED_OUT),
        happened(Milestone.SURVEY_FORGONE),
    ),
]
OF_QUESTION: dict[str, Any] = {"at": TEN, "subject": str(QUESTION_ID)}
AWAITED = question_opened(at=NINE).model_copy(update={"awaited_by_customer": True})
ANSWERED = fact.QuestionAnswered(
    occurred_at=TEN, question_id=QUESTION_ID, text="It is", told_to_customer=False
)
TOLD = ANSWERED.model_copy(update={"told_to_customer": True})
MET = (Happening(milestone=Milestone.QUESTION_ANSWERED, **OF_QUESTION),)
OF_THE_WORK: list[tuple[tuple[AnyEvent, ...], Any, tuple[Occasion, ...]]] = [
    (
        (received(),),
        question_opened(),
        (Happening(milestone=Milestone.QUESTION_OPENED, due_at=DUE, **OF_QUESTION),),
    ),
    ((received(), question_opened(at=NINE)), ANSWERED, MET),
    ((received(), AWAITED), ANSWERED, ()),
    ((received(), AWAITED), TOLD, MET),
]
UNTIMED_THEMES = (
    fact.LinkingEvent,
    fact.DispatchingEvent,
    fact.UnderstandingEvent,
    fact.SellingEvent,
    fact.ComplainingEvent,
    fact.RemedyingEvent,
)
UNTIMED = {kind for theme in UNTIMED_THEMES for kind in get_args(theme)} | {
    fact.ResultFedBack,
    fact.EscalationRiskFlagged,
    fact.EscalationRiskCleared,
    fact.CaseDeescalated,
    fact.CaseReviewed,
    fact.AttachmentAdded,
}
"""Facts of which no promise of time knows."""
BY_SUBJECT: dict[type[Any], tuple[Milestone, str]] = {
    fact.RevisitPlanned: (Milestone.REVISIT_PLANNED, "revisit_id"),
    fact.RevisitCancelled: (Milestone.REVISIT_CANCELLED, "revisit_id"),
    fact.ImprovementAgreed: (Milestone.IMPROVEMENT_AGREED, "action_id"),
    fact.ImprovementCompleted: (Milestone.IMPROVEMENT_COMPLETED, "action_id"),
}
"""Facts that are a milestone of what they name, due at the instant that they tell."""


def of_its_subject(event: Any) -> tuple[Occasion, ...]:
    milestone, name = BY_SUBJECT[type(event)]
    due_at = getattr(event, "due_at", None)
    subject = str(getattr(event, name))
    return (Happening(milestone=milestone, at=event.occurred_at, subject=subject, due_at=due_at),)


PROMISED = (received(), commitment_made(), collaboration_requested())
SHOWN = [
    *(((received(),), event, expected) for event, expected in ON_RECEIVED),
    *((PROMISED, event, expected) for event, expected in ON_PROMISED),
    *((RESOLVED, event, expected) for event, expected in ON_RESOLVED),
    *OF_THE_WORK,
    *(
        ((*way.history, *way.facts[:number]), event, ())
        for way in GOOD_WAYS.values()
        for number, event in enumerate(way.facts)
        if type(event) in UNTIMED
    ),
    *(
        ((*way.history, *way.facts[:number]), event, of_its_subject(event))
        for way in GOOD_WAYS.values()
        for number, event in enumerate(way.facts)
        if type(event) in BY_SUBJECT
    ),
]


@pytest.mark.parametrize(("history", "event", "expected"), SHOWN, ids=lambda each: type(each).__name__)
def test_a_fact_is_an_occasion_for_the_clocks_or_none(
    history: tuple[AnyEvent, ...], event: fact.CaseEvent, expected: tuple[Occasion, ...]
) -> None:
    assert occasions(event, case_after(*history, event)) == expected


def test_the_receipt_is_the_first_occasion() -> None:
    assert occasions(received(), case_after(received())) == (
        Happening(milestone=Milestone.RECEIVED, at=NINE),
    )


def test_every_fact_of_a_case_is_shown() -> None:
    assert {type(event) for _, event, _ in SHOWN} | {fact.CaseReceived} == set(fact.CASE_EVENTS)


def test_another_task_force_opens_no_second_channel_and_an_earlier_opening_is_the_first() -> None:
    opened = green()
    other = green(("d.sun",), at=ELEVEN)
    assert occasions(other, case_after(received(), opened, other)) == (SituationChanged(at=ELEVEN),)
    earlier = green(at=NINE)
    assert occasions(earlier, case_after(received(), opened, earlier)) == (
        Happening(milestone=Milestone.GREEN_CHANNEL_OPENED, at=NINE),
        SituationChanged(at=NINE),
    )


def test_a_further_word_about_a_green_case_opens_no_second_channel() -> None:
    first = classified(ResponseClass.GREEN_CHANNEL)
    further = classified(ResponseClass.GREEN_CHANNEL, at=ELEVEN)
    assert occasions(further, case_after(received(), first, further)) == (SituationChanged(at=ELEVEN),)


def test_a_survey_about_an_older_resolution_keeps_no_promise_of_the_last_one() -> None:
    late = surveyed(cycle=1)
    assert occasions(late, case_after(*REOPENED, late)) == happened(Milestone.SURVEY_SENT)
    twice = (*REOPENED, resolved(cycle=2))
    assert occasions(late, case_after(*twice, late)) == ()
    assert occasions(surveyed(cycle=2), case_after(*twice)) == happened(Milestone.SURVEY_SENT)


def test_a_situation_says_what_the_clocks_must_know() -> None:
    term = AgreedTerm(clock="first_reply", target_seconds=600)
    classification = fact.CaseClassified(
        occurred_at=TEN, response_class=ResponseClass.URGENT, priority=Priority.HIGH, category="drives"
    )
    case = case_after(
        received(segment=Segment.HIGH_VALUE),
        classification,
        fact.OwnerAssigned(occurred_at=TEN, owner="b.li"),
        resolved(),
        reopened(),
    )
    assert situation_of(case, CASE_ID, (("AG-1", term),)) == Situation(
        stream_id=CASE_ID,
        stream="case",
        cycle=2,
        response_classes=frozenset({ResponseClass.URGENT}),
        kind=CaseKind.TECHNICAL,
        priority=Priority.HIGH,
        category="drives",
        segment=Segment.HIGH_VALUE,
        owner="b.li",
        terms=(("AG-1", term),),
    )


@pytest.mark.parametrize(
    ("case", "classes"),
    [
        (ABSENT, set()),
        (case_after(received()), set()),
        (case_after(received_complaint()), {ResponseClass.COMPLAINT}),
        (
            case_after(received_complaint(), classified(ResponseClass.COMPLEX), green()),
            {ResponseClass.COMPLAINT, ResponseClass.COMPLEX, ResponseClass.GREEN_CHANNEL},
        ),
        (
            case_after(received(), green(), resolved(), reopened()),
            {ResponseClass.GREEN_CHANNEL},
        ),
    ],
    ids=["absent", "unclassified", "complaint", "complex complaint in the green channel", "reopened"],
)
def test_every_class_that_applies_is_told(case: Case, classes: set[ResponseClass]) -> None:
    assert situation_of(case, CASE_ID).response_classes == classes


def test_an_older_resolution_that_nobody_is_asked_about_has_no_promise_left() -> None:
    forgone = fact.SurveyForgone(occurred_at=TEN, cycle=1, reason=WhyNotAsked.ASKED_LATELY)
    twice = (*REOPENED, resolved(cycle=2))
    assert occasions(forgone, case_after(*twice, forgone)) == ()
