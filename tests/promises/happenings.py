"""What happens in the tables of limits: how cases begin, and what keeps a promise."""

from uuid import UUID

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import ConfirmDelivery, ResolveCase
from service.domain.case.decisions.collaborations import (
    AcceptCollaboration,
    AnswerCollaboration,
    CompleteCollaboration,
    DeclineCollaboration,
    RequestCollaboration,
)
from service.domain.case.decisions.commitments import KeepCommitment, MakeCommitment
from service.domain.case.decisions.emergencies import (
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.questions import AnswerQuestion, OpenQuestion
from service.domain.case.decisions.replies import ProposePlan, RecordCustomerMessage, ShareProgress
from service.domain.case.decisions.reviews import AgreeImprovement, CompleteImprovement
from service.domain.case.decisions.revisits import PlanRevisit, RevisitCase
from service.domain.case.decisions.surveys import SendSurvey
from service.domain.case.record.replies import PlanStage
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel, Priority, ResponseClass, SurveyMode
from tests.promises.driving import Step, answer, at, case_of, receipt

MON, FRI = "03-02 10:00", "03-06 23:00"
COMMITMENT_ID, SURVEY_ID, TASK_ID = UUID(int=11), UUID(int=12), UUID(int=13)
QUESTION_ID = UUID(int=15)
REVISIT_ID, ACTION_ID = UUID(int=14), UUID(int=15)

ACKNOWLEDGE = AcknowledgeReceipt()
ANSWER = answer()
INFORM = InformCounterpart(counterpart="l.chen", delivery_proof="msg-1")
STAGE = PlanStage(title="Exchange the drive", due_at=at("12-31 18:00"), responsible="a.wang")
LAST_STAGE = PlanStage(title="Test run", due_at=at("12-31 20:00"), responsible="a.wang")
PLAN = ProposePlan(stages=(STAGE, LAST_STAGE), channel=Channel.PHONE)
TASK_FORCE = OpenGreenChannel(task_force=("a.wang", "b.li"), reason="The line stands")
PROGRESS = ShareProgress(problem="The drive", solution="A new one is under way", channel=Channel.WECOM)
MESSAGE = RecordCustomerMessage(channel=Channel.WECOM, text="And when?")
RESOLVE, REVISIT, DELIVER = (
    ResolveCase(),
    RevisitCase(channel=Channel.PHONE, outcome="All runs"),
    ConfirmDelivery(what="The drive"),
)
QUESTIONNAIRE = SendSurvey(survey_id=SURVEY_ID, channel=Channel.SMS)
CALL = SendSurvey(survey_id=SURVEY_ID, channel=Channel.PHONE, mode=SurveyMode.PHONE)
RESTORED = MakeCommitment(commitment_id=COMMITMENT_ID, what="It runs again", due_at=at("03-04 11:00"))
KEEP = KeepCommitment(commitment_id=COMMITMENT_ID)
FESTIVAL = PlanRevisit(revisit_id=REVISIT_ID, due_at=at("03-08 12:00"), template="festival")
WISHED_WELL = RevisitCase(revisit_id=REVISIT_ID, channel=Channel.PHONE, outcome="All runs")
BETTER = AgreeImprovement(
    action_id=ACTION_ID, what="Spares in the depot", owner="b.li", due_at=at("03-31 18:00")
)
DONE_BETTER = CompleteImprovement(action_id=ACTION_ID, effect="No stop since")
ASK_LEGAL = OpenQuestion(question_id=QUESTION_ID, text="Is it under warranty?", asked_of="legal")
ANSWERED = AnswerQuestion(question_id=QUESTION_ID, text="It is")
LET_ME_CHECK = answer(text="Let me check", substantive=False, question_id=QUESTION_ID)
CHECKED = answer(text="It is under warranty", question_id=QUESTION_ID)
ACCEPT = AcceptCollaboration(collaboration_id=TASK_ID)
REPORT = AnswerCollaboration(collaboration_id=TASK_ID, answer="The part leaves tonight")

DONE = CompleteCollaboration(collaboration_id=TASK_ID, outcome="It is on the lorry")
DECLINE = DeclineCollaboration(collaboration_id=TASK_ID, reason="Not our part")


def begun(response_class: ResponseClass, *more: Step, at_: str = MON) -> tuple[Step, ...]:
    """Return a case of a class, and what happens on it next."""
    return (*case_of(response_class, at_), *more)


def taken_in(kind: CaseKind, *more: Step, at_: str = MON) -> tuple[Step, ...]:
    """Return a case of a kind that nobody has classified, and what happens on it next."""
    return ((receipt(kind), at_), *more)


def ranked(priority: Priority, at_: str = MON) -> tuple[Step, ...]:
    """Return a case that has a priority and no class."""
    return ((receipt(), at_), (ClassifyCase(priority=priority), at_))


def asked(department: str, step: str = "help") -> Command:
    """Return how another department is asked to do a step."""
    return RequestCollaboration(
        collaboration_id=TASK_ID, department=department, step=step, request="Send a drive tonight"
    )
