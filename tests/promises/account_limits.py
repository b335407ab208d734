"""The limits of the care for an account that got an owner on Monday, 2 March 2026, at 10:00."""

from datetime import date

from service.domain.account.decisions.agreements.agreements import SignAgreement
from service.domain.account.decisions.agreements.consent import GiveConsent
from service.domain.account.decisions.agreements.obligations import AgreeObligation, FulfilObligation
from service.domain.account.decisions.care import RecordAccountSurvey, RecordNewsSent, RecordProblemReport
from service.domain.account.decisions.contacts import AddContact
from service.domain.account.decisions.memos import NoteMemo
from service.domain.account.decisions.profile import AssignAccountOwner, OpenAccount
from service.domain.account.decisions.reminders import CompleteReminder, RaiseReminders
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.settlements import RecordBillCheck
from service.domain.account.decisions.visits import PlanVisit, RecordFirstContact, RecordVisit
from service.domain.account.vocabulary import NewsKind, ObligationKind, Routine
from service.domain.clocks.policy import AgreedTerm
from service.domain.vocabulary import Channel, Segment, VisitKind
from tests.domain.facts import CONTACT_ID
from tests.promises.driving import Step, at
from tests.promises.happenings import MON
from tests.promises.limit import limit

OWNED = AssignAccountOwner(owner="a.wang", reason="Fewest accounts, knows presses")
TALK = RecordFirstContact(channel=Channel.PHONE, record="Introduced herself")
VISIT = RecordVisit(kind=VisitKind.VISIT, channel=Channel.ON_SITE, experience="All runs")
PHONED = RecordVisit(kind=VisitKind.CALL, channel=Channel.PHONE, outcome="All runs")
INTERVIEW = RecordVisit(kind=VisitKind.INTERVIEW, channel=Channel.ON_SITE, new_needs="A press")
NEWS = RecordNewsSent(topic="presses", channel=Channel.EMAIL)
TRADE_REPORT = RecordNewsSent(kind=NewsKind.VALUE_CONTENT, topic="bearings 2026", channel=Channel.EMAIL)
ADVICE = RecordNewsSent(kind=NewsKind.MAINTENANCE_ADVICE, topic="oil filters", channel=Channel.EMAIL)
EXECUTIVES = RecordVisit(
    kind=VisitKind.EXECUTIVE_MEETING, channel=Channel.ON_SITE, new_needs="A plant in the north"
)
ASKED = RecordAccountSurvey(survey="2026-Q2", channel=Channel.EMAIL)
REPORTED = RecordProblemReport(
    month="2026-02", report="PA-2026-02", routed_to=("product", "quality"), product_count=4, service_count=1
)
VISITED_ON = SetRoutine(routine=Routine.VISIT, day_of_month=15)
SETTLES = SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15)
BILL = RecordBillCheck(settlement_on=date(2026, 3, 15), channel=Channel.EMAIL, note="All right")
PLANNED = PlanVisit(
    visit_id=CONTACT_ID, kind=VisitKind.CALL, planned_on=date(2026, 3, 20), aim="How the line runs"
)
CONFERENCE = NoteMemo(memo_id=CONTACT_ID, what="Their conference", remind_on=date(2026, 3, 20))
CONGRATULATED = CompleteReminder(
    reminder=f"memo:{CONTACT_ID}", channel=Channel.PHONE, outcome="Congratulated them"
)
THREE_DAYS = SignAgreement(
    agreement_id="C-7",
    title="Press line",
    terms=(AgreedTerm(clock="bill_check", days_before_promised=3),),
    effective_at=at("03-01 00:00"),
)
OBLIGED = AgreeObligation(
    obligation_id="3.2",
    agreement_id="C-7",
    kind=ObligationKind.MILESTONE,
    what="The second press is commissioned",
    due_at=at("03-20 18:00"),
)
DONE = FulfilObligation(obligation_id="3.2", evidence="Acceptance signed")


def account(segment: Segment, *more: Step) -> tuple[Step, ...]:
    """Return an account of a tier, and what happens with it next."""
    opened = OpenAccount(code="KA-0042", name="华东精密制造", segment=segment)
    allowed = [
        GiveConsent(
            contact_id=CONTACT_ID,
            purpose=purpose,
            text_version=1,
            language="zh",
            channel=Channel.EMAIL,
            evidence="Mail of 1 March",
        )
        for purpose in ("marketing", "survey")
    ]
    said: tuple[Step, ...] = tuple((one, "03-01 10:00") for one in allowed)
    contact = AddContact(contact_id=CONTACT_ID, name="李雷")
    return ((opened, "03-01 10:00"), (contact, "03-01 10:00"), *said, *more)


