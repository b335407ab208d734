"""Bills that are checked with the customer before a settlement."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.reaching import channel_must_reach_the_customer
from service.domain.account.record.settlements import BillChecked, last_expected
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import Routine
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.event import LocalDate
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel


class RecordBillCheck(Command, example={"channel": "email", "note": "Two items corrected"}):
    """Record that the bill was checked and the customer reminded before a settlement."""

    settlement_on: LocalDate
    channel: Channel
    note: FreeText


class SettlementDayUnknownError(Refusal, field="settlement_on"):
    """A bill check needs a settlement day, and none is set for this account."""


class NoSettlementOnThisDayError(Refusal, field="settlement_on"):
    """A bill can be checked only for a settlement day of the account."""


class SettlementNotYetExpectedError(Refusal, field="settlement_on"):
    """A bill can be checked only for the next settlement, not for a later one."""


@refuses_with(SettlementDayUnknownError, NoSettlementOnThisDayError, SettlementNotYetExpectedError)
def settlement_must_be_expected(
    account: CustomerAccount, command: RecordBillCheck, context: AccountContext
) -> None:
    last = last_expected(account, command.happened_at(context.now))
    if last is None:
        raise SettlementDayUnknownError
    settlement_on = command.settlement_on
    if not any(day.is_on(settlement_on) for day in account.days_ever_set(Routine.SETTLEMENT)):
        raise NoSettlementOnThisDayError(settlement_on=settlement_on, expected_on=last)
    if settlement_on > last:
        raise SettlementNotYetExpectedError(settlement_on=settlement_on, expected_on=last)


def is_checked(account: CustomerAccount, command: RecordBillCheck, _: datetime) -> bool:
    """Another reminder by another channel is recorded."""
    return (command.settlement_on, command.channel) in account.reminders_sent


DECISIONS = (
    decides(
        RecordBillCheck,
        records(BillChecked, unless=is_checked),
        *CARED_FOR,
        channel_must_reach_the_customer,
        settlement_must_be_expected,
    ),
)
