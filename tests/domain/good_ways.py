"""For every command one way in which it is carried out: what stood before, the wish, what followed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.account import commands as account_wish
from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.plan import PlanStage
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.vocabulary import (
    CaseKind,
    Channel,
    CloseReason,
    EscalationKind,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    SurveyMode,
    WaitingOn,
)
from tests.domain.account_ways import ACCOUNT_REPEATABLE, ACCOUNT_WAYS
from tests.domain.clock_ways import CLOCK_WAYS
from tests.domain.facts import (
    ACCOUNT_ID,
    COLLABORATION_ID,
    COMMITMENT_ID,
    CONTACT_ID,
    DUE,
    ELEVEN,
    OTHER_CASE_ID,
    RESOLVED,
    SURVEY_ID,
    TEN,
    collaboration_requested,
    commitment_made,
    confirmed,
    opened,
    received,
    reopened,
    replied,
    resolved,
    waiting_for_customer,
)
from tests.domain.rulebook_ways import RULEBOOK_WAYS
from tests.domain.ways import afterwards, complaints, dispatching, surveying, understanding, work

AT: datetime = ELEVEN


@dataclass(frozen=True)
class GoodWay:
    """A command carried out at eleven."""

    command: AnyCommand
    history: tuple[AnyEvent, ...]
    facts: tuple[AnyEvent, ...]
    rulebook: Rulebook = EMPTY
    """The rules on the record, where a way or a refusal needs any."""


_OPENED = (opened(),)
_RECEIVED = (received(),)

_ACCOUNT_WAYS = tuple(GoodWay(*way) for way in (*ACCOUNT_WAYS, *RULEBOOK_WAYS, *CLOCK_WAYS))

_INTAKE_WAYS = (
    GoodWay(
        wish.ReceiveCase(
            account_id=ACCOUNT_ID,
            channel=Channel.PHONE,
            kind=CaseKind.TECHNICAL,
            subject="The spindle stops",
        ),
        (),
        (received(occurred_at=AT),),
    ),
    GoodWay(
        wish.ClassifyCase(
            response_class=ResponseClass.URGENT, priority=Priority.CRITICAL, reason="The line stands"
        ),
        _RECEIVED,
        (
            fact.CaseClassified(
                occurred_at=AT,
                response_class=ResponseClass.URGENT,
                priority=Priority.CRITICAL,
                reason="The line stands",
            ),
        ),
    ),
    GoodWay(
        wish.AssignOwner(owner="a.wang", team="drives", reason="Knows the drive"),
        _RECEIVED,
        (fact.OwnerAssigned(occurred_at=AT, owner="a.wang", team="drives", reason="Knows the drive"),),
    ),
    GoodWay(wish.AcknowledgeReceipt(), _RECEIVED, (fact.ReceiptAcknowledged(occurred_at=AT),)),
)

_WORKING_WAYS = (
    GoodWay(
        wish.SendReply(text="Please reset the drive; it will run again."),
        _RECEIVED,
        (replied(occurred_at=AT),),
    ),
    GoodWay(
        wish.HandOverCase(to_owner="b.li", note="The drive was reset"),
        _RECEIVED,
        (fact.CaseHandedOver(occurred_at=AT, to_owner="b.li", note="The drive was reset"),),
    ),
    GoodWay(
        wish.StartWaiting(waiting_on=WaitingOn.SUPPLIER, note="For the part"),
        _RECEIVED,
        (fact.WaitingStarted(occurred_at=AT, waiting_on=WaitingOn.SUPPLIER, note="For the part"),),
    ),
    GoodWay(
        wish.EndWaiting(),
        (received(), waiting_for_customer()),
        (fact.WaitingEnded(occurred_at=AT, waiting_on=WaitingOn.CUSTOMER),),
    ),
    GoodWay(
        wish.EscalateCase(level=EscalationLevel.MANAGER, escalated_to="c.zhao", reason="Third stop"),
        _RECEIVED,
        (
            fact.CaseEscalated(
                occurred_at=AT,
                kind=EscalationKind.HIERARCHICAL,
                level=EscalationLevel.MANAGER,
                escalated_to="c.zhao",
                reason="Third stop",
            ),
        ),
    ),
    GoodWay(
        wish.AddNote(text="Called twice"), _RECEIVED, (fact.NoteAdded(occurred_at=AT, text="Called twice"),)
    ),
    GoodWay(
        wish.RecordSourceUpdate(source="jira", reference="SUP-7", update="3", promise_kept=True),
        _RECEIVED,
        (
            fact.SourceUpdateRecorded(
                occurred_at=AT, source="jira", reference="SUP-7", update="3", promise_kept=True
            ),
        ),
    ),
)

_ENDING_WAYS = (
    GoodWay(
        wish.ResolveCase(resolution_code="repaired", resolution="New drive"),
        _RECEIVED,
        (fact.CaseResolved(occurred_at=AT, cycle=1, resolution_code="repaired", resolution="New drive"),),
    ),
    GoodWay(wish.ConfirmResolution(), RESOLVED, (confirmed(at=AT),)),
    GoodWay(wish.ReopenCase(), RESOLVED, (reopened(at=AT),)),
    GoodWay(
        wish.RateSatisfaction(score=4, verbatim="Quick"),
        RESOLVED,
        (fact.SatisfactionRated(occurred_at=AT, cycle=1, scale=RatingScale.CSAT, score=4, verbatim="Quick"),),
    ),
    GoodWay(
        wish.CloseCase(),
        (received(), resolved(), confirmed()),
        (fact.CaseClosed(occurred_at=AT, reason=CloseReason.CONFIRMED),),
    ),
)

_LATER = DUE + timedelta(days=1)
_STAGES = (PlanStage(title="Find the cause", due_at=DUE, responsible="b.li"),)
_PROMISED = (received(), commitment_made())
_ASKED = (received(), collaboration_requested())

_TELLING_WAYS = (
    GoodWay(
        wish.RecordCustomerMessage(channel=Channel.WECOM, text="Any news?", contact_id=CONTACT_ID),
        _RECEIVED,
        (
            fact.CustomerMessaged(
                occurred_at=AT, channel=Channel.WECOM, text="Any news?", contact_id=CONTACT_ID
            ),
        ),
    ),
    GoodWay(
        wish.ShareProgress(
            problem="The drive is broken", solution="A new one comes", eta_at=DUE, channel=Channel.PHONE
        ),
        _RECEIVED,
        (
            fact.ProgressShared(
                occurred_at=AT,
                problem="The drive is broken",
                solution="A new one comes",
                eta_at=DUE,
                channel=Channel.PHONE,
            ),
        ),
    ),
    GoodWay(
        wish.ProposePlan(stages=_STAGES), _RECEIVED, (fact.PlanProposed(occurred_at=AT, stages=_STAGES),)
    ),
)

_ALARMING_WAYS = (
    GoodWay(
        wish.InformCounterpart(counterpart="d.sun", channel=Channel.SMS, delivery_proof="SMS-7"),
        _RECEIVED,
        (
            fact.CounterpartInformed(
                occurred_at=AT, counterpart="d.sun", channel=Channel.SMS, delivery_proof="SMS-7"
            ),
        ),
    ),
    GoodWay(
        wish.ActivateContingencyPlan(plan_id="CP-3"),
        _RECEIVED,
        (fact.ContingencyPlanActivated(occurred_at=AT, plan_id="CP-3"),),
    ),
    GoodWay(
        wish.OpenGreenChannel(task_force=("b.li", "d.sun"), reason="All lines stand"),
        _RECEIVED,
        (fact.GreenChannelOpened(occurred_at=AT, task_force=("b.li", "d.sun"), reason="All lines stand"),),
    ),
)

_PROMISING_WAYS = (
    GoodWay(
        wish.MakeCommitment(commitment_id=COMMITMENT_ID, what="It runs again within two days", due_at=DUE),
        _RECEIVED,
        (commitment_made(at=AT),),
    ),
    GoodWay(
        wish.RenegotiateCommitment(commitment_id=COMMITMENT_ID, due_at=_LATER, reason="The part is late"),
        _PROMISED,
        (
            fact.CommitmentRenegotiated(
                occurred_at=AT, commitment_id=COMMITMENT_ID, due_at=_LATER, reason="The part is late"
            ),
        ),
    ),
    GoodWay(
        wish.KeepCommitment(commitment_id=COMMITMENT_ID),
        _PROMISED,
        (fact.CommitmentKept(occurred_at=AT, commitment_id=COMMITMENT_ID),),
    ),
    GoodWay(
        wish.BreakCommitment(commitment_id=COMMITMENT_ID, reason="No such part is made any more"),
        _PROMISED,
        (
            fact.CommitmentBroken(
                occurred_at=AT, commitment_id=COMMITMENT_ID, reason="No such part is made any more"
            ),
        ),
    ),
)

_COLLABORATING_WAYS = (
    GoodWay(
        wish.RequestCollaboration(
            collaboration_id=COLLABORATION_ID,
            department="logistics",
            step="ship_part",
            request="Send a drive tonight",
        ),
        _RECEIVED,
        (collaboration_requested(at=AT),),
    ),
    GoodWay(
        wish.AcceptCollaboration(collaboration_id=COLLABORATION_ID, accepted_by="e.wu", eta_at=DUE),
        _ASKED,
        (
            fact.CollaborationAccepted(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, accepted_by="e.wu", eta_at=DUE
            ),
        ),
    ),
    GoodWay(
        wish.AnswerCollaboration(collaboration_id=COLLABORATION_ID, answer="It is on the lorry"),
        _ASKED,
        (
            fact.CollaborationAnswered(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, answer="It is on the lorry"
            ),
        ),
    ),
    GoodWay(
        wish.CompleteCollaboration(collaboration_id=COLLABORATION_ID, outcome="Handed to the porter"),
        _ASKED,
        (
            fact.CollaborationCompleted(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, outcome="Handed to the porter"
            ),
        ),
    ),
    GoodWay(
        wish.DeclineCollaboration(collaboration_id=COLLABORATION_ID, reason="None in stock"),
        _ASKED,
        (
            fact.CollaborationDeclined(
                occurred_at=AT, collaboration_id=COLLABORATION_ID, reason="None in stock"
            ),
        ),
    ),
)

_AFTERWARDS_WAYS = (
    GoodWay(
        wish.ConfirmDelivery(what="A new drive", reference="DN-4"),
        _RECEIVED,
        (fact.ServiceDelivered(occurred_at=AT, what="A new drive", reference="DN-4"),),
    ),
    GoodWay(
        wish.SendSurvey(survey_id=SURVEY_ID, channel=Channel.WECOM),
        RESOLVED,
        (
            fact.SurveySent(
                occurred_at=AT,
                survey_id=SURVEY_ID,
                channel=Channel.WECOM,
                mode=SurveyMode.QUESTIONNAIRE,
                cycle=1,
            ),
        ),
    ),
    GoodWay(
        wish.MergeCase(into_case_id=OTHER_CASE_ID, reason="The same stop, told twice"),
        _RECEIVED,
        (fact.CaseMerged(occurred_at=AT, into_case_id=OTHER_CASE_ID, reason="The same stop, told twice"),),
    ),
    GoodWay(
        wish.UnmergeCase(reason="Another spindle after all"),
        (received(), fact.CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The same stop")),
        (fact.CaseUnmerged(occurred_at=AT, reason="Another spindle after all"),),
    ),
)

_CARING_WAYS = (
    *_TELLING_WAYS,
    *_ALARMING_WAYS,
    *_PROMISING_WAYS,
    *_COLLABORATING_WAYS,
    *_AFTERWARDS_WAYS,
    *(GoodWay(*way) for way in afterwards.WAYS),
    *(GoodWay(*way) for way in work.WAYS),
    *(GoodWay(*way) for way in understanding.WAYS),
    *(GoodWay(*way) for way in complaints.WAYS),
    *(GoodWay(*way) for way in dispatching.WAYS),
    *(GoodWay(*way) for way in surveying.WAYS),
)

GOOD_WAYS: dict[type[AnyCommand], GoodWay] = {
    type(way.command): way
    for way in (*_ACCOUNT_WAYS, *_INTAKE_WAYS, *_WORKING_WAYS, *_ENDING_WAYS, *_CARING_WAYS)
}

# What brings a stream into being is refused the second time: the id is taken.
CREATING: frozenset[type[AnyCommand]] = frozenset(
    {account_wish.OpenAccount, account_wish.AddContact, wish.ReceiveCase}
)
# What can truly happen twice in one moment; a retry is known by its command id, not by its content.
REPEATABLE: frozenset[type[AnyCommand]] = frozenset(
    {
        wish.SendReply,
        wish.AddNote,
        wish.RevisitCase,
        wish.RecordCustomerMessage,
        wish.ShareProgress,
        wish.ProposePlan,
        wish.AnswerCollaboration,
        *ACCOUNT_REPEATABLE,
        *work.REPEATABLE,
        *understanding.REPEATABLE,
        *complaints.REPEATABLE,
        *surveying.REPEATABLE,
    }
)
