"""What we do for the customer besides cases and visits: news, questionnaires, problem reports."""

from typing import Annotated

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.record.care import AccountSurveyHeld, NewsSent, ProblemReportIssued
from service.domain.account.routine_days import LOCAL_ZONE
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Channel

MOST_DEPARTMENTS = 50
MOST_PROBLEMS = 1_000_000


class RecordNewsSent(Command, example={"topic": "spring-catalogue", "channel": "email"}):
    """Record that news went out to the customer."""

    topic: Code
    """What it was about."""
    channel: Channel
    """By which way."""


class RecordAccountSurvey(Command, example={"survey": "2026-q1", "channel": "email"}):
    """Record that the customer was asked by a questionnaire, whether or not it was answered."""

    survey: Code
    """Which questionnaire."""
    channel: Channel
    """By which way."""
    outcome: FreeText | None = None
    """What came of it."""


class RecordProblemReport(
    Command, example={"month": "2026-01", "report": "PA-2026-01", "routed_to": ["product"]}
):
    """Record that the monthly report of the customer's problems was issued, and whom it went to."""

    month: str = Field(pattern=r"^[1-9]\d{3}-(0[1-9]|1[0-2])$", examples=["2026-03"])
    """The month that it covers."""
    report: Code
    """The report's number."""
    routed_to: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_DEPARTMENTS)]
    """The departments that it went to: research and development, the owners of the procedures."""
    product_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    """How many problems of the product it names."""
    service_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    """How many problems of the service it names."""
    communication_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    """How many problems of communication it names."""


class MonthNotBegunError(Refusal, field="month"):
    """A report of problems covers a month that has begun."""


@refuses_with(MonthNotBegunError)
def month_must_have_begun(_: CustomerAccount, command: RecordProblemReport, context: AccountContext) -> None:
    month = f"{command.happened_at(context.now).astimezone(LOCAL_ZONE):%Y-%m}"
    if command.month > month:
        raise MonthNotBegunError(month=command.month, issued_in=month)


DECISIONS = (
    decides(RecordNewsSent, records(NewsSent), *CARED_FOR),
    decides(RecordAccountSurvey, records(AccountSurveyHeld), *CARED_FOR),
    decides(RecordProblemReport, records(ProblemReportIssued), *CARED_FOR, month_must_have_begun),
)
