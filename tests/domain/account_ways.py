"""For every command on an account one way in which it is carried out, with the facts that lead there."""

from datetime import date, timedelta
from typing import Any

from service.domain.account import commands as wish
from service.domain.account import events as fact
from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.clocks.policy import AgreedTerm
from service.domain.vocabulary import Channel, Routine, Segment, VisitKind
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened

AT = ELEVEN
IN_A_YEAR = NINE + timedelta(days=365)
SETTLES_ON = date(2026, 3, 15)
THREE_DAYS_BEFORE = AgreedTerm(clock="bill_check", days_before_promised=3)
ANSWER_IN_TEN_MINUTES = AgreedTerm(clock="first_reply", target_seconds=600)


def signed(**fields: Any) -> fact.AgreementSigned:
    told: dict[str, Any] = {
        "agreement_id": "C-7",
        "title": "Service of the press line",
        "terms": (THREE_DAYS_BEFORE,),
        "effective_at": NINE,
        "ends_at": IN_A_YEAR,
    }
    return fact.AgreementSigned(**{"occurred_at": NINE, **told, **fields})


def amended(**fields: Any) -> fact.AgreementAmended:
    told: dict[str, Any] = {
        "agreement_id": "C-7",
        "version": 2,
        "terms": (THREE_DAYS_BEFORE, ANSWER_IN_TEN_MINUTES),
        "effective_at": TEN,
        "reason": "A second shift",
    }
    return fact.AgreementAmended(**{"occurred_at": AT, **told, **fields})


def owned(owner: str = "a.wang", **fields: Any) -> fact.AccountOwnerAssigned:
    return fact.AccountOwnerAssigned(**{"occurred_at": NINE, "owner": owner, "reason": "load", **fields})


def settles(**fields: Any) -> fact.RoutineSet:
    told: dict[str, Any] = {"routine": Routine.SETTLEMENT, "day_of_month": 15}
    return fact.RoutineSet(**{"occurred_at": NINE, **told, **fields})


def checked(settlement_on: date = SETTLES_ON, **fields: Any) -> fact.BillChecked:
    return fact.BillChecked(**{"occurred_at": AT, "settlement_on": settlement_on, **fields})


def closed_account(**fields: Any) -> fact.AccountClosed:
    return fact.AccountClosed(**{"occurred_at": TEN, "reason": "Moved away", **fields})


_OPENED = (opened(),)
_SIGNED = (opened(), signed())
_SETTLES = (opened(), settles())
Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]

ACCOUNT_WAYS: tuple[Way, ...] = (
    (wish.OpenAccount(code="KA-0042", name="华东精密制造"), (), (opened(occurred_at=AT),)),
    (
        wish.AddContact(contact_id=CONTACT_ID, name="李雷"),
        _OPENED,
        (contact_added(occurred_at=AT),),
    ),
    (
        wish.AssignSegment(segment=Segment.HIGH_VALUE, reason="Orders every week"),
        _OPENED,
        (fact.SegmentAssigned(occurred_at=AT, segment=Segment.HIGH_VALUE, reason="Orders every week"),),
    ),
    (
        wish.AssignAccountOwner(owner="a.wang", reason="load"),
        _OPENED,
        (owned(occurred_at=AT),),
    ),
    (
        wish.SignAgreement(
            agreement_id="C-7",
            title="Service of the press line",
            terms=(THREE_DAYS_BEFORE,),
            effective_at=NINE,
            ends_at=IN_A_YEAR,
        ),
        _OPENED,
        (signed(occurred_at=AT),),
    ),
    (
        wish.AmendAgreement(
            agreement_id="C-7",
            terms=(THREE_DAYS_BEFORE, ANSWER_IN_TEN_MINUTES),
            effective_at=TEN,
            reason="A second shift",
        ),
        _SIGNED,
        (amended(),),
    ),
    (
        wish.EndAgreement(agreement_id="C-7", ends_at=AT, reason="By both sides"),
        _SIGNED,
        (fact.AgreementEnded(occurred_at=AT, agreement_id="C-7", ends_at=AT, reason="By both sides"),),
    ),
    (
        wish.RecordFirstContact(channel=Channel.PHONE, record="Told who we are"),
        (opened(), owned()),
        (
            fact.FirstContactMade(
                occurred_at=AT, owner="a.wang", channel=Channel.PHONE, record="Told who we are"
            ),
        ),
    ),
    (
        wish.SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15, note="Ask for Ms Li"),
        _OPENED,
        (settles(occurred_at=AT, note="Ask for Ms Li"),),
    ),
    (
        wish.RecordBillCheck(settlement_on=SETTLES_ON, note="Two lines wrong"),
        _SETTLES,
        (checked(note="Two lines wrong"),),
    ),
    (
        wish.RecordVisit(kind=VisitKind.INTERVIEW, channel=Channel.ON_SITE, new_needs="A second line"),
        _OPENED,
        (
            fact.VisitRecorded(
                occurred_at=AT,
                kind=VisitKind.INTERVIEW,
                channel=Channel.ON_SITE,
                reached=True,
                new_needs="A second line",
            ),
        ),
    ),
    (
        wish.RecordNewsSent(topic="spring-catalogue", channel=Channel.SMS),
        _OPENED,
        (fact.NewsSent(occurred_at=AT, topic="spring-catalogue", channel=Channel.SMS),),
    ),
    (
        wish.RecordAccountSurvey(survey="2026-q1", channel=Channel.EMAIL, outcome="Content"),
        _OPENED,
        (fact.AccountSurveyHeld(occurred_at=AT, survey="2026-q1", channel=Channel.EMAIL, outcome="Content"),),
    ),
    (
        wish.RecordProblemReport(
            month="2026-02", report="PA-2026-02", routed_to=("product", "quality"), product_count=4
        ),
        _OPENED,
        (
            fact.ProblemReportIssued(
                occurred_at=AT,
                month="2026-02",
                report="PA-2026-02",
                routed_to=("product", "quality"),
                product_count=4,
            ),
        ),
    ),
    (
        wish.CloseAccount(reason="Moved away"),
        _OPENED,
        (closed_account(occurred_at=AT),),
    ),
)
ACCOUNT_REPEATABLE: frozenset[type[AnyCommand]] = frozenset(
    {wish.RecordVisit, wish.RecordNewsSent, wish.RecordAccountSurvey, wish.RecordProblemReport}
)
"""Two visits, two mailings can bear one time; a retry is known by its command id."""
