"""How an event changes the row of its account. Pure; reads no personal field."""

from typing import assert_never
from uuid import UUID

from service.domain.account.events import AccountEvent
from service.domain.account.record.agreements import AgreementAmended, AgreementEnded, AgreementSigned
from service.domain.account.record.care import AccountSurveyHeld, NewsSent, ProblemReportIssued
from service.domain.account.record.contacts import ContactAdded, ContactOptedIn, ContactOptedOut
from service.domain.account.record.profile import (
    AccountClosed,
    AccountOpened,
    AccountOwnerAssigned,
    SegmentAssigned,
)
from service.domain.account.record.routines import RoutineSet
from service.domain.account.record.settlements import BillChecked
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.vocabulary import Routine
from service.projections.case_rows import Changes

WITHOUT_FIGURES = (
    ContactAdded,
    ContactOptedOut,
    ContactOptedIn,
    AgreementSigned,
    AgreementAmended,
    AgreementEnded,
    FirstContactMade,
    BillChecked,
    VisitRecorded,
    NewsSent,
    AccountSurveyHeld,
    ProblemReportIssued,
)
"""Events that leave the row as it is but for its position."""

_DATED = {Routine.SETTLEMENT, Routine.VISIT}
"""The routines of which each day brings a promise."""


def account_changes(account_id: UUID, event: AccountEvent) -> Changes:
    """Return the columns that change by the event."""
    match event:
        case AccountOpened():
            return {
                "account_id": account_id,
                "code": event.code,
                "segment": event.segment,
                "owner": None,
                "industry": event.industry,
                "opened_at": event.occurred_at,
                "has_dated_routine": False,
            }
        case SegmentAssigned():
            return {"segment": event.segment}
        case AccountOwnerAssigned():
            return {"owner": event.owner}
        case AccountClosed():
            return {"has_dated_routine": False}
        case RoutineSet():
            return {"has_dated_routine": True} if event.routine in _DATED else {}
        case (
            ContactAdded()
            | ContactOptedOut()
            | ContactOptedIn()
            | AgreementSigned()
            | AgreementAmended()
            | AgreementEnded()
            | FirstContactMade()
            | BillChecked()
            | VisitRecorded()
            | NewsSent()
            | AccountSurveyHeld()
            | ProblemReportIssued()
        ):
            return {}
        case _:
            assert_never(event)