ORDINARY = account(Segment.ORDINARY, (OWNED, MON))
POTENTIAL = account(Segment.POTENTIAL, (OWNED, MON))
HIGH = account(Segment.HIGH_VALUE, (OWNED, MON))

ACCOUNTS = [
    limit("first contact in a week", "first_contact", ORDINARY, "03-09 10:00", TALK, 113),
    limit("first contact in a week, by a visit", "first_contact", HIGH, "03-09 10:00", VISIT),
    limit("visit every month", "monthly_visit", ORDINARY, "04-02 09:59:59.999999", VISIT),
    limit("visit every month, high value", "monthly_visit", HIGH, "04-02 09:59:59.999999", PHONED),
    limit(
        "visit every month, clamped to the month",
        "monthly_visit",
        account(Segment.HIGH_VALUE, (OWNED, "08-31 10:00")),
        "09-30 09:59:59.999999",
        VISIT,
    ),
    limit(
        "visit in the month after the first",
        "monthly_visit",
        (*ORDINARY, (VISIT, "03-12 15:00"), (NEWS, "04-02 10:00")),
        "05-02 09:59:59.999999",
        VISIT,
    ),
    limit("news every month", "monthly_news", ORDINARY, "04-02 09:59:59.999999", NEWS, 131, 166),
    limit("news every month, potential", "monthly_news", POTENTIAL, "04-02 09:59:59.999999", NEWS),
    limit(
        "interview every quarter, high value",
        "quarterly_interview",
        HIGH,
        "06-02 09:59:59.999999",
        INTERVIEW,
        131,
    ),
    limit("trade report every month", "value_content", HIGH, "04-02 09:59:59.999999", TRADE_REPORT, 154),
    limit("advice twice a year", "maintenance_advice", ORDINARY, "09-02 09:59:59.999999", ADVICE, 41),
    limit("executives twice a year", "executive_meeting", HIGH, "09-02 09:59:59.999999", EXECUTIVES, 164),
    limit("call every quarter", "quarterly_call", ORDINARY, "06-02 09:59:59.999999", PHONED, 71),
    limit(
        "survey every quarter, ordinary", "quarterly_survey", ORDINARY, "06-02 09:59:59.999999", ASKED, 166
    ),
    limit("problem report every month", "problem_report", ORDINARY, "04-02 09:59:59.999999", REPORTED),
    limit(
        "problem report every month, potential",
        "problem_report",
        POTENTIAL,
        "04-02 09:59:59.999999",
        REPORTED,
    ),
    limit(
        "problem report every month, high value", "problem_report", HIGH, "04-02 09:59:59.999999", REPORTED
    ),
    limit(
        "problem report in the month after the first",
        "problem_report",
        (*ORDINARY, (REPORTED, "03-31 10:00"), (VISIT, "04-02 10:00")),
        "05-02 09:59:59.999999",
        REPORTED,
    ),
    limit(
        "visit by the fixed day",
        "visit_on_fixed_day",
        account(Segment.ORDINARY, (VISITED_ON, MON)),
        "03-15 23:59:59.999999",
        VISIT,
        23,
    ),
    limit(
        "visited by the planned day",
        "planned_visit",
        account(Segment.ORDINARY, (PLANNED, MON)),
        "03-20 23:59:59.999999",
        PHONED.model_copy(update={"visit_id": CONTACT_ID}),
        43,
    ),
    limit(
        "reminded and acted by the end of the day",
        "reminder",
        account(Segment.ORDINARY, (CONFERENCE, MON), (RaiseReminders(), "03-20 10:00")),
        "03-20 23:59:59.999999",
        CONGRATULATED,
        25,
    ),
    limit(
        "bill checked on T-7",
        "bill_check",
        account(Segment.ORDINARY, (SETTLES, MON)),
        "03-08 18:00",
        BILL,
        22,
    ),
    limit(
        "bill checked on T-3 agreed",
        "bill_check",
        account(Segment.ORDINARY, (THREE_DAYS, MON), (SETTLES, MON)),
        "03-12 18:00",
        BILL,
        28,
    ),
    limit(
        "obligation of an agreement on its day",
        "obligation",
        account(Segment.ORDINARY, (THREE_DAYS, MON), (OBLIGED, MON)),
        "03-20 18:00",
        DONE,
    ),
]
