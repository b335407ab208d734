"""Events with the fields that a test does not care about filled in. The case was received at nine o'clock."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.profile import AccountOpened
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.closure import CaseClosed, CaseReopened, CaseResolved, ResolutionConfirmed
from service.domain.case.record.collaborations import CollaborationRequested
from service.domain.case.record.commitments import CommitmentMade
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.questions import QuestionOpened
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.replies import ReplySent
from service.domain.case.record.waiting import WaitingStarted
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    Phase,
    RatingScale,
    Segment,
    WaitingOn,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ELEVEN = NINE + timedelta(hours=2)
ACCOUNT_ID = UUID("0195c3a0-0000-7000-8000-000000000042")
CONTACT_ID = UUID("0195c3a0-0000-7000-8000-000000000007")
COMMITMENT_ID = UUID("0195c3a0-0000-7000-8000-000000000011")
COLLABORATION_ID = UUID("0195c3a0-0000-7000-8000-000000000012")
OTHER_CASE_ID = UUID("0195c3a0-0000-7000-8000-000000000013")
SURVEY_ID = UUID("0195c3a0-0000-7000-8000-000000000014")
QUESTION_ID = UUID("0195c3a0-0000-7000-8000-000000000015")
DUE = NINE + timedelta(days=2)


def opened(**fields: Any) -> AccountOpened:
    usual: dict[str, Any] = {"code": "KA-0042", "name": "华东精密制造", "segment": Segment.ORDINARY}
    return AccountOpened(**{"occurred_at": NINE, **usual, **fields})


def contact_added(**fields: Any) -> ContactAdded:
    return ContactAdded(**{"occurred_at": NINE, "contact_id": CONTACT_ID, "name": "李雷", **fields})


def received(**fields: Any) -> CaseReceived:
    usual: dict[str, Any] = {
        "account_id": ACCOUNT_ID,
        "segment": Segment.ORDINARY,
        "channel": Channel.PHONE,
        "kind": CaseKind.TECHNICAL,
        "phase": Phase.AFTER_SALE,
        "subject": "The spindle stops",
    }
    return CaseReceived(**{"occurred_at": NINE, **usual, **fields})


def received_complaint() -> CaseReceived:
    return received(kind=CaseKind.COMPLAINT)


def replied(**fields: Any) -> ReplySent:
    usual: dict[str, Any] = {
        "audience": Audience.PUBLIC,
        "author_kind": AuthorKind.HUMAN,
        "substantive": True,
        "text": "Please reset the drive; it will run again.",
    }
    return ReplySent(**{"occurred_at": TEN, **usual, **fields})


def waiting_for_customer(at: datetime = TEN) -> WaitingStarted:
    return WaitingStarted(occurred_at=at, waiting_on=WaitingOn.CUSTOMER)


def resolved(cycle: int = 1, at: datetime = TEN) -> CaseResolved:
    return CaseResolved(occurred_at=at, cycle=cycle)


def confirmed(cycle: int = 1, at: datetime = TEN) -> ResolutionConfirmed:
    return ResolutionConfirmed(occurred_at=at, cycle=cycle)


def reopened(cycle: int = 2, at: datetime = TEN) -> CaseReopened:
    return CaseReopened(occurred_at=at, cycle=cycle)


def rated(cycle: int = 1, score: int = 5, at: datetime = TEN) -> SatisfactionRated:
    return SatisfactionRated(occurred_at=at, cycle=cycle, scale=RatingScale.CSAT, score=score)


def closed(reason: CloseReason = CloseReason.CONFIRMED, at: datetime = TEN) -> CaseClosed:
    return CaseClosed(occurred_at=at, reason=reason)


def commitment_made(due_at: datetime = DUE, at: datetime = TEN) -> CommitmentMade:
    return CommitmentMade(
        occurred_at=at, commitment_id=COMMITMENT_ID, what="It runs again within two days", due_at=due_at
    )


def question_opened(at: datetime = TEN) -> QuestionOpened:
    return QuestionOpened(
        occurred_at=at,
        question_id=QUESTION_ID,
        text="Is the batch under warranty?",
        asked_of="legal",
        due_at=DUE,
    )


def collaboration_requested(at: datetime = TEN) -> CollaborationRequested:
    return CollaborationRequested(
        occurred_at=at,
        collaboration_id=COLLABORATION_ID,
        department="logistics",
        step="ship_part",
        request="Send a drive tonight",
    )


RESOLVED: tuple[AnyEvent, ...] = (received(), resolved())
REOPENED: tuple[AnyEvent, ...] = (*RESOLVED, reopened())
TWICE_RESOLVED: tuple[AnyEvent, ...] = (*REOPENED, resolved(cycle=2))
CLOSED: tuple[AnyEvent, ...] = (*RESOLVED, confirmed(), closed())
