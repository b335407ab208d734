"""The rules of the course of a case, each a named function."""

from service.domain.account.refusals import AccountNotFoundError
from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
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
    if isinstance(command, wish.RateSatisfaction | wish.SendSurvey | wish.ForgoSurvey):
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
}

DATED: tuple[Rule, ...] = (must_exist, must_not_lie_in_the_future, must_not_precede_receipt)
"""What holds for everything that is told of a case."""
NOT_CLOSED: tuple[Rule, ...] = (*DATED, must_not_be_closed)
WORKED_ON: tuple[Rule, ...] = (*DATED, must_not_be_resolved, must_not_be_closed)
