"""How an account changes by a fact."""

from dataclasses import replace
from typing import assert_never

from service.domain.account import events as fact
from service.domain.account.agreement import Agreement, AgreementVersion
from service.domain.account.routine import RoutineDay, RoutineSince
from service.domain.account.state import CustomerAccount, with_value
from service.domain.changed import changed

AgreementFact = fact.AgreementSigned | fact.AgreementAmended | fact.AgreementEnded
CareFact = (
    fact.FirstContactMade
    | fact.RoutineSet
    | fact.BillChecked
    | fact.VisitRecorded
    | fact.NewsSent
    | fact.AccountSurveyHeld
    | fact.ProblemReportIssued
)


def evolve(account: CustomerAccount, event: fact.AccountEvent) -> CustomerAccount:
    """Return the account after the fact. Reads no personal field."""
    match event:
        case fact.AccountOpened():
            segments = with_value(account.segments, event.occurred_at, event.segment)
            return changed(account, code=event.code, segment=event.segment, segments=segments)
        case fact.ContactAdded():
            return changed(account, contact_ids=account.contact_ids | {event.contact_id})
        case fact.ContactOptedOut():
            return changed(account, opted_out_of_surveys=account.opted_out_of_surveys | {event.contact_id})
        case fact.ContactOptedIn():
            return changed(account, opted_out_of_surveys=account.opted_out_of_surveys - {event.contact_id})
        case fact.SegmentAssigned():
            segments = with_value(account.segments, event.occurred_at, event.segment)
            return changed(account, segment=event.segment, segments=segments)
        case fact.AccountOwnerAssigned():
            owners = with_value(account.owners, event.occurred_at, event.owner)
            return changed(account, owner=event.owner, owners=owners)
        case fact.AgreementSigned() | fact.AgreementAmended() | fact.AgreementEnded():
            return _agreed(account, event)
        case fact.AccountClosed():
            return changed(account, closed_at=event.occurred_at)
        case _:
            return _cared_for(account, event)


def _agreed(account: CustomerAccount, event: AgreementFact) -> CustomerAccount:
    match event:
        case fact.AgreementSigned():
            signed = Agreement(
                agreement_id=event.agreement_id,
                versions=(AgreementVersion(effective_at=event.effective_at, terms=event.terms),),
                ends_at=event.ends_at,
            )
            return changed(account, agreements=(*account.agreements, signed))
        case fact.AgreementAmended():
            version = AgreementVersion(effective_at=event.effective_at, terms=event.terms)
            agreements = (
                each.amended(version) if each.agreement_id == event.agreement_id else each
                for each in account.agreements
            )
            return changed(account, agreements=tuple(agreements))
        case fact.AgreementEnded():
            agreements = (
                replace(each, ends_at=event.ends_at) if each.agreement_id == event.agreement_id else each
                for each in account.agreements
            )
            return changed(account, agreements=tuple(agreements))
        case _:
            assert_never(event)


def _cared_for(account: CustomerAccount, event: CareFact) -> CustomerAccount:
    match event:
        case fact.FirstContactMade():
            return changed(account, first_contacts=account.first_contacts | {event.occurred_at})
        case fact.RoutineSet():
            day = RoutineDay(day_of_month=event.day_of_month, weekday=event.weekday)
            since = RoutineSince(set_at=event.occurred_at, on=day)
            return changed(account, routines=(*account.routines, (event.routine, since)))
        case fact.BillChecked():
            checked = account.settlements_checked | {event.settlement_on}
            return changed(account, settlements_checked=checked)
        case fact.VisitRecorded() | fact.NewsSent() | fact.AccountSurveyHeld() | fact.ProblemReportIssued():
            return account
        case _:
            assert_never(event)
