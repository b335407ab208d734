"""What a fact about an account means to the clocks, and what the calendar brings by itself."""

from dataclasses import replace
from datetime import date, datetime, tzinfo
from uuid import UUID

from service.domain.account import events as fact
from service.domain.account.routine import LOCAL_ZONE, done_by
from service.domain.account.settlements import come_by, first_expected, last_announced
from service.domain.account.state import CustomerAccount
from service.domain.account.visits import over_at, visits_expected
from service.domain.clocks.milestones import Happening, Milestone, Occasion, SituationChanged
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import Routine, VisitKind

Occasions = tuple[Occasion, ...]


def occasions(
    event: fact.AccountEvent, after: CustomerAccount, zone: tzinfo = LOCAL_ZONE
) -> tuple[Occasion, ...]:
    """Return what clocks see of a fact; `after` is the account after it.

    A settlement or a visit can be announced again by another fact or by `expected_occasions`; its subject,
    the date, tells that it is the same.
    """
    at = event.occurred_at
    match event:
        case fact.SegmentAssigned():
            return (SituationChanged(at=at),)
        case fact.AccountOwnerAssigned():
            return (Happening(milestone=Milestone.OWNER_ASSIGNED, at=at, subject=event.owner),)
        case fact.FirstContactMade():
            return (Happening(milestone=Milestone.FIRST_CONTACT_MADE, at=at, subject=event.owner),)
        case fact.RoutineSet():
            return _announced(event, after, zone)
        case fact.BillChecked():
            return _bill_checked(event, after, zone)
        case fact.VisitRecorded():
            return _visited(event, after, zone)
        case fact.NewsSent():
            return (Happening(milestone=Milestone.NEWS_SENT, at=at),)
        case fact.AccountSurveyHeld():
            return (Happening(milestone=Milestone.SURVEY_HELD, at=at),)
        case fact.ProblemReportIssued():
            return (Happening(milestone=Milestone.PROBLEM_REPORT_ISSUED, at=at),)
        case fact.AccountClosed():
            return (Happening(milestone=Milestone.ACCOUNT_CLOSED, at=at),)
        case _:  # opened, contact added, agreements: a promise already made keeps its limit
            return ()


def expected_occasions(
    account: CustomerAccount, now: datetime, zone: tzinfo = LOCAL_ZONE
) -> tuple[Happening, ...]:
    """Return the settlements and visits that are expected because the one before has come, met or not.

    The same ones are returned again: clocks that run or ran for a date do not start again.
    """
    return (*_expected_settlements(account, now, zone), *_expected_visits(account, now, zone))


def situation_of(account: CustomerAccount, stream_id: UUID, at: datetime) -> Situation:
    """Return the account as it was at the instant of an occasion."""
    return Situation(
        stream_id=stream_id,
        stream="account",
        segment=account.segment_at(at),
        owner=account.owner_at(at),
        terms=account.terms_at(at),
    )


def _expected(settlement_on: date, at: datetime, zone: tzinfo) -> Happening:
    return Happening(
        milestone=Milestone.SETTLEMENT_EXPECTED,
        at=at,
        subject=settlement_on.isoformat(),
        due_at=done_by(settlement_on, zone),
    )


def _expected_settlements(account: CustomerAccount, now: datetime, zone: tzinfo) -> tuple[Happening, ...]:
    if account.closed_at is not None:
        return ()
    missed = come_by(account, now, zone)
    return tuple(_expected(following, done_by(came, zone), zone) for came, following in missed)


def _expected_visits(account: CustomerAccount, now: datetime, zone: tzinfo) -> tuple[Happening, ...]:
    if account.closed_at is not None:
        return ()
    return tuple(
        Happening(
            milestone=Milestone.VISIT_EXPECTED,
            at=began_at,
            subject=day.isoformat(),
            due_at=over_at(day, zone),
        )
        for began_at, day in visits_expected(account, now, zone)
    )


def _announced(event: fact.RoutineSet, after: CustomerAccount, zone: tzinfo) -> Occasions:
    if event.routine is Routine.VISIT:
        return _expected_visits(after, event.occurred_at, zone)
    first = first_expected(after, zone)
    if event.routine is not Routine.SETTLEMENT or first is None or after.closed_at is not None:
        return ()
    return (_expected(first, event.occurred_at, zone),)


def _bill_checked(event: fact.BillChecked, after: CustomerAccount, zone: tzinfo) -> Occasions:
    """Announce first what came unnoticed, so that a check before the watch woke up meets its clock."""
    at, settlement_on = event.occurred_at, event.settlement_on
    before = replace(after, settlements_checked=after.settlements_checked - {settlement_on})
    checked = Happening(milestone=Milestone.BILL_CHECKED, at=at, subject=settlement_on.isoformat())
    return (
        *_expected_settlements(before, at, zone),
        checked,
        *_following(settlement_on, min(at, done_by(settlement_on, zone)), after, zone),
    )


def _following(settlement_on: date, at: datetime, after: CustomerAccount, zone: tzinfo) -> Occasions:
    """Announce the settlement that follows, unless a later one is known: checks can be recorded late."""
    settled, first, last = (
        after.routine(Routine.SETTLEMENT),
        first_expected(after, zone),
        last_announced(after, zone),
    )
    if settled is None or last is None or last == first or after.closed_at is not None:
        return ()
    return (_expected(last, at, zone),) if settled.on.next_after(settlement_on) == last else ()


def _visited(event: fact.VisitRecorded, after: CustomerAccount, zone: tzinfo) -> Occasions:
    """An interview is a visit as well; an attempt is none. What came unnoticed is announced first."""
    if not event.reached:
        return ()
    at = event.occurred_at
    visited = (*_expected_visits(after, at, zone), Happening(milestone=Milestone.VISIT_HELD, at=at))
    interviewed = Happening(milestone=Milestone.INTERVIEW_HELD, at=at)
    return (*visited, interviewed) if event.kind is VisitKind.INTERVIEW else visited
