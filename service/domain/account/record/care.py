"""What we do for the customer besides cases and visits: news, questionnaires, reports, gifts, greetings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.days.contact_times import ContactTimes, with_contact
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.event import AccountFact
from service.domain.account.record.contacts import ContactState
from service.domain.account.vocabulary import AttentionKind, NewsKind
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel


class NewsSent(AccountFact):
    """News, reports of the trade or advice on maintenance were sent (REQUIREMENTS 41, 131, 154, 166)."""

    type: Literal["NewsSent.v1"] = "NewsSent.v1"
    kind: NewsKind = NewsKind.NEWS
    """News of ours, reports and news of the trade (`value_content`), or advice on maintenance."""
    topic: str
    """Topic of the news."""
    channel: Channel


class AccountSurveyHeld(AccountFact):
    """The customer received a questionnaire (REQUIREMENTS 166)."""

    type: Literal["AccountSurveyHeld.v1"] = "AccountSurveyHeld.v1"
    survey: str
    """Name of the questionnaire."""
    channel: Channel
    outcome: FreeText | None = None


class ProblemReportIssued(AccountFact):
    """The monthly problem report was issued (REQUIREMENTS 161, its time limit)."""

    type: Literal["ProblemReportIssued.v1"] = "ProblemReportIssued.v1"
    month: str
    """Month covered by the report, such as 2026-03."""
    report: str
    """Number of the report."""
    routed_to: tuple[str, ...]
    """Departments that received the report."""
    product_count: int | None = None
    """Number of product problems reported."""
    service_count: int | None = None
    """Number of service problems reported."""
    communication_count: int | None = None
    """Number of communication problems reported."""


class CareGiven(AccountFact):
    """A person of the customer was shown attention: a greeting, a card, a gift (REQUIREMENTS 29, 132)."""

    type: Literal["CareGiven.v1"] = "CareGiven.v1"
    kind: AttentionKind
    """Kind of attention; a touch is an informal meeting, such as at a fair or on social media."""
    contact_id: UUID
    """Id of the contact."""
    channel: Channel | None = None
    """Contact channel; null for what was sent by post."""
    what: FreeText
    """What it was, in free text."""
    value_minor: int | None = None
    """Worth in minor units of the currency of gifts; null for what is not bought."""
    reminder: str | None = None
    """Reminder that it follows; null if nobody was reminded of it."""


class TrainingHeld(AccountFact):
    """People of the customer were trained in the use of what we delivered (REQUIREMENTS 38)."""

    type: Literal["TrainingHeld.v1"] = "TrainingHeld.v1"
    topic: str
    """Subject of the training."""
    channel: Channel
    participants: tuple[UUID, ...]
    """Ids of the contacts who took part."""
    duration_seconds: int | None = None
    """Duration of the training in seconds; null if not recorded."""
    outcome: FreeText
    """What they can do now, and what they asked for, in free text."""


CareEvent = NewsSent | AccountSurveyHeld | ProblemReportIssued | CareGiven | TrainingHeld
_TO_THE_CUSTOMER = (NewsSent, AccountSurveyHeld, CareGiven)


@dataclass(frozen=True, kw_only=True)
class CareState(ContactState):
    """What gifts were worth, by person and year, and when the customer was turned to lately."""

    gifts_minor: tuple[tuple[UUID, int, int], ...] = ()
    """Person, calendar year, worth of all gifts."""
    contacts_by_care: ContactTimes = ()
    last_care: dict[str, datetime] = field(default_factory=dict)
    """When people were last trained (`training`) or sent a questionnaire (`survey`)."""

    def gifts_to(self, contact_id: UUID, year: int) -> int:
        """Return what the gifts to a person were worth in a calendar year."""
        return sum(worth for to, within, worth in self.gifts_minor if (to, within) == (contact_id, year))


def evolve(account: CareState, event: CareEvent) -> CareState:
    """Return the account after the event."""
    if isinstance(event, CareGiven):
        account = _with_gift(account, event)
    if isinstance(event, TrainingHeld | AccountSurveyHeld):
        kind = "training" if isinstance(event, TrainingHeld) else "survey"
        account = changed(account, last_care={**account.last_care, kind: event.occurred_at})
    if isinstance(event, _TO_THE_CUSTOMER) and not _is_touch(event):
        times = with_contact(account.contacts_by_care, event.occurred_at)
        return changed(account, contacts_by_care=times)
    return account


def _is_touch(event: CareEvent) -> bool:
    return isinstance(event, CareGiven) and event.kind is AttentionKind.TOUCH


def year_of(at: datetime) -> int:
    """Return the calendar year in which something was given."""
    return at.astimezone(LOCAL_ZONE).year


def _with_gift(account: CareState, event: CareGiven) -> CareState:
    if not event.value_minor:
        return account
    person, year = event.contact_id, year_of(event.occurred_at)
    others = tuple(gift for gift in account.gifts_minor if gift[:2] != (person, year))
    worth = account.gifts_to(person, year) + event.value_minor
    return changed(account, gifts_minor=(*others, (person, year, worth)))


_SENT = {
    NewsKind.NEWS: Milestone.NEWS_SENT,
    NewsKind.VALUE_CONTENT: Milestone.VALUE_CONTENT_SENT,
    NewsKind.MAINTENANCE_ADVICE: Milestone.MAINTENANCE_ADVISED,
}


def clock_triggers(event: CareEvent, _: CareState) -> Triggers:
    """Attention keeps no promise of time but that of its reminder, which an event of its own tells."""
    match event:
        case CareGiven() | TrainingHeld():
            return ()
        case NewsSent():
            milestone = _SENT[event.kind]
        case AccountSurveyHeld():
            milestone = Milestone.SURVEY_HELD
        case ProblemReportIssued():
            milestone = Milestone.PROBLEM_REPORT_ISSUED
        case _:
            assert_never(event)
    return (MilestoneReached(milestone=milestone, at=event.occurred_at),)


def stands(account: CareState, event: CareEvent) -> bool:
    """Attention is shown to people whom the account has, and they are those who are trained."""
    match event:
        case CareGiven():
            return event.contact_id in account.contact_ids
        case TrainingHeld():
            return account.contact_ids >= set(event.participants)
        case _:
            return True


THEME = theme(CareEvent, evolve, clock_triggers, stands)
