"""The rules of commitments and collaborations, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refusals import (
    CollaborationAlreadyCompletedError,
    CollaborationAlreadyDeclinedError,
    CollaborationAlreadyRequestedError,
    CollaborationUnknownError,
    CommitmentAlreadyKeptError,
    CommitmentAlreadyMadeError,
    CommitmentUnknownError,
    DueBeforePromisedError,
    EtaBeforeToldError,
)
from service.domain.case.state import Case
from service.domain.refusal import Refusal

_ON_COMMITMENT = wish.RenegotiateCommitment | wish.KeepCommitment | wish.BreakCommitment
_ON_COLLABORATION = (
    wish.AcceptCollaboration
    | wish.AnswerCollaboration
    | wish.CompleteCollaboration
    | wish.DeclineCollaboration
)
_WITH_DUE = (
    wish.MakeCommitment
    | wish.RenegotiateCommitment
    | wish.RequestCollaboration
    | wish.PlanRevisit
    | wish.AgreeImprovement
)
_WITH_ETA = wish.ShareProgress | wish.AcceptCollaboration | wish.AnswerCollaboration


def commitment_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, _ON_COMMITMENT) and case.commitment(command.commitment_id) is None:
        raise CommitmentUnknownError(commitment_id=command.commitment_id)


def commitment_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was promised: that is a repeat."""
    if isinstance(command, wish.MakeCommitment):
        due_at = command.due_at
    elif isinstance(command, _WITH_ETA) and command.commitment_id and command.eta_at:
        due_at = command.eta_at
    else:
        return
    known = case.commitment(command.commitment_id) if command.commitment_id else None
    if known and known.due_at != due_at:
        raise CommitmentAlreadyMadeError(commitment_id=known.commitment_id, due_at=known.due_at)


def commitment_must_not_be_kept(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, _ON_COMMITMENT):
        known = case.commitment(command.commitment_id)
        if known and known.kept_at is not None:
            raise CommitmentAlreadyKeptError(commitment_id=known.commitment_id, kept_at=known.kept_at)


def collaboration_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, _ON_COLLABORATION) and case.collaboration(command.collaboration_id) is None:
        raise CollaborationUnknownError(collaboration_id=command.collaboration_id)


def collaboration_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was asked of the same department: that is a repeat."""
    if not isinstance(command, wish.RequestCollaboration):
        return
    known = case.collaboration(command.collaboration_id)
    asked = (command.department, command.step, command.due_at)
    if known and (known.department, known.step, known.due_at) != asked:
        raise CollaborationAlreadyRequestedError(
            collaboration_id=known.collaboration_id, department=known.department, step=known.step
        )


def collaboration_must_not_be_declined(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, _ON_COLLABORATION):
        known = case.collaboration(command.collaboration_id)
        if known and known.is_declined:
            raise CollaborationAlreadyDeclinedError(department=known.department)


def collaboration_must_not_be_completed(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, _ON_COLLABORATION):
        known = case.collaboration(command.collaboration_id)
        if known and known.completed_at is not None:
            raise CollaborationAlreadyCompletedError(
                department=known.department, completed_at=known.completed_at
            )


def must_be_due_later(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, _WITH_DUE) and command.due_at is not None:
        promised_at = command.happened_at(around.now)
        if command.due_at <= promised_at:
            raise DueBeforePromisedError(due_at=command.due_at, promised_at=promised_at)


def eta_must_lie_ahead(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, _WITH_ETA) and command.eta_at is not None:
        told_at = command.happened_at(around.now)
        if command.eta_at <= told_at:
            raise EtaBeforeToldError(eta_at=command.eta_at, told_at=told_at)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    commitment_must_be_known: (CommitmentUnknownError,),
    commitment_must_be_new: (CommitmentAlreadyMadeError,),
    commitment_must_not_be_kept: (CommitmentAlreadyKeptError,),
    collaboration_must_be_known: (CollaborationUnknownError,),
    collaboration_must_be_new: (CollaborationAlreadyRequestedError,),
    collaboration_must_not_be_declined: (CollaborationAlreadyDeclinedError,),
    collaboration_must_not_be_completed: (CollaborationAlreadyCompletedError,),
    must_be_due_later: (DueBeforePromisedError,),
    eta_must_lie_ahead: (EtaBeforeToldError,),
}
