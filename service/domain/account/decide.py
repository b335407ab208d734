"""What follows from a wish about an account."""

from datetime import datetime
from typing import assert_never

from service.domain.account import commands as wish
from service.domain.account import events as fact
from service.domain.account.routine import RoutineDay
from service.domain.account.rules import RULES
from service.domain.account.state import CustomerAccount
from service.domain.command_content import content_of

Facts = tuple[fact.AccountEvent, ...]
AgreementWish = wish.SignAgreement | wish.AmendAgreement | wish.EndAgreement
CareWish = (
    wish.RecordFirstContact
    | wish.SetRoutine
    | wish.RecordBillCheck
    | wish.RecordVisit
    | wish.RecordNewsSent
    | wish.RecordAccountSurvey
    | wish.RecordProblemReport
)


def decide(account: CustomerAccount, command: wish.AccountCommand, now: datetime) -> Facts:
    """Return the facts that follow; none when it is already so. Raises a `Refusal` when a rule forbids it."""
    for rule in RULES[type(command)]:
        rule(account, command, now)
    at = command.happened_at(now)
    told = content_of(command)
    match command:
        case wish.OpenAccount():
            return (fact.AccountOpened(occurred_at=at, **told),)
        case wish.AddContact():
            return (fact.ContactAdded(occurred_at=at, **told),)
        case wish.OptOutOfSurveys():
            is_so = command.contact_id in account.opted_out_of_surveys
            return () if is_so else (fact.ContactOptedOut(occurred_at=at, **told),)
        case wish.OptInToSurveys():
            is_so = command.contact_id not in account.opted_out_of_surveys
            return () if is_so else (fact.ContactOptedIn(occurred_at=at, **told),)
        case wish.AssignSegment():
            is_so = command.segment == account.segment
            return () if is_so else (fact.SegmentAssigned(occurred_at=at, **told),)
        case wish.AssignAccountOwner():
            is_so = command.owner == account.owner
            return () if is_so else (fact.AccountOwnerAssigned(occurred_at=at, **told),)
        case wish.SignAgreement() | wish.AmendAgreement() | wish.EndAgreement():
            return agreed(account, command, at)
        case wish.CloseAccount():
            is_so = account.closed_at is not None
            return () if is_so else (fact.AccountClosed(occurred_at=at, **told),)
        case _:
            return cared_for(account, command, at)


def agreed(account: CustomerAccount, command: AgreementWish, at: datetime) -> Facts:
    """Return what follows from a wish about an agreement."""
    told = content_of(command)
    known = account.agreement(command.agreement_id)
    match command:
        case wish.SignAgreement():
            return () if known else (fact.AgreementSigned(occurred_at=at, **told),)
        case wish.AmendAgreement():
            if known is None or known.terms_at(command.effective_at) == command.terms:
                return ()
            version = len(known.versions) + 1
            return (fact.AgreementAmended(occurred_at=at, version=version, **told),)
        case wish.EndAgreement():
            is_so = known is None or known.ends_at == command.ends_at
            return () if is_so else (fact.AgreementEnded(occurred_at=at, **told),)
        case _:
            assert_never(command)


def cared_for(account: CustomerAccount, command: CareWish, at: datetime) -> Facts:
    """Return what follows from a wish about the care of an account."""
    told = content_of(command)
    match command:
        case wish.RecordFirstContact():
            owner = account.owner_at(at)
            is_so = account.first_contact_by(at) is not None
            return () if is_so else (fact.FirstContactMade(occurred_at=at, owner=owner, **told),)
        case wish.SetRoutine():
            day = RoutineDay(day_of_month=command.day_of_month, weekday=command.weekday)
            known = account.routine(command.routine)
            is_so = known is not None and known.on == day
            return () if is_so else (fact.RoutineSet(occurred_at=at, **told),)
        case wish.RecordBillCheck():
            is_so = command.settlement_on in account.settlements_checked
            return () if is_so else (fact.BillChecked(occurred_at=at, **told),)
        case wish.RecordVisit():
            return (fact.VisitRecorded(occurred_at=at, **told),)
        case wish.RecordNewsSent():
            return (fact.NewsSent(occurred_at=at, **told),)
        case wish.RecordAccountSurvey():
            return (fact.AccountSurveyHeld(occurred_at=at, **told),)
        case wish.RecordProblemReport():
            return (fact.ProblemReportIssued(occurred_at=at, **told),)
        case _:
            assert_never(command)
