"""Seeing the customer again, by example."""

from dataclasses import replace
from datetime import timedelta

from service.domain.account.record.agreements.agreements import AgreementSigned
from service.domain.case.decisions.revisits import (
    CancelRevisit,
    FeedbackDepartmentUnknownError,
    PlanRevisit,
    RevisitAlreadyCancelledError,
    RevisitAlreadyHeldError,
    RevisitAlreadyPlannedError,
    RevisitCase,
    RevisitChannelNotAllowedError,
    RevisitTemplateForOthersError,
    RevisitTemplateUnknownError,
    RevisitUnknownError,
    TooManyAnswersError,
    TooManyQuestionsError,
    answers_must_be_few,
    feedback_must_go_to_known_departments,
    questions_must_be_few,
    revisit_channel_must_be_allowed,
    revisit_must_be_known,
    revisit_must_be_new,
    revisit_must_not_be_cancelled,
    revisit_must_not_be_held,
    revisit_template_must_be_known,
    revisit_template_must_suit,
)
from service.domain.case.record.revisits import (
    CaseRevisited,
    PlannedQuestion,
    RevisitAnswer,
    RevisitCancelled,
    RevisitPlanned,
    RoutedFeedback,
)
from service.domain.case.revisit_templates import ReminderAfterTheEndError, reminder_must_precede_the_end
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Channel
from tests.domain.example import Breaks, Commands, Events, Example, Ways, by_default_rules, on
from tests.domain.facts import COMMITMENT_ID, CONTACT_ID, DUE, ELEVEN, TEN, contact_added, opened, received
from tests.domain.trigger_rows import Triggers, happened, of_its_subject
from tests.scene import IN_TIME, Scene, Scenes, Step
from tests.specification import account_after

REVISIT_ID = COMMITMENT_ID
PLANNED = RevisitPlanned(
    occurred_at=TEN,
    revisit_id=REVISIT_ID,
    due_at=DUE,
    template="festival",
    channel=Channel.SMS,
    contact_id=CONTACT_ID,
    reason="The spring festival",
)
_OWN = (PlannedQuestion(question="noise", wording="Does it still whistle?"),)
_ANSWERS = (RevisitAnswer(question="experience", answer="Runs quietly"),)
_MORE_THAN_ALLOWED = 6
_HELD = CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=True, revisit_id=REVISIT_ID)
_CANCELLED = RevisitCancelled(occurred_at=TEN, revisit_id=REVISIT_ID, reason="On leave")
_PLANNED_LATER = PLANNED.model_copy(update={"due_at": DUE + timedelta(days=1)})
_MANY_QUESTIONS = tuple(PlannedQuestion(question=f"q{n}", wording="Why?") for n in range(_MORE_THAN_ALLOWED))
_MANY_ANSWERS = tuple(RevisitAnswer(question=f"q{n}", answer="So") for n in range(_MORE_THAN_ALLOWED))


def _after_the_end(way: Example) -> Example:
    agreement = AgreementSigned(
        occurred_at=TEN, agreement_id="C-7", title="Presses", terms=(), effective_at=TEN, ends_at=DUE
    )
    late = by_default_rules(template="renewal", questions=())(way)
    return replace(late, account=account_after(opened(), contact_added(), agreement))


WAYS: Ways = (
    Example(
        PlanRevisit(
            revisit_id=REVISIT_ID,
            due_at=DUE,
            template="festival",
            channel=Channel.SMS,
            contact_id=CONTACT_ID,
            questions=_OWN,
            reason="The spring festival",
        ),
        (received(),),
        (PLANNED.model_copy(update={"occurred_at": ELEVEN, "questions": _OWN}),),
    ),
    Example(
        CancelRevisit(revisit_id=REVISIT_ID, reason="The customer is on leave"),
        (received(), PLANNED),
        (RevisitCancelled(occurred_at=ELEVEN, revisit_id=REVISIT_ID, reason="The customer is on leave"),),
    ),
    Example(
        RevisitCase(
            channel=Channel.SMS,
            outcome="All runs",
            revisit_id=REVISIT_ID,
            contact_id=CONTACT_ID,
            duration_seconds=300,
            answers=_ANSWERS,
            usage="Two shifts a day",
            satisfaction="Content",
            suggestions="A spare in the depot",
            new_needs="A second press",
            routed_to=("product", "product"),
        ),
        (received(), PLANNED),
        (
            CaseRevisited(
                occurred_at=ELEVEN,
                channel=Channel.SMS,
                reached=True,
                outcome="All runs",
                revisit_id=REVISIT_ID,
                template="festival",
                contact_id=CONTACT_ID,
                duration_seconds=300,
                answers=_ANSWERS,
                usage="Two shifts a day",
                satisfaction="Content",
                suggestions="A spare in the depot",
                new_needs="A second press",
                routed_to=(RoutedFeedback(department="product"),),
            ),
        ),
    ),
)
REPEATABLE: Commands = (RevisitCase,)
ABOUT_AN_EARLIER_EVENT: Commands = (CancelRevisit, RevisitCase)
BREAKS: Breaks = {
    (revisit_must_be_known, RevisitUnknownError): on(received()),
    (revisit_must_be_new, RevisitAlreadyPlannedError): on(received(), _PLANNED_LATER),
    (revisit_must_not_be_held, RevisitAlreadyHeldError): on(received(), PLANNED, _HELD),
    (revisit_must_not_be_cancelled, RevisitAlreadyCancelledError): on(received(), PLANNED, _CANCELLED),
    (revisit_template_must_be_known, RevisitTemplateUnknownError): by_default_rules(template="full_moon"),
    (revisit_template_must_suit, RevisitTemplateForOthersError): by_default_rules(template="high_value"),
    (revisit_channel_must_be_allowed, RevisitChannelNotAllowedError): by_default_rules(
        channel=Channel.MONITORING
    ),
    (reminder_must_precede_the_end, ReminderAfterTheEndError): _after_the_end,
    (questions_must_be_few, TooManyQuestionsError): by_default_rules(questions=_MANY_QUESTIONS),
    (answers_must_be_few, TooManyAnswersError): by_default_rules(answers=_MANY_ANSWERS),
    (feedback_must_go_to_known_departments, FeedbackDepartmentUnknownError): by_default_rules(
        routed_to=("astrology",)
    ),
}
TRIGGERS: Triggers = (
    *of_its_subject(WAYS, RevisitPlanned, Milestone.REVISIT_PLANNED, "revisit_id"),
    *of_its_subject(WAYS, RevisitCancelled, Milestone.REVISIT_CANCELLED, "revisit_id"),
    (
        (received(),),
        CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=True),
        happened(Milestone.REVISITED),
    ),
    ((received(),), CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=False), ()),
)
WITHOUT_FIGURES: Events = (
    RevisitPlanned,
    RevisitCancelled,
)
REVISIT = str(REVISIT_ID)
PLAN_REVISIT: list[Step] = [("revisits", {"revisit_id": REVISIT, "due_at": IN_TIME})]
SCENES: Scenes = {
    PlanRevisit: Scene("RevisitPlanned.v1", PLAN_REVISIT[0][1]),
    CancelRevisit: Scene("RevisitCancelled.v1", {"revisit_id": REVISIT, "reason": "on leave"}, PLAN_REVISIT),
    RevisitCase: Scene("CaseRevisited.v1", {"channel": "sms", "outcome": "runs well"}),
}
