"""News, surveys and reports to an account, by example."""

from service.domain.account.decisions.care import (
    CareReminderNotOpenError,
    CareWithoutChannelError,
    GiftLimitExceededError,
    GiftWithoutValueError,
    GiveCare,
    MonthNotBegunError,
    NobodyToReceiveError,
    RecordAccountSurvey,
    RecordNewsSent,
    RecordProblemReport,
    RecordTraining,
    care_must_reach_the_person,
    gifts_must_stay_modest,
    its_reminder_must_be_open,
    month_must_have_begun,
    participants_must_be_known,
    recipient_must_be_known,
    somebody_must_be_asked,
    somebody_must_receive_it,
)
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.reaching import ContactChannelNotAllowedError
from service.domain.account.record.care import (
    AccountSurveyHeld,
    CareGiven,
    NewsSent,
    ProblemReportIssued,
    TrainingHeld,
)
from service.domain.account.vocabulary import AttentionKind, NewsKind
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Channel
from tests.domain.account.examples.contacts import opted_out
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    after,
    by_default_rules,
    on,
    with_fields,
)
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
    Example(
        RecordTraining(
            topic="press-operation",
            channel=Channel.ON_SITE,
            participants=(CONTACT_ID,),
            outcome="Changes the tools alone",
        ),
        _OPENED,
        (
            TrainingHeld(
                occurred_at=AT,
                topic="press-operation",
                channel=Channel.ON_SITE,
                participants=(CONTACT_ID,),
                outcome="Changes the tools alone",
            ),
        ),
    ),
    Example(
        GiveCare(kind=AttentionKind.GIFT, contact_id=CONTACT_ID, what="A box of tea", value_minor=12_000),
        _OPENED,
        (
            CareGiven(
                occurred_at=AT,
                kind=AttentionKind.GIFT,
                contact_id=CONTACT_ID,
                what="A box of tea",
                value_minor=12_000,
            ),
        ),
    ),
)
_TEA = CareGiven(
    occurred_at=AT, kind=AttentionKind.GIFT, contact_id=CONTACT_ID, what="A box of tea", value_minor=12_000
)
_TRAINED = TrainingHeld(
    occurred_at=AT,
    topic="press-operation",
    channel=Channel.ON_SITE,
    participants=(CONTACT_ID,),
    outcome="Changes the tools alone",
)
REPEATABLE: Commands = (RecordNewsSent, RecordAccountSurvey, RecordProblemReport, GiveCare, RecordTraining)
ABOUT_AN_EARLIER_EVENT: Commands = (RecordNewsSent, RecordAccountSurvey, GiveCare, RecordTraining)
BREAKS: Breaks = {
    (somebody_must_receive_it, NobodyToReceiveError): on(opened()),
    (somebody_must_be_asked, NobodyToReceiveError): after(opted_out()),
    (month_must_have_begun, MonthNotBegunError): with_fields(month="2026-04"),
    (participants_must_be_known, ContactNotFoundError): on(opened()),
    (recipient_must_be_known, ContactNotFoundError): on(opened()),
    (care_must_reach_the_person, CareWithoutChannelError): with_fields(kind=AttentionKind.GREETING),
    (care_must_reach_the_person, ContactChannelNotAllowedError): by_default_rules(channel=Channel.INTERNAL),
    (gifts_must_stay_modest, GiftWithoutValueError): with_fields(value_minor=None),
    (gifts_must_stay_modest, GiftLimitExceededError): by_default_rules(value_minor=50_001),
    (its_reminder_must_be_open, CareReminderNotOpenError): with_fields(reminder="memo:1"),
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
    (
        _OPENED,
        NewsSent(occurred_at=AT, kind=NewsKind.VALUE_CONTENT, topic="trade", channel=Channel.SMS),
        happened(Milestone.VALUE_CONTENT_SENT, AT),
    ),
    (
        _OPENED,
        NewsSent(occurred_at=AT, kind=NewsKind.MAINTENANCE_ADVICE, topic="oil", channel=Channel.SMS),
        happened(Milestone.MAINTENANCE_ADVISED, AT),
    ),
    (_OPENED, _TEA, ()),
    (_OPENED, _TRAINED, ()),
)
WITHOUT_FIGURES: Events = (
    NewsSent,
    AccountSurveyHeld,
    ProblemReportIssued,
    CareGiven,
    TrainingHeld,
)
SCENES: Scenes = {
    RecordNewsSent: Scene("NewsSent.v1", {"topic": "spring-catalogue", "channel": "sms"}, _CONTACT),
    RecordAccountSurvey: Scene("AccountSurveyHeld.v1", {"survey": "2026-q1", "channel": "email"}, _CONTACT),
    RecordTraining: Scene(
        "TrainingHeld.v1",
        {
            "topic": "press-operation",
            "channel": "on_site",
            "participants": [str(CONTACT_ID)],
            "outcome": "Changes the tools alone",
        },
        _CONTACT,
    ),
    GiveCare: Scene(
        "CareGiven.v1",
        {"kind": "touch", "contact_id": str(CONTACT_ID), "channel": "on_site", "what": "Met her at the fair"},
        _CONTACT,
    ),
    RecordProblemReport: Scene(
        "ProblemReportIssued.v1", {"month": "2026-01", "report": "PA-1", "routed_to": ["product"]}
    ),
}
