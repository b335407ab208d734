"""How an event changes the row of its account. Pure; reads no personal field."""

from typing import assert_never
from uuid import UUID

from service.domain.account import events as fact
from service.domain.vocabulary import Routine
from service.projections.case_rows import Changes

WITHOUT_FIGURES = (
    fact.ContactAdded,
    fact.ContactOptedOut,
    fact.ContactOptedIn,
    fact.AgreementSigned,
    fact.AgreementAmended,
    fact.AgreementEnded,
    fact.FirstContactMade,
    fact.BillChecked,
    fact.VisitRecorded,
    fact.NewsSent,
    fact.AccountSurveyHeld,
    fact.ProblemReportIssued,
)
"""Events that leave the row as it is but for its position."""

_DATED = {Routine.SETTLEMENT, Routine.VISIT}
"""The routines of which each day brings a promise."""


def account_changes(account_id: UUID, event: fact.AccountEvent) -> Changes:
    """Return the columns that change by the event."""
    match event:
        case fact.AccountOpened():
            return {
                "account_id": account_id,
                "code": event.code,
                "segment": event.segment,
                "owner": None,
                "industry": event.industry,
                "opened_at": event.occurred_at,
                "has_dated_routine": False,
            }
        case fact.SegmentAssigned():
            return {"segment": event.segment}
        case fact.AccountOwnerAssigned():
            return {"owner": event.owner}
        case fact.AccountClosed():
            return {"has_dated_routine": False}
        case fact.RoutineSet():
            return {"has_dated_routine": True} if event.routine in _DATED else {}
        case (
            fact.ContactAdded()
            | fact.ContactOptedOut()
            | fact.ContactOptedIn()
            | fact.AgreementSigned()
            | fact.AgreementAmended()
            | fact.AgreementEnded()
            | fact.FirstContactMade()
            | fact.BillChecked()
            | fact.VisitRecorded()
            | fact.NewsSent()
            | fact.AccountSurveyHeld()
            | fact.ProblemReportIssued()
        ):
            return {}
        case _:
            assert_never(event)
