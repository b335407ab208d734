"""How an account changes by a fact."""

from dataclasses import replace
from typing import assert_never

from service.domain.account.events import (
    AccountEvent,
    AccountOpened,
    AccountOwnerAssigned,
    ContactAdded,
    SegmentAssigned,
)
from service.domain.account.state import CustomerAccount


def evolve(account: CustomerAccount, event: AccountEvent) -> CustomerAccount:
    """Return the account after the fact. Reads no personal field."""
    match event:
        case AccountOpened():
            return replace(account, code=event.code, segment=event.segment)
        case ContactAdded():
            return replace(account, contact_ids=account.contact_ids | {event.contact_id})
        case SegmentAssigned():
            return replace(account, segment=event.segment)
        case AccountOwnerAssigned():
            return replace(account, owner=event.owner)
        case _:
            assert_never(event)
