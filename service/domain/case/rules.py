"""The rules of a case's commands, each a named function, and the table of which command obeys which."""

from service.domain.account.refusals import AccountNotFoundError
from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.promise_rules import REFUSALS as PROMISE_REFUSALS
from service.domain.case.promise_rules import (
    collaboration_must_be_known,
    collaboration_must_be_new,
    collaboration_must_not_be_completed,
    collaboration_must_not_be_declined,
    commitment_must_be_known,
    commitment_must_be_new,
    commitment_must_not_be_kept,
    eta_must_lie_ahead,
    must_be_due_later,
)
from service.domain.case.refusals import (
    CaseAlreadyClosedError,
    CaseAlreadyMergedError,
    CaseAlreadyReceivedError,
    CaseAlreadyResolvedError,
    CaseNotFoundError,
    CaseNotResolvedError,
    CaseStillOpenError,
    ComplaintNotConfirmedError,
    CycleNotResolvedError,
    MergedIntoItselfError,
    OccurredBeforeReceiptError,
    ResolutionNotConfirmedError,
)
from service.domain.case.state import Case
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.time_tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import CloseReason

__all__ = ["REFUSALS", "RULES", "Circumstances", "Rule"]


def must_exist(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    if case.status == "absent":
        raise CaseNotFoundError


def must_be_absent(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    if case.status != "absent":
        raise CaseAlreadyReceivedError


def account_must_be_open(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.ReceiveCase) and (around.account is None or around.account.code is None):
        raise AccountNotFoundError(account_id=command.account_id)


def must_not_lie_in_the_future(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if command.happened_at(around.now) > around.now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=around.now)


def must_not_precede_receipt(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    told, received_at = command.occurred_at, case.received_at
    if told is not None and received_at is not None and told < received_at:
        raise OccurredBeforeReceiptError(occurred_at=told, received_at=received_at)


def must_not_be_resolved(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    if case.status == "resolved":
        raise CaseAlreadyResolvedError(resolved_at=case.resolved_at)


def must_not_be_closed(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    if case.status == "closed":
        raise CaseAlreadyClosedError


def must_be_resolved(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    if case.cycle not in case.resolved_cycles:
        raise CaseNotResolvedError


def must_have_ended(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    if case.status == "open" and case.cycle == 1:
        raise CaseStillOpenError


def rated_cycle_must_be_resolved(case: Case, command: wish.CaseCommand, __: Circumstances) -> None:
    if isinstance(command, wish.RateSatisfaction | wish.SendSurvey):
        cycle = command.cycle or max(case.resolved_cycles, default=1)
        if cycle not in case.resolved_cycles:
            raise CycleNotResolvedError(cycle=cycle)


def closing_must_be_due(case: Case, command: wish.CaseCommand, __: Circumstances) -> None:
    """Resolved and confirmed, or resolved and the window passed; else a reason of another kind."""
    if not isinstance(command, wish.CloseCase) or case.status == "closed":
        return
    if command.reason is CloseReason.CONFIRMED and not case.is_confirmed:
        raise ResolutionNotConfirmedError
    if command.reason is CloseReason.CONFIRMATION_WINDOW_PASSED and case.status != "resolved":
        raise CaseNotResolvedError


def complaint_must_be_confirmed(case: Case, command: wish.CaseCommand, __: Circumstances) -> None:
    """A complaint closes on the customer's confirmation only (REQUIREMENTS 137).

    A case that another system had closed already is taken over as it was.
    """
    imported = isinstance(command, wish.CloseCase) and command.reason is CloseReason.SOURCE_CLOSED
    if case.is_complaint and not case.is_confirmed and case.status != "closed" and not imported:
        raise ComplaintNotConfirmedError


def must_not_be_merged_into_itself(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.MergeCase) and command.into_case_id == around.stream_id:
        raise MergedIntoItselfError


def must_not_be_merged_elsewhere(case: Case, command: wish.CaseCommand, __: Circumstances) -> None:
    if isinstance(command, wish.MergeCase) and case.merged_into not in {None, command.into_case_id}:
        raise CaseAlreadyMergedError(into_case_id=case.merged_into)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    must_exist: (CaseNotFoundError,),
    must_be_absent: (CaseAlreadyReceivedError,),
    account_must_be_open: (AccountNotFoundError,),
    must_not_lie_in_the_future: (OccurredInFutureError,),
    must_not_precede_receipt: (OccurredBeforeReceiptError,),
    must_not_be_resolved: (CaseAlreadyResolvedError,),
    must_not_be_closed: (CaseAlreadyClosedError,),
    must_be_resolved: (CaseNotResolvedError,),
    must_have_ended: (CaseStillOpenError,),
    rated_cycle_must_be_resolved: (CycleNotResolvedError,),
    closing_must_be_due: (ResolutionNotConfirmedError, CaseNotResolvedError),
    complaint_must_be_confirmed: (ComplaintNotConfirmedError,),
    must_not_be_merged_into_itself: (MergedIntoItselfError,),
    must_not_be_merged_elsewhere: (CaseAlreadyMergedError,),
    **PROMISE_REFUSALS,
}

_DATED = (must_exist, must_not_lie_in_the_future, must_not_precede_receipt)
_NOT_CLOSED = (*_DATED, must_not_be_closed)
_WORKED_ON = (*_DATED, must_not_be_resolved, must_not_be_closed)
_PROMISED = (*_DATED, commitment_must_be_known)
_ASKED = (*_DATED, collaboration_must_be_known)

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ReceiveCase: (must_be_absent, account_must_be_open, must_not_lie_in_the_future),
    wish.ClassifyCase: _DATED,
    wish.AssignOwner: _DATED,
    wish.AcknowledgeReceipt: _DATED,
    wish.SendReply: _DATED,
    wish.HandOverCase: _NOT_CLOSED,
    wish.StartWaiting: _WORKED_ON,
    wish.EndWaiting: _DATED,
    wish.EscalateCase: _NOT_CLOSED,
    wish.ResolveCase: _NOT_CLOSED,
    wish.ConfirmResolution: (*_DATED, must_be_resolved),
    wish.ReopenCase: (*_DATED, must_have_ended),
    wish.RateSatisfaction: (*_DATED, rated_cycle_must_be_resolved),
    wish.RevisitCase: _DATED,
    wish.CloseCase: (*_DATED, closing_must_be_due, complaint_must_be_confirmed),
    wish.AddNote: _DATED,
    wish.RecordSourceUpdate: _DATED,
    wish.RecordCustomerMessage: _DATED,
    wish.ShareProgress: (*_DATED, eta_must_lie_ahead, commitment_must_be_new),
    wish.ProposePlan: _NOT_CLOSED,
    wish.InformCounterpart: _NOT_CLOSED,
    wish.ActivateContingencyPlan: _NOT_CLOSED,
    wish.OpenGreenChannel: _NOT_CLOSED,
    wish.MakeCommitment: (*_NOT_CLOSED, must_be_due_later, commitment_must_be_new),
    wish.RenegotiateCommitment: (*_PROMISED, commitment_must_not_be_kept, must_be_due_later),
    wish.KeepCommitment: _PROMISED,
    wish.BreakCommitment: (*_PROMISED, commitment_must_not_be_kept),
    wish.RequestCollaboration: (*_NOT_CLOSED, must_be_due_later, collaboration_must_be_new),
    wish.AcceptCollaboration: (*_ASKED, collaboration_must_not_be_declined, eta_must_lie_ahead),
    wish.AnswerCollaboration: (*_ASKED, collaboration_must_not_be_declined, eta_must_lie_ahead),
    wish.CompleteCollaboration: (*_ASKED, collaboration_must_not_be_declined),
    wish.DeclineCollaboration: (*_ASKED, collaboration_must_not_be_completed),
    wish.ConfirmDelivery: _DATED,
    wish.SendSurvey: (*_DATED, rated_cycle_must_be_resolved),
    wish.MergeCase: (*_NOT_CLOSED, must_not_be_merged_into_itself, must_not_be_merged_elsewhere),
    wish.UnmergeCase: _DATED,
}
