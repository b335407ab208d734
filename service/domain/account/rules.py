"""The rules of an account's commands, each a named function, and the table of which command obeys which."""

from collections.abc import Callable
from datetime import datetime

from service.domain.account import commands as wish
from service.domain.account.agreement_rules import (
    agreement_must_be_known,
    agreement_must_be_new,
    agreement_must_end_after_it_begins,
    agreement_must_not_end_sooner,
    amendment_must_fall_into_the_agreement,
)
from service.domain.account.refusals import (
    AccountAlreadyOpenedError,
    AccountClosedError,
    AccountNotFoundError,
    AgreementAlreadySignedError,
    AgreementEndsBeforeItBeginsError,
    AgreementEndsSoonerError,
    AgreementNotFoundError,
    AmendmentAfterAgreementEndsError,
    AmendmentBeforeAgreementBeginsError,
    ContactAlreadyAddedError,
    ContactNotFoundError,
    MonthNotBegunError,
    NoSettlementOnThisDayError,
    SettlementDayUnknownError,
    SettlementNotYetExpectedError,
)
from service.domain.account.routine import LOCAL_ZONE
from service.domain.account.settlements import last_expected
from service.domain.account.state import CustomerAccount
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.time_tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import Routine

Rule = Callable[[CustomerAccount, wish.AccountCommand, datetime], None]


def must_be_opened(account: CustomerAccount, _: wish.AccountCommand, __: datetime) -> None:
    if account.code is None:
        raise AccountNotFoundError


def contact_must_be_new(account: CustomerAccount, command: wish.AccountCommand, _: datetime) -> None:
    """The state holds no personal field, so it cannot tell a repeat from another person under the same id."""
    if isinstance(command, wish.AddContact) and command.contact_id in account.contact_ids:
        raise ContactAlreadyAddedError(contact_id=command.contact_id)


def contact_must_be_known(account: CustomerAccount, command: wish.AccountCommand, _: datetime) -> None:
    if not isinstance(command, wish.OptOutOfSurveys | wish.OptInToSurveys):
        return
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


def must_be_unopened(account: CustomerAccount, _: wish.AccountCommand, __: datetime) -> None:
    if account.code is not None:
        raise AccountAlreadyOpenedError(code=account.code)


def must_not_lie_in_the_future(_: CustomerAccount, command: wish.AccountCommand, now: datetime) -> None:
    if command.happened_at(now) > now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=now)


def must_not_follow_the_closing(
    account: CustomerAccount, command: wish.AccountCommand, now: datetime
) -> None:
    """What happened before it can still be recorded."""
    closed_at = account.closed_at
    if closed_at is not None and command.happened_at(now) > closed_at:
        raise AccountClosedError(closed_at=closed_at)


def settlement_must_be_expected(
    account: CustomerAccount, command: wish.AccountCommand, now: datetime
) -> None:
    if not isinstance(command, wish.RecordBillCheck):
        return
    last = last_expected(account, command.happened_at(now))
    if last is None:
        raise SettlementDayUnknownError
    settlement_on = command.settlement_on
    if not any(day.is_on(settlement_on) for day in account.days_ever_set(Routine.SETTLEMENT)):
        raise NoSettlementOnThisDayError(settlement_on=settlement_on, expected_on=last)
    if settlement_on > last:
        raise SettlementNotYetExpectedError(settlement_on=settlement_on, expected_on=last)


def month_must_have_begun(_: CustomerAccount, command: wish.AccountCommand, now: datetime) -> None:
    if not isinstance(command, wish.RecordProblemReport):
        return
    month = f"{command.happened_at(now).astimezone(LOCAL_ZONE):%Y-%m}"
    if command.month > month:
        raise MonthNotBegunError(month=command.month, issued_in=month)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    must_be_opened: (AccountNotFoundError,),
    must_be_unopened: (AccountAlreadyOpenedError,),
    must_not_lie_in_the_future: (OccurredInFutureError,),
    must_not_follow_the_closing: (AccountClosedError,),
    contact_must_be_new: (ContactAlreadyAddedError,),
    contact_must_be_known: (ContactNotFoundError,),
    agreement_must_be_new: (AgreementAlreadySignedError,),
    agreement_must_be_known: (AgreementNotFoundError,),
    agreement_must_end_after_it_begins: (AgreementEndsBeforeItBeginsError,),
    agreement_must_not_end_sooner: (AgreementEndsSoonerError,),
    amendment_must_fall_into_the_agreement: (
        AmendmentBeforeAgreementBeginsError,
        AmendmentAfterAgreementEndsError,
    ),
    settlement_must_be_expected: (
        SettlementDayUnknownError,
        NoSettlementOnThisDayError,
        SettlementNotYetExpectedError,
    ),
    month_must_have_begun: (MonthNotBegunError,),
}

_DATED = (must_be_opened, must_not_lie_in_the_future)
_CARED_FOR = (*_DATED, must_not_follow_the_closing)

RULES: dict[type[wish.AccountCommand], tuple[Rule, ...]] = {
    wish.OpenAccount: (must_be_unopened, must_not_lie_in_the_future),
    wish.AddContact: (*_CARED_FOR, contact_must_be_new),
    wish.OptOutOfSurveys: (*_CARED_FOR, contact_must_be_known),
    wish.OptInToSurveys: (*_CARED_FOR, contact_must_be_known),
    wish.AssignSegment: _CARED_FOR,
    wish.AssignAccountOwner: _CARED_FOR,
    wish.SignAgreement: (*_CARED_FOR, agreement_must_be_new, agreement_must_end_after_it_begins),
    wish.AmendAgreement: (
        *_CARED_FOR,
        agreement_must_be_known,
        amendment_must_fall_into_the_agreement,
    ),
    wish.EndAgreement: (
        *_DATED,
        agreement_must_be_known,
        agreement_must_end_after_it_begins,
        agreement_must_not_end_sooner,
    ),
    wish.RecordFirstContact: _CARED_FOR,
    wish.SetRoutine: _CARED_FOR,
    wish.RecordBillCheck: (*_CARED_FOR, settlement_must_be_expected),
    wish.RecordVisit: _CARED_FOR,
    wish.RecordNewsSent: _CARED_FOR,
    wish.RecordAccountSurvey: _CARED_FOR,
    wish.RecordProblemReport: (*_CARED_FOR, month_must_have_begun),
    wish.CloseAccount: _DATED,
}
