"""Promises to the customer, by example."""

from dataclasses import replace
from datetime import timedelta

from service.domain.case.decisions.collaborations import AcceptCollaboration, AnswerCollaboration
from service.domain.case.decisions.commitments import (
    BreakCommitment,
    CommitmentAlreadyKeptError,
    CommitmentAlreadyMadeError,
    CommitmentUnknownError,
    KeepCommitment,
    MakeCommitment,
    RenegotiateCommitment,
    commitment_must_be_known,
    commitment_must_be_new,
    commitment_must_not_be_kept,
    promised_eta_must_be_new,
)
from service.domain.case.decisions.replies import ShareProgress
from service.domain.case.record.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentRenegotiated,
    OverPromiseFlagged,
)
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import ResponseClass
from tests.domain.example import A_MOMENT, AT, Breaks, Commands, Events, Example, Ways, on
from tests.domain.facts import COMMITMENT_ID, DUE, ELEVEN, RESOLVED, TEN, commitment_made, received
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import IN_TIME, Scene, Scenes, Step

_RECEIVED = (received(),)
_LATER = DUE + timedelta(days=1)
_PROMISED = (received(), commitment_made())
_KEPT = CommitmentKept(occurred_at=TEN, commitment_id=COMMITMENT_ID)
_SUBJECT = str(COMMITMENT_ID)
_BY_DEPARTMENT = AcceptCollaboration | AnswerCollaboration


def _promised_again(way: Example) -> Example:
    """Use the id of a commitment that is due at another instant."""
    promise = {"eta_at": DUE, "promise": "A word"} if isinstance(way.command, _BY_DEPARTMENT) else {}
    again = way.command.model_copy(update={"commitment_id": COMMITMENT_ID, **promise})
    due_at = again.eta_at if isinstance(again, ShareProgress) else DUE
    history = (*way.history, commitment_made((due_at or DUE) + A_MOMENT))
    return replace(way, command=again, history=history)


WAYS: Ways = (
    Example(
        MakeCommitment(commitment_id=COMMITMENT_ID, what="It runs again within two days", due_at=DUE),
        _RECEIVED,
        (commitment_made(at=AT),),
    ),
    Example(
        RenegotiateCommitment(commitment_id=COMMITMENT_ID, due_at=_LATER, reason="The part is late"),
        _PROMISED,
        (
            CommitmentRenegotiated(
                occurred_at=AT, commitment_id=COMMITMENT_ID, due_at=_LATER, reason="The part is late"
            ),
        ),
    ),
    Example(
        KeepCommitment(commitment_id=COMMITMENT_ID),
        _PROMISED,
        (CommitmentKept(occurred_at=AT, commitment_id=COMMITMENT_ID),),
    ),
    Example(
        BreakCommitment(commitment_id=COMMITMENT_ID, reason="No such part is made any more"),
        _PROMISED,
        (
            CommitmentBroken(
                occurred_at=AT, commitment_id=COMMITMENT_ID, reason="No such part is made any more"
            ),
        ),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (RenegotiateCommitment, KeepCommitment, BreakCommitment)
BREAKS: Breaks = {
    (commitment_must_be_known, CommitmentUnknownError): on(received()),
    (commitment_must_be_new, CommitmentAlreadyMadeError): _promised_again,
    (promised_eta_must_be_new, CommitmentAlreadyMadeError): _promised_again,
    (commitment_must_not_be_kept, CommitmentAlreadyKeptError): on(received(), commitment_made(), _KEPT),
}
TRIGGERS: Triggers = (
    (
        (received(),),
        commitment_made(),
        happened(Milestone.COMMITMENT_MADE, subject=_SUBJECT, due_at=DUE),
    ),
    (
        _PROMISED,
        CommitmentRenegotiated(
            occurred_at=TEN, commitment_id=COMMITMENT_ID, due_at=ELEVEN, reason="The part is late"
        ),
        happened(Milestone.COMMITMENT_RENEGOTIATED, subject=_SUBJECT, due_at=ELEVEN),
    ),
    (_PROMISED, _KEPT, happened(Milestone.COMMITMENT_KEPT, subject=_SUBJECT)),
    (
        _PROMISED,
        CommitmentBroken(occurred_at=TEN, commitment_id=COMMITMENT_ID, reason="No such part"),
        happened(Milestone.COMMITMENT_BROKEN, subject=_SUBJECT, due_at=TEN),
    ),
    (
        RESOLVED,
        OverPromiseFlagged(
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
)
WITHOUT_FIGURES: Events = (CommitmentRenegotiated, CommitmentKept, CommitmentBroken)
COMMITMENT = str(COMMITMENT_ID)
MAKE_COMMITMENT: list[Step] = [
    ("commitments", {"commitment_id": COMMITMENT, "what": "It runs again", "due_at": IN_TIME})
]
SCENES: Scenes = {
    MakeCommitment: Scene("CommitmentMade.v1", MAKE_COMMITMENT[0][1]),
    RenegotiateCommitment: Scene(
        "CommitmentRenegotiated.v1",
        {"commitment_id": COMMITMENT, "due_at": "2099-03-03T18:00:00+08:00", "reason": "part is late"},
        MAKE_COMMITMENT,
    ),
    KeepCommitment: Scene("CommitmentKept.v1", {"commitment_id": COMMITMENT}, MAKE_COMMITMENT),
    BreakCommitment: Scene(
        "CommitmentBroken.v1", {"commitment_id": COMMITMENT, "reason": "no such part"}, MAKE_COMMITMENT
    ),
}
