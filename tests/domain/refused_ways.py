"""How each rule is broken: from a command's good way to one that this rule refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from service.domain.account import rules as account_rules
from service.domain.account.state import CustomerAccount
from service.domain.aggregate import AnyCommand
from service.domain.case import rules
from service.domain.case.commands import CloseCase
from service.domain.case.refusals import (
    CaseAlreadyClosedError,
    CaseAlreadyReceivedError,
    CaseAlreadyResolvedError,
    CaseNotFoundError,
    CaseNotResolvedError,
    CaseStillOpenError,
    ComplaintNotConfirmedError,
    CycleNotResolvedError,
    OccurredBeforeReceiptError,
    ResolutionNotConfirmedError,
)
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.time_tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import CloseReason
from tests.domain.facts import (
    CLOSED,
    NINE,
    RESOLVED,
    contact_added,
    opened,
    received,
    received_complaint,
    resolved,
)
from tests.domain.good_ways import AT, GOOD_WAYS, GoodWay
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


_TOO_LATE = _happening(AT + CLOCK_TOLERANCE + A_MOMENT)

BREAKS: dict[tuple[Rule, type[Refusal]], Break] = {
    (account_rules.must_be_opened, account_rules.AccountNotFoundError): _on(),
    (account_rules.must_be_unopened, account_rules.AccountAlreadyOpenedError): _on(opened()),
    (account_rules.must_not_lie_in_the_future, OccurredInFutureError): _TOO_LATE,
    (account_rules.contact_must_be_new, account_rules.ContactAlreadyAddedError): _on(
        opened(), contact_added()
    ),
    (rules.must_exist, CaseNotFoundError): _on(),
    (rules.must_be_absent, CaseAlreadyReceivedError): _on(received()),
    (rules.account_must_be_open, account_rules.AccountNotFoundError): _on(),
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
}


def refusals_of(rule: Rule) -> tuple[type[Refusal], ...]:
    """Return what a rule of either aggregate can refuse with."""
    if rule in rules.REFUSALS:
        return rules.REFUSALS[rule]
    return account_rules.REFUSALS[rule]


RULES = cast("dict[type[AnyCommand], tuple[Rule, ...]]", {**account_rules.RULES, **rules.RULES})
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
    return given(*way.history).when(way.command, at=AT, account=account).then_refused(refusal)
