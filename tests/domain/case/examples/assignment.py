"""Making a person or a team accountable, by example."""

from service.domain.case.decisions.assignment import (
    AssignOwner,
    HandOverCase,
)
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.clocks.milestones import Milestone
from tests.domain.example import AT, Example, Ways
from tests.domain.facts import TEN, received
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes

_RECEIVED = (received(),)


WAYS: Ways = (
    Example(
        AssignOwner(owner="a.wang", team="drives", reason="Knows the drive"),
        _RECEIVED,
        (OwnerAssigned(occurred_at=AT, owner="a.wang", team="drives", reason="Knows the drive"),),
    ),
    Example(
        HandOverCase(to_owner="b.li", note="The drive was reset"),
        _RECEIVED,
        (CaseHandedOver(occurred_at=AT, to_owner="b.li", note="The drive was reset"),),
    ),
)
TRIGGERS: Triggers = (
    (_RECEIVED, OwnerAssigned(occurred_at=TEN, owner="b.li"), happened(Milestone.OWNER_ASSIGNED)),
    (_RECEIVED, OwnerAssigned(occurred_at=TEN, team="drives"), ()),
    (
        _RECEIVED,
        CaseHandedOver(occurred_at=TEN, from_owner="a.wang", to_owner="b.li"),
        happened(Milestone.OWNER_ASSIGNED),
    ),
    (
        _RECEIVED,
        CaseHandedOver(occurred_at=TEN, from_owner="b.li", to_owner="b.li", to_team="drives"),
        (),
    ),
)
SCENES: Scenes = {
    AssignOwner: Scene("OwnerAssigned.v1", {"owner": "li.na", "team": "presses"}),
    HandOverCase: Scene("CaseHandedOver.v1", {"to_team": "field"}),
}
