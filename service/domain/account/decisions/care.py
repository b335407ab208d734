"""What we do for the customer besides cases and visits: news, questionnaires, reports, gifts, greetings."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.domain.account.agreements.consenting import (
    ConsentRequiredError,
    must_have_consented,
    not_objecting,
)
from service.domain.account.context import AccountContext
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.reaching import (
    ContactChannelNotAllowedError,
    channel_must_reach_the_customer,
    must_be_allowed,
    person_must_be_named,
)
from service.domain.account.record.care import (
    AccountSurveyHeld,
    CareGiven,
    NewsSent,
    ProblemReportIssued,
    TrainingHeld,
    year_of,
)
from service.domain.account.record.reminders import ReminderDone
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import AttentionKind, NewsKind
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.guidelines.follow_up import FollowUp
from service.domain.guidelines.revisits import Revisits
from service.domain.money import AmountMinor
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code, MeaningfulCode
from service.domain.vocabulary import Channel, DataUse

MOST_DEPARTMENTS = 50
MOST_PROBLEMS = 1_000_000
MOST_PARTICIPANTS = 200
LONGEST_TRAINING_SECONDS = 30 * 86_400


class RecordNewsSent(Command, example={"topic": "spring-catalogue", "channel": "email"}):
    """Record that news, reports of the trade or advice on maintenance were sent to the customer."""

    kind: NewsKind = NewsKind.NEWS
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


class GiveCare(
    Command,
    records=CareGiven,
    example={"kind": "card", "what": "A handwritten card for her birthday"},
):
    """Record a greeting, a card, a gift or an informal meeting with a person of the customer."""

    kind: AttentionKind
    contact_id: UUID
    channel: Channel | None = None
    what: FreeText
    value_minor: AmountMinor | None = None
    reminder: Code | None = None


class RecordTraining(
    Command,
    records=TrainingHeld,
    example={
        "topic": "press-operation",
        "participants": ["0195c3a0-0000-7000-8000-000000000007"],
        "outcome": "Both can change the tools by themselves",
    },
):
    """Record that people of the customer were trained in the use of what we delivered."""

    topic: MeaningfulCode
    channel: Channel
    participants: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_PARTICIPANTS)]
    duration_seconds: int | None = Field(default=None, ge=1, le=LONGEST_TRAINING_SECONDS)
    outcome: FreeText


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


@refuses_with(ContactNotFoundError)
def participants_must_be_known(account: CustomerAccount, command: RecordTraining, _: AccountContext) -> None:
    for contact_id in command.participants:
        if contact_id not in account.contact_ids:
            raise ContactNotFoundError(field="participants", contact_id=contact_id)


class CareWithoutChannelError(Refusal, field="channel"):
    """A greeting, a benefit or a meeting reaches a person by a channel; cards and gifts can go by post."""


class GiftWithoutValueError(Refusal, field="value_minor"):
    """A gift has a worth, so that gifts stay within their limit (REQUIREMENTS 29)."""


class GiftLimitExceededError(Refusal, field="value_minor"):
    """Gifts to one person within a year stay within the limit of the guideline (REQUIREMENTS 29)."""


class CareReminderNotOpenError(Refusal, field="reminder"):
    """Attention follows a reminder that is open."""


@refuses_with(ContactNotFoundError)
def recipient_must_be_known(account: CustomerAccount, command: GiveCare, _: AccountContext) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


@refuses_with(CareWithoutChannelError, ContactChannelNotAllowedError)
def care_must_reach_the_person(_: CustomerAccount, command: GiveCare, context: AccountContext) -> None:
    if command.channel is None:
        if command.kind not in {AttentionKind.CARD, AttentionKind.GIFT}:
            raise CareWithoutChannelError(kind=command.kind.value)
        return
    guideline = context.rulebook.guideline(Revisits, command.happened_at(context.now))
    if guideline is not None and guideline.channels:
        must_be_allowed(command.channel, (*guideline.channels, Channel.COMMUNITY))


@refuses_with(GiftWithoutValueError, GiftLimitExceededError)
def gifts_must_stay_modest(account: CustomerAccount, command: GiveCare, context: AccountContext) -> None:
    """What is told late counts together with what was given since."""
    if command.kind is AttentionKind.GIFT and not command.value_minor:
        raise GiftWithoutValueError
    at = command.happened_at(context.now)
    guideline = context.rulebook.guideline(FollowUp, at)
    if guideline is None or not command.value_minor:
        return
    given = account.gifts_to(command.contact_id, year_of(at))
    if context.history is not None:
        given = sum(_worth(event, command.contact_id, year_of(at)) for event in context.history.events)
    if given + command.value_minor > guideline.most_gifts_minor:
        raise GiftLimitExceededError(
            given=given, most=guideline.most_gifts_minor, currency=guideline.gift_currency
        )


def _worth(event: object, contact_id: UUID, year: int) -> int:
    is_of_it = (
        isinstance(event, CareGiven) and event.contact_id == contact_id and year_of(event.occurred_at) == year
    )
    return (event.value_minor or 0) if is_of_it and isinstance(event, CareGiven) else 0


@refuses_with(CareReminderNotOpenError)
def its_reminder_must_be_open(account: CustomerAccount, command: GiveCare, _: AccountContext) -> None:
    if command.reminder is None:
        return
    known = account.reminder(command.reminder)
    if known is None or known.standing != "open":
        raise CareReminderNotOpenError(reminder=command.reminder)


def give_care(_: CustomerAccount, command: GiveCare, __: AccountContext, at: datetime) -> Events:
    given = CareGiven(occurred_at=at, **fields_of(command))
    if command.reminder is None:
        return (given,)
    done = ReminderDone(
        occurred_at=at, reminder=command.reminder, channel=command.channel, outcome=command.what
    )
    return (given, done)


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
    decides(
        RecordTraining,
        records(TrainingHeld),
        *CARED_FOR,
        channel_must_reach_the_customer,
        participants_must_be_known,
    ),
    decides(
        GiveCare,
        give_care,
        *CARED_FOR,
        person_must_be_named,
        recipient_must_be_known,
        care_must_reach_the_person,
        gifts_must_stay_modest,
        its_reminder_must_be_open,
    ),
)
