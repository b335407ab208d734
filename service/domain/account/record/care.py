"""What we do for the customer besides cases and visits: news, questionnaires, problem reports."""

from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel


class NewsSent(AccountFact):
    """News was sent to the customer (REQUIREMENTS 131, 166)."""

    type: Literal["NewsSent.v1"] = "NewsSent.v1"
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


CareEvent = NewsSent | AccountSurveyHeld | ProblemReportIssued


class CareState:
    """Nothing is kept: no decision depends on what was done."""


def evolve(account: CareState, _: CareEvent) -> CareState:
    """Return the account as it was."""
    return account


def clock_triggers(event: CareEvent, _: CareState) -> Triggers:
    match event:
        case NewsSent():
            milestone = Milestone.NEWS_SENT
        case AccountSurveyHeld():
            milestone = Milestone.SURVEY_HELD
        case ProblemReportIssued():
            milestone = Milestone.PROBLEM_REPORT_ISSUED
        case _:
            assert_never(event)
    return (MilestoneReached(milestone=milestone, at=event.occurred_at),)


THEME = theme(CareEvent, evolve, clock_triggers)
