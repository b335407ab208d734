"""What we do for the customer besides cases and visits: news, questionnaires, problem reports."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.domain.account.consenting import ConsentRequiredError, must_have_consented, not_objecting
from service.domain.account.context import AccountContext
from service.domain.account.reaching import channel_must_reach_the_customer
from service.domain.account.record.care import AccountSurveyHeld, NewsSent, ProblemReportIssued
from service.domain.account.routine_days import LOCAL_ZONE
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code, MeaningfulCode
from service.domain.vocabulary import Channel, DataUse

MOST_DEPARTMENTS = 50
MOST_PROBLEMS = 1_000_000


class RecordNewsSent(Command, example={"topic": "spring-catalogue", "channel": "email"}):
    """Record that news was sent to the customer."""

    topic: MeaningfulCode
    channel: Channel


class RecordAccountSurvey(Command, example={"survey": "2026-q1", "channel": "email"}):
    """Record that the customer received a questionnaire, answered or not."""

    survey: Code
    channel: Channel
    outcome: FreeText | None = None


class RecordProblemReport(
    Command, example={"month": "2026-01", "report": "PA-2026-01", "routed_to": ["product"]}
):
    """Record that the monthly problem report was issued, and which departments received it."""

    month: str = Field(pattern=r"^[1-9]\d{3}-(0[1-9]|1[0-2])$", examples=["2026-03"])
    """Month covered by the report."""
    report: Code
    routed_to: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_DEPARTMENTS)]
    """Departments that received the report, such as research and development or process owners."""
    product_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    service_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    communication_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)


class NobodyToReceiveError(Refusal):
    """The account has no contact who could receive news or a questionnaire (REQUIREMENTS 131, 166)."""


class MonthNotBegunError(Refusal, field="month"):
    """A problem report cannot cover a month that has not begun."""


@refuses_with(NobodyToReceiveError, ConsentRequiredError)
def somebody_must_receive_it(
    account: CustomerAccount, command: RecordNewsSent, context: AccountContext
) -> None:
    _must_reach_somebody(account, DataUse.NEWS, context, command.happened_at(context.now))


@refuses_with(NobodyToReceiveError, ConsentRequiredError)
def somebody_must_be_asked(
    account: CustomerAccount, command: RecordAccountSurvey, context: AccountContext
) -> None:
    """Who opted out of surveys is not asked (REQUIREMENTS 119)."""
    _must_reach_somebody(account, DataUse.QUESTIONNAIRE, context, command.happened_at(context.now))


def _must_reach_somebody(
    account: CustomerAccount, use: DataUse, context: AccountContext, at: datetime
) -> None:
    if not not_objecting(account, use, context.rulebook, at):
        raise NobodyToReceiveError
    must_have_consented(account, use, context.rulebook, at)


@refuses_with(MonthNotBegunError)
def month_must_have_begun(_: CustomerAccount, command: RecordProblemReport, context: AccountContext) -> None:
    month = f"{command.happened_at(context.now).astimezone(LOCAL_ZONE):%Y-%m}"
    if command.month > month:
        raise MonthNotBegunError(month=command.month, issued_in=month)


DECISIONS = (
    decides(
        RecordNewsSent,
        records(NewsSent),
        *CARED_FOR,
        channel_must_reach_the_customer,
        somebody_must_receive_it,
    ),
    decides(
        RecordAccountSurvey,
        records(AccountSurveyHeld),
        *CARED_FOR,
        channel_must_reach_the_customer,
        somebody_must_be_asked,
    ),
    decides(RecordProblemReport, records(ProblemReportIssued), *CARED_FOR, month_must_have_begun),
)
