"""Accounts, their tiers and their owners, by example."""

from typing import Any

from service.domain.account.decisions.profile import (
    AccountAlreadyOpenedError,
    AssignAccountOwner,
    AssignSegment,
    CloseAccount,
    OpenAccount,
    must_be_unopened,
)
from service.domain.account.record.profile import AccountClosed, AccountOwnerAssigned, SegmentAssigned
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Segment
from tests.domain.example import AT, Breaks, Commands, Example, Ways, on
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import CHANGED, Triggers, happened
from tests.scene import Scene, Scenes


def owned(owner: str = "a.wang", **fields: Any) -> AccountOwnerAssigned:
    return AccountOwnerAssigned(**{"occurred_at": NINE, "owner": owner, "reason": "load", **fields})


def closed_account(**fields: Any) -> AccountClosed:
    return AccountClosed(**{"occurred_at": TEN, "reason": "Moved away", **fields})


_OPENED = (opened(),)
WAYS: Ways = (
    Example(OpenAccount(code="KA-0042", name="华东精密制造"), (), (opened(occurred_at=AT),)),
    Example(
        AssignSegment(segment=Segment.HIGH_VALUE, reason="Orders every week"),
        _OPENED,
        (SegmentAssigned(occurred_at=AT, segment=Segment.HIGH_VALUE, reason="Orders every week"),),
    ),
    Example(
        AssignAccountOwner(owner="a.wang", reason="load"),
        _OPENED,
        (owned(occurred_at=AT),),
    ),
    Example(
        CloseAccount(reason="Moved away"),
        _OPENED,
        (closed_account(occurred_at=AT),),
    ),
)
CREATING: Commands = (OpenAccount,)
BREAKS: Breaks = {
    (must_be_unopened, AccountAlreadyOpenedError): on(opened()),
}
TRIGGERS: Triggers = (
    ((), opened(), ()),
    (
        _OPENED,
        SegmentAssigned(occurred_at=TEN, segment=Segment.HIGH_VALUE, reason="r"),
        (CHANGED,),
    ),
    (_OPENED, owned(), happened(Milestone.OWNER_ASSIGNED, NINE, subject="a.wang")),
    (_OPENED, closed_account(), happened(Milestone.ACCOUNT_CLOSED)),
)
SCENES: Scenes = {
    OpenAccount: Scene("AccountOpened.v1", {"code": "KA-9", "name": "Nordwind"}),
    AssignSegment: Scene("SegmentAssigned.v1", {"segment": "potential", "reason": "buys less"}),
    AssignAccountOwner: Scene("AccountOwnerAssigned.v1", {"owner": "li.na", "reason": "knows presses"}),
    CloseAccount: Scene("AccountClosed.v1", {"reason": "moved away"}),
}
