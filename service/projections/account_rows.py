"""How an event changes the row of its account. Pure; reads no personal field."""

from typing import assert_never
from uuid import UUID

from service.domain.account.events import (
    AccountEvent,
    AccountOpened,
    AccountOwnerAssigned,
    ContactAdded,
    SegmentAssigned,
)
from service.projections.case_rows import Changes

WITHOUT_FIGURES = (ContactAdded,)
"""Events that leave the row as it is but for its position."""


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
            }
        case SegmentAssigned():
            return {"segment": event.segment}
        case AccountOwnerAssigned():
            return {"owner": event.owner}
        case ContactAdded():
            return {}
        case _:
            assert_never(event)
