"""Ending the regular follow-up after a fault, by example."""

from service.domain.case.decisions.following.follow_ups import EndFollowUp
from service.domain.case.record.following.follow_ups import FollowUpEnded
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import FollowUpEnd
from tests.domain.example import Events, Example, Ways
from tests.domain.facts import ELEVEN, RESOLVED, TEN
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import RESOLVE, Scene, Scenes

WAYS: Ways = (
    Example(
        EndFollowUp(ground=FollowUpEnd.CUSTOMER_WISH, note="Runs well"),
        RESOLVED,
        (FollowUpEnded(occurred_at=ELEVEN, cycle=1, ground=FollowUpEnd.CUSTOMER_WISH, note="Runs well"),),
    ),
)
TRIGGERS: Triggers = (
    (
        RESOLVED,
        FollowUpEnded(occurred_at=TEN, cycle=1, ground=FollowUpEnd.PLAN_COMPLETED),
        happened(Milestone.FOLLOW_UP_ENDED),
    ),
)
WITHOUT_FIGURES: Events = (FollowUpEnded,)
SCENES: Scenes = {EndFollowUp: Scene("FollowUpEnded.v1", {"ground": "customer_wish"}, RESOLVE)}
