"""News, surveys and reports to an account, by example."""

from service.domain.account.decisions.care import (
    MonthNotBegunError,
    NobodyToReceiveError,
    RecordAccountSurvey,
    RecordNewsSent,
    RecordProblemReport,
    month_must_have_begun,
    somebody_must_be_asked,
    somebody_must_receive_it,
)
from service.domain.account.record.care import AccountSurveyHeld, NewsSent, ProblemReportIssued
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Channel
from tests.domain.account.examples.contacts import opted_out
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import CONTACT_ID, contact_added, opened
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes, Step

_OPENED = (opened(), contact_added())
_CONTACT: list[Step] = [("contacts", {"contact_id": str(CONTACT_ID), "name": "李雷"})]
WAYS: Ways = (
    Example(
        RecordNewsSent(topic="spring-catalogue", channel=Channel.SMS),
        _OPENED,
        (NewsSent(occurred_at=AT, topic="spring-catalogue", channel=Channel.SMS),),
    ),
    Example(
        RecordAccountSurvey(survey="2026-q1", channel=Channel.EMAIL, outcome="Content"),
        _OPENED,
        (AccountSurveyHeld(occurred_at=AT, survey="2026-q1", channel=Channel.EMAIL, outcome="Content"),),
    ),
    Example(
        RecordProblemReport(
            month="2026-02", report="PA-2026-02", routed_to=("product", "quality"), product_count=4
        ),
        _OPENED,
        (
            ProblemReportIssued(
                occurred_at=AT,
                month="2026-02",
                report="PA-2026-02",
                routed_to=("product", "quality"),
                product_count=4,
            ),
        ),
    ),
)
REPEATABLE: Commands = (RecordNewsSent, RecordAccountSurvey, RecordProblemReport)
ABOUT_AN_EARLIER_EVENT: Commands = (RecordNewsSent, RecordAccountSurvey)
BREAKS: Breaks = {
    (somebody_must_receive_it, NobodyToReceiveError): on(opened()),
    (somebody_must_be_asked, NobodyToReceiveError): after(opted_out()),
    (month_must_have_begun, MonthNotBegunError): with_fields(month="2026-04"),
}
TRIGGERS: Triggers = (
    (
        _OPENED,
        NewsSent(occurred_at=AT, topic="spring", channel=Channel.SMS),
        happened(Milestone.NEWS_SENT, AT),
    ),
    (
        _OPENED,
        AccountSurveyHeld(occurred_at=AT, survey="2026-q1", channel=Channel.EMAIL),
        happened(Milestone.SURVEY_HELD, AT),
    ),
    (
        _OPENED,
        ProblemReportIssued(occurred_at=AT, month="2026-02", report="PA-1", routed_to=("product",)),
        happened(Milestone.PROBLEM_REPORT_ISSUED, AT),
    ),
)
WITHOUT_FIGURES: Events = (
    NewsSent,
    AccountSurveyHeld,
    ProblemReportIssued,
)
SCENES: Scenes = {
    RecordNewsSent: Scene("NewsSent.v1", {"topic": "spring-catalogue", "channel": "sms"}, _CONTACT),
    RecordAccountSurvey: Scene("AccountSurveyHeld.v1", {"survey": "2026-q1", "channel": "email"}, _CONTACT),
    RecordProblemReport: Scene(
        "ProblemReportIssued.v1", {"month": "2026-01", "report": "PA-1", "routed_to": ["product"]}
    ),
}
