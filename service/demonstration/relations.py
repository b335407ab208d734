"""What happens with an account beside its cases: contacts, visits, settlements, news, agreements."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import ZONE, in_office_hours
from service.demonstration.words import words
from service.domain.account.decisions.agreements.agreements import AmendAgreement, EndAgreement, SignAgreement
from service.domain.account.decisions.agreements.consent import GiveConsent
from service.domain.account.decisions.care import RecordAccountSurvey, RecordNewsSent, RecordProblemReport
from service.domain.account.decisions.contacts import OptInToSurveys, OptOutOfSurveys
from service.domain.account.decisions.profile import AssignSegment
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.settlements import RecordBillCheck
from service.domain.account.decisions.visits import (
    CancelPlannedVisit,
    PlanVisit,
    RecordFirstContact,
    RecordVisit,
)
from service.domain.account.vocabulary import NewsKind, Routine
from service.domain.clocks.policy import AgreedTerm
from service.domain.command import Command
from service.domain.vocabulary import Channel, Segment, VisitKind

A_DAY = timedelta(days=1)
DAYS_BETWEEN_VISITS = {Segment.HIGH_VALUE: 24, Segment.POTENTIAL: 27, Segment.ORDINARY: 30}
FORGOTTEN, REMINDED, LATE_FIRST_CONTACT, CALLED_OFF = 0.12, 0.9, 0.1, 0.3


def relations(account: Account, begins_at: datetime, until: datetime) -> Iterator[Command]:
    """Yield what is done for an account in half a year, in no order."""
    dice = Random(f"{account.code}/relations")  # noqa: S311  a believable story, not a secret
    days = dice.uniform(8, 11) if dice.random() < LATE_FIRST_CONTACT else dice.uniform(1, 6)
    yield RecordFirstContact(
        occurred_at=in_office_hours(begins_at + timedelta(days=days)),
        channel=Channel.PHONE,
        record=_say(account, dice, "first_contact"),
    )
    settles_on = dice.randrange(5, 26)
    at = begins_at + 2 * A_DAY
    yield SetRoutine(occurred_at=at, routine=Routine.SETTLEMENT, day_of_month=settles_on)
    yield SetRoutine(occurred_at=at, routine=Routine.ORDER, weekday=dice.choice(("monday", "wednesday")))
    yield from _consents(account, begins_at + 2 * A_DAY)
    yield from _visits(account, dice, begins_at, until)
    yield from _settlements(account, dice, settles_on, begins_at + 3 * A_DAY, until)
    yield from _months(account, dice, begins_at, until)
    yield from _changes(account, dice, begins_at)


def _consents(account: Account, at: datetime) -> Iterator[Command]:
    """Yield what the first contact allows: news, and all but every fifth questionnaires."""
    purposes = ("marketing",) if account.number % 5 == 0 else ("marketing", "survey")
    for purpose in purposes:
        yield GiveConsent(
            occurred_at=at,
            contact_id=account.contacts[0][0],
            purpose=purpose,
            text_version=1,
            language="zh",
            channel=Channel.EMAIL,
            evidence=f"K-{account.code}",
        )


def _visits(account: Account, dice: Random, begins_at: datetime, until: datetime) -> Iterator[Command]:
    at = begins_at + timedelta(days=dice.uniform(10, 20))
    is_high = account.segment is Segment.HIGH_VALUE
    if is_high:
        yield _visit(account, dice, begins_at + dice.uniform(60, 150) * A_DAY, VisitKind.EXECUTIVE_MEETING)
    while at < until:
        usual = VisitKind.VISIT if is_high else VisitKind.CALL
        kind = dice.choice((usual, usual, VisitKind.INTERVIEW))
        plan = uuid5(DEMONSTRATION, f"{account.code}/visit/{at.isoformat()}")
        is_planned = kind is VisitKind.INTERVIEW and at - 6 * A_DAY > begins_at
        if is_planned:
            yield from _planned(account, dice, at, plan)
        yield _visit(account, dice, at, kind, plan if is_planned else None)
        often = 1.6 if dice.random() < FORGOTTEN else 1.0
        at += timedelta(days=DAYS_BETWEEN_VISITS[account.segment] * often * dice.uniform(0.8, 1.0))


def _planned(account: Account, dice: Random, at: datetime, plan: UUID) -> Iterator[Command]:
    """Yield the plan of an interview, and now and then one before it that came to nothing."""
    held_on = in_office_hours(at).astimezone(ZONE).date()
    plans = [(plan, held_on)]
    if dice.random() < CALLED_OFF:
        plans.append((uuid5(plan, "called off"), held_on - A_DAY))
    for visit_id, day in plans:
        yield PlanVisit(
            occurred_at=in_office_hours(at - 5 * A_DAY),
            visit_id=visit_id,
            kind=VisitKind.INTERVIEW,
            planned_on=day,
            aim=_say(account, dice, "purpose"),
        )
        if visit_id != plan:
            yield CancelPlannedVisit(
                occurred_at=in_office_hours(at - 3 * A_DAY),
                visit_id=visit_id,
                reason=_say(account, dice, "holiday"),
            )


def _visit(
    account: Account, dice: Random, at: datetime, kind: VisitKind, plan: UUID | None = None
) -> RecordVisit:
    is_on_site = kind in {VisitKind.VISIT, VisitKind.EXECUTIVE_MEETING}
    return RecordVisit(
        occurred_at=in_office_hours(at),
        kind=kind,
        channel=Channel.ON_SITE if is_on_site else Channel.PHONE,
        experience=_say(account, dice, "revisit"),
        new_needs=_say(account, dice, "need") if dice.random() < 0.3 else None,  # noqa: PLR2004
        outcome=_say(account, dice, "visit"),
        satisfaction=dice.choice((3, 4, 4, 5, 5)) if kind is VisitKind.INTERVIEW else None,
        visit_id=plan,
    )


def _settlements(
    account: Account, dice: Random, day: int, begins_at: datetime, until: datetime
) -> Iterator[Command]:
    for first in _months_between(begins_at, until):
        settlement_on = first.replace(day=day)
        checked_at = _noon(settlement_on - timedelta(days=dice.choice((4, 5, 6))))
        if checked_at > begins_at and dice.random() < REMINDED:
            yield RecordBillCheck(
                occurred_at=checked_at,
                settlement_on=settlement_on,
                channel=Channel.EMAIL,
                note=_say(account, dice, "bill"),
            )


def _months(account: Account, dice: Random, begins_at: datetime, until: datetime) -> Iterator[Command]:
    for first in _months_between(begins_at, until):
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        news_at = _noon(first + timedelta(days=dice.randrange(5)))
        yield RecordNewsSent(
            occurred_at=max(news_at, begins_at + 3 * A_DAY),
            topic=_say(account, dice, "news"),
            channel=Channel.EMAIL,
        )
        if account.segment is Segment.HIGH_VALUE:
            yield RecordNewsSent(
                occurred_at=max(_noon(first + timedelta(days=6)), begins_at + 3 * A_DAY),
                kind=NewsKind.VALUE_CONTENT,
                topic=_say(account, dice, "trade_report"),
                channel=Channel.EMAIL,
            )
        if first.month % 3 == account.number % 3 and dice.random() < REMINDED:
            yield RecordNewsSent(
                occurred_at=max(_noon(first + timedelta(days=9)), begins_at + 3 * A_DAY),
                kind=NewsKind.MAINTENANCE_ADVICE,
                topic=_say(account, dice, "advice"),
                channel=Channel.WECOM,
            )
        if _noon(first) > begins_at:
            yield RecordProblemReport(
                occurred_at=_noon(last + timedelta(days=2)),
                month=f"{first:%Y-%m}",
                report=_say(account, dice, "problem_report"),
                routed_to=("product", "service"),
                product_count=dice.randrange(1, 9),
                service_count=dice.randrange(6),
                communication_count=dice.randrange(4),
            )
        if first.month % 3 == account.number % 3 and account.number % 5:
            yield RecordAccountSurvey(
                occurred_at=_noon(first + timedelta(days=14)),
                survey=f"{first:%Y}-Q{(first.month + 2) // 3}",
                channel=Channel.WECOM,
                outcome=_say(account, dice, "revisit"),
            )


def _changes(account: Account, dice: Random, begins_at: datetime) -> Iterator[Command]:
    contact_id = account.contacts[-1][0]
    if account.number % 9 == 0:
        yield OptOutOfSurveys(
            occurred_at=begins_at + 5 * A_DAY, contact_id=contact_id, reason=_say(account, dice, "no_time")
        )
        if account.number % 2 == 0:
            yield OptInToSurveys(occurred_at=begins_at + 90 * A_DAY, contact_id=contact_id)
    if account.grows:
        yield AssignSegment(
            occurred_at=begins_at + 100 * A_DAY,
            segment=Segment.POTENTIAL,
            reason=_say(account, dice, "grows"),
        )
    if account.segment is Segment.HIGH_VALUE:
        yield from _agreement(account, dice, begins_at)


def _agreement(account: Account, dice: Random, begins_at: datetime) -> Iterator[Command]:
    agreement_id, signed_at = f"SLA-{account.code}", begins_at + 3 * A_DAY
    yield SignAgreement(
        occurred_at=signed_at,
        agreement_id=agreement_id,
        title=_say(account, dice, "agreement"),
        terms=(AgreedTerm(clock="first_reply", target_seconds=1200),),
        effective_at=signed_at,
    )
    if account.number % 2:
        amended_at = signed_at + 80 * A_DAY
        yield AmendAgreement(
            occurred_at=amended_at,
            agreement_id=agreement_id,
            terms=(AgreedTerm(clock="first_reply", target_seconds=900),),
            effective_at=amended_at,
            reason=_say(account, dice, "grows"),
        )
    if account.number == 1:
        ends_at = signed_at + 150 * A_DAY
        yield EndAgreement(
            occurred_at=ends_at,
            agreement_id=agreement_id,
            ends_at=ends_at,
            reason=_say(account, dice, "agreement_ends"),
        )


def _months_between(begins_at: datetime, until: datetime) -> Iterator[date]:
    day = begins_at.astimezone(ZONE).date().replace(day=1)
    while day <= until.astimezone(ZONE).date():
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(14, 30), ZONE)


def _say(account: Account, dice: Random, key: str) -> str:
    return words(dice, key, account.language)
