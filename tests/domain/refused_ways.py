"""How each rule is broken: from a command's good way to one that this rule refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from service.domain import clock_rules
from service.domain.account import rules as account_rules
from service.domain.account.refusals import AccountNotFoundError
from service.domain.account.state import CustomerAccount
from service.domain.aggregate import AnyCommand
from service.domain.case import rules as case_rules
from service.domain.case.circumstances import NOWHERE
from service.domain.case.commands import AcceptCollaboration, AnswerCollaboration, CloseCase, ShareProgress
from service.domain.case.events import (
    CaseMerged,
    CollaborationCompleted,
    CollaborationDeclined,
    CommitmentKept,
)
from service.domain.case.refusals import (
    CaseAlreadyClosedError,
    CaseAlreadyMergedError,
    CaseAlreadyReceivedError,
    CaseAlreadyResolvedError,
    CaseNotFoundError,
    CaseNotResolvedError,
    CaseStillOpenError,
    CollaborationAlreadyCompletedError,
    CollaborationAlreadyDeclinedError,
    CollaborationAlreadyRequestedError,
    CollaborationUnknownError,
    CommitmentAlreadyKeptError,
    CommitmentAlreadyMadeError,
    CommitmentUnknownError,
    ComplaintNotConfirmedError,
    CycleNotResolvedError,
    DueBeforePromisedError,
    EtaBeforeToldError,
    MergedIntoItselfError,
    OccurredBeforeReceiptError,
    ResolutionNotConfirmedError,
)
from service.domain.case.rules import general as rules
from service.domain.case.rules import promises as promise_rules
from service.domain.clocks.refusals import ClockNotFoundError
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.rulebook import rules as rulebook_rules
from service.domain.time_tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import CloseReason
from tests.domain.account_breaks import ACCOUNT_BREAKS
from tests.domain.breaks import afterwards, complaints, dispatching, surveying, understanding, work
from tests.domain.facts import (
    ACCOUNT_ID,
    CLOSED,
    COLLABORATION_ID,
    COMMITMENT_ID,
    DUE,
    NINE,
    RESOLVED,
    TEN,
    collaboration_requested,
    commitment_made,
    received,
    received_complaint,
    resolved,
)
from tests.domain.good_ways import AT, GOOD_WAYS, GoodWay
from tests.domain.rulebook_breaks import RULEBOOK_BREAKS
from tests.specification import OPEN_ACCOUNT, given

Rule = Callable[..., None]
Shown = tuple[type[AnyCommand], Rule, type[Refusal]]
Break = Callable[[GoodWay], GoodWay]

A_MOMENT = timedelta(microseconds=1)


def _on(*history: Any) -> Break:
    return lambda way: replace(way, history=history)


def _happening(at: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update={"occurred_at": at}))


def _closing(reason: CloseReason, *history: Any) -> Break:
    return lambda way: replace(way, command=CloseCase(reason=reason), history=history)


def _with(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


_BY_DEPARTMENT = AcceptCollaboration | AnswerCollaboration


def _promised_again(way: GoodWay) -> GoodWay:
    """Use the id of a commitment that is due at another instant."""
    told = {"eta_at": DUE, "promise": "A word"} if isinstance(way.command, _BY_DEPARTMENT) else {}
    again = way.command.model_copy(update={"commitment_id": COMMITMENT_ID, **told})
    due_at = again.eta_at if isinstance(again, ShareProgress) else DUE
    history = (*way.history, commitment_made((due_at or DUE) + A_MOMENT))
    return replace(way, command=again, history=history)


_KEPT = CommitmentKept(occurred_at=TEN, commitment_id=COMMITMENT_ID)
_DECLINED = CollaborationDeclined(occurred_at=TEN, collaboration_id=COLLABORATION_ID, reason="None in stock")
_COMPLETED = CollaborationCompleted(occurred_at=TEN, collaboration_id=COLLABORATION_ID)
_MERGED = CaseMerged(occurred_at=TEN, into_case_id=ACCOUNT_ID, reason="The same stop")
_TOO_LATE = _happening(AT + CLOCK_TOLERANCE + A_MOMENT)

BREAKS: dict[tuple[Rule, type[Refusal]], Break] = {
    **ACCOUNT_BREAKS,
    **RULEBOOK_BREAKS,
    **afterwards.BREAKS,
    **work.BREAKS,
    **understanding.BREAKS,
    **complaints.BREAKS,
    **dispatching.BREAKS,
    **surveying.BREAKS,
    (clock_rules.case_must_exist, CaseNotFoundError): _on(),
    (clock_rules.account_must_be_opened, AccountNotFoundError): _on(received()),
    (clock_rules.must_not_lie_in_the_future, OccurredInFutureError): _TOO_LATE,
    (clock_rules.clock_must_be_known, ClockNotFoundError): _with(clock_id=NOWHERE),
    (rules.must_exist, CaseNotFoundError): _on(),
    (rules.must_be_absent, CaseAlreadyReceivedError): _on(received()),
    (rules.account_must_be_open, AccountNotFoundError): _on(),
    (rules.must_not_lie_in_the_future, OccurredInFutureError): _TOO_LATE,
    (rules.must_not_precede_receipt, OccurredBeforeReceiptError): _happening(NINE - A_MOMENT),
    (rules.must_not_be_resolved, CaseAlreadyResolvedError): _on(*RESOLVED),
    (rules.must_not_be_closed, CaseAlreadyClosedError): _on(*CLOSED),
    (rules.must_be_resolved, CaseNotResolvedError): _on(received()),
    (rules.must_have_ended, CaseStillOpenError): _on(received()),
    (rules.rated_cycle_must_be_resolved, CycleNotResolvedError): _on(received()),
    (rules.closing_must_be_due, ResolutionNotConfirmedError): _closing(CloseReason.CONFIRMED, *RESOLVED),
    (rules.closing_must_be_due, CaseNotResolvedError): _closing(
        CloseReason.CONFIRMATION_WINDOW_PASSED, received()
    ),
    (rules.complaint_must_be_confirmed, ComplaintNotConfirmedError): _closing(
        CloseReason.CONFIRMATION_WINDOW_PASSED, received_complaint(), resolved()
    ),
    (rules.must_not_be_merged_into_itself, MergedIntoItselfError): _with(into_case_id=NOWHERE),
    (rules.must_not_be_merged_elsewhere, CaseAlreadyMergedError): _on(received(), _MERGED),
    (promise_rules.commitment_must_be_known, CommitmentUnknownError): _on(received()),
    (promise_rules.commitment_must_be_new, CommitmentAlreadyMadeError): _promised_again,
    (promise_rules.commitment_must_not_be_kept, CommitmentAlreadyKeptError): _on(
        received(), commitment_made(), _KEPT
    ),
    (promise_rules.must_be_due_later, DueBeforePromisedError): _with(due_at=AT),
    (promise_rules.eta_must_lie_ahead, EtaBeforeToldError): _with(eta_at=AT),
    (promise_rules.collaboration_must_be_known, CollaborationUnknownError): _on(received()),
    (promise_rules.collaboration_must_be_new, CollaborationAlreadyRequestedError): _on(
        received(), collaboration_requested().model_copy(update={"step": "take_back"})
    ),
    (promise_rules.collaboration_must_not_be_declined, CollaborationAlreadyDeclinedError): _on(
        received(), collaboration_requested(), _DECLINED
    ),
    (promise_rules.collaboration_must_not_be_completed, CollaborationAlreadyCompletedError): _on(
        received(), collaboration_requested(), _COMPLETED
    ),
}


def refusals_of(rule: Rule) -> tuple[type[Refusal], ...]:
    """Return what a rule of either aggregate can refuse with."""
    tables: tuple[Any, ...] = (case_rules.REFUSALS, account_rules.REFUSALS, rulebook_rules.REFUSALS)
    found: tuple[type[Refusal], ...] = next(
        table[rule] for table in (*tables, clock_rules.REFUSALS) if rule in table
    )
    return found


RULES = cast(
    "dict[type[AnyCommand], tuple[Rule, ...]]",
    {**account_rules.RULES, **case_rules.RULES, **rulebook_rules.RULES, **clock_rules.RULES},
)
LISTED: tuple[Shown, ...] = tuple(
    (command, rule, refusal)
    for command, obeyed in RULES.items()
    for rule in obeyed
    for refusal in refusals_of(rule)
)


def provoke(command: type[AnyCommand], rule: Rule, refusal: type[Refusal]) -> Refusal:
    """Have the refusal of this rule raised by this command and return it."""
    assert (rule, refusal) in BREAKS, f"show in BREAKS how {rule.__name__} refuses with {refusal.__name__}"
    way = BREAKS[rule, refusal](GOOD_WAYS[command])
    account: CustomerAccount | None = None if rule is rules.account_must_be_open else OPEN_ACCOUNT
    wished = given(*way.history).when(way.command, at=AT, account=account, rulebook=way.rulebook)
    return wished.then_refused(refusal)
