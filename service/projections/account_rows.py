"""How an event changes the row of its account. Pure; reads no personal field."""

from typing import assert_never
from uuid import UUID

from service.domain.account import events as fact
from service.domain.vocabulary import Routine
from service.projections.case_rows import Changes

WITHOUT_FIGURES = (
    fact.ContactAdded,
    fact.AgreementSigned,
    fact.AgreementAmended,
    fact.AgreementEnded,
    fact.FirstContactMade,
    fact.BillChecked,
    fact.VisitRecorded,
    fact.NewsSent,
    fact.AccountSurveyHeld,
)
"""Events that leave the row as it is but for its position."""


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
                "has_settlement_routine": False,
            }
        case fact.SegmentAssigned():
            return {"segment": event.segment}
        case fact.AccountOwnerAssigned():
            return {"owner": event.owner}
        case fact.AccountClosed():
            return {"has_settlement_routine": False}
        case fact.RoutineSet():
            return {"has_settlement_routine": True} if event.routine == Routine.SETTLEMENT else {}
        case (
            fact.ContactAdded()
            | fact.AgreementSigned()
            | fact.AgreementAmended()
            | fact.AgreementEnded()
            | fact.FirstContactMade()
            | fact.BillChecked()
            | fact.VisitRecorded()
            | fact.NewsSent()
            | fact.AccountSurveyHeld()
        ):
            return {}
        case _:
            assert_never(event)
