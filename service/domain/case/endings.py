"""What a case needs to end, whatever guidelines say: a confirmed complaint, a cause, answered questions."""

from service.domain.case.context import DecisionContext
from service.domain.case.record.closure import GOES_NO_FURTHER, MATTER_GONE
from service.domain.case.rules import CaseNotResolvedError
from service.domain.case.standards import ClosingCommand
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import refuses_with
from service.domain.refusal import Refusal
from service.domain.vocabulary import CloseReason


class ResolutionNotConfirmedError(Refusal, field="reason"):
    """The customer has not confirmed the resolution."""


class ResolvedNotWithdrawnError(Refusal, field="reason"):
    """A resolved case closes on the customer's word, or once the time to object has passed (row 13)."""


class ComplaintNotConfirmedError(Refusal, field="reason"):
    """What is or was a complaint closes only when the customer has confirmed its end (REQUIREMENTS 137)."""


class CauseTreeMissingError(Refusal):
    """What is or was a complaint closes only after its cause is identified (REQUIREMENTS 123)."""


class OpenQuestionsRemainError(Refusal):
    """A case cannot end while questions are open (REQUIREMENTS 150)."""


@refuses_with(ResolutionNotConfirmedError, CaseNotResolvedError)
def closing_must_be_due(case: Case, command: ClosingCommand, _: DecisionContext) -> None:
    """Resolved and confirmed, or resolved and the window passed; else a reason of another kind."""
    if case.status == "closed":
        return
    if command.reason is CloseReason.CONFIRMED and not case.is_confirmed:
        raise ResolutionNotConfirmedError
    if command.reason is CloseReason.CONFIRMATION_WINDOW_PASSED and case.status != "resolved":
        raise CaseNotResolvedError


@refuses_with(ComplaintNotConfirmedError)
def complaint_must_be_confirmed(case: Case, command: ClosingCommand, _: DecisionContext) -> None:
    """A complaint closes on the customer's confirmation only (REQUIREMENTS 137).

    A case that another system had closed already is taken over as it was.
    """
    imported = command.reason is CloseReason.SOURCE_CLOSED
    if case.ends_as_complaint and not case.is_confirmed and case.status != "closed" and not imported:
        raise ComplaintNotConfirmedError


@refuses_with(ResolvedNotWithdrawnError)
def resolved_must_not_be_withdrawn(case: Case, command: ClosingCommand, _: DecisionContext) -> None:
    """What was solved would else end with no word of the customer, and count as solved all the same."""
    if command.reason in GOES_NO_FURTHER and case.status == "resolved":
        raise ResolvedNotWithdrawnError(reason=command.reason)


@refuses_with(CauseTreeMissingError)
def cause_must_be_found(case: Case, command: ClosingCommand, _: DecisionContext) -> None:
    """A complaint closes only with its cause tree filled (REQUIREMENTS 123)."""
    if command.reason in MATTER_GONE:
        return
    if case.ends_as_complaint and case.status != "closed" and case.complaint.cause is None:
        raise CauseTreeMissingError


@refuses_with(OpenQuestionsRemainError)
def resolution_needs_answers(case: Case, _: Command, __: DecisionContext) -> None:
    if case.status not in {"resolved", "closed"}:
        _refuse_open_questions(case)


@refuses_with(OpenQuestionsRemainError)
def closing_needs_answers(case: Case, command: ClosingCommand, _: DecisionContext) -> None:
    if case.status != "closed" and command.reason not in MATTER_GONE:
        _refuse_open_questions(case)


def _refuse_open_questions(case: Case) -> None:
    """No case ends over an open question (REQUIREMENTS 150)."""
    remaining = [str(one.question_id) for one in case.questions if one.is_open]
    if remaining:
        raise OpenQuestionsRemainError(count=len(remaining), question_ids=", ".join(remaining))
