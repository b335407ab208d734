"""Lives in which several facts lie in one instant, as told by a source that knows only minutes or hours."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import WaitingOn
from tests.domain.clocks.engine_kit import MONDAY

OneTold = TypeVar("OneTold", bound=ClockTrigger)
Told = tuple[ClockTrigger, Situation] | datetime

AT_ONCE = [
    ("resolved", "reopened", "resolved"),
    ("reopened", "acknowledged"),
    ("acknowledged", "reopened"),
    ("customer_messaged", "customer_messaged", "answered"),
    ("customer_messaged", "answered", "customer_messaged"),
    ("answered", "answered", "progress_shared"),
    ("commitment_made", "commitment_kept", "commitment_made"),
    ("collaboration_requested", "collaboration_declined", "collaboration_requested"),
    ("merged", "unmerged", "merged"),
    ("merged", "unmerged"),
    ("reopened", "green_channel_opened", "plan_proposed"),
    ("resolved", "survey_sent", "reopened"),
]


def with_ties(dice: random.Random, history: list[Told]) -> list[Told]:
    """Return a life with whole hours as instants, and with more that happens in one of them."""
    grain = timedelta(minutes=dice.choice([1, 60, 600]))
    told: list[Told] = []
    latest = MONDAY
    for one in history:
        if isinstance(one, datetime):
            told.append(one)
            continue
        occasion, situation = replace(one[0], at=MONDAY + (one[0].at - MONDAY) // grain * grain), one[1]
        told.append((occasion, situation))
        latest = max(latest, occasion.at)
        # The number of a cycle is noted, so nothing is reopened before what is known.
        if occasion.at == latest and dice.random() < 0.4:
            told += [(each, situation) for each in _at_once(dice, latest)]
    return told


def in_disorder(dice: random.Random, told: list[OneTold]) -> list[OneTold]:
    """Return the same in another order, but for what lies in one instant."""
    of_instant: dict[datetime, list[OneTold]] = defaultdict(list)
    for one in reversed(told):
        of_instant[one.at].append(one)
    return [of_instant[one.at].pop() for one in dice.sample(told, len(told))]


def _at_once(dice: random.Random, at: datetime) -> list[ClockTrigger]:
    chance = dice.random()
    if chance < 0.1:
        return [SituationChanged(at=at)]
    if chance < 0.3:
        return [WaitingChanged(at=at, waiting_on=dice.choice([None, *WaitingOn])) for _ in range(3)]
    return [_fact(dice, name, at) for name in dice.choice(AT_ONCE)]


def _fact(dice: random.Random, name: str, at: datetime) -> MilestoneReached:
    if not name.startswith(("commitment", "collaboration")):
        return MilestoneReached(milestone=Milestone(name), at=at)
    return MilestoneReached(
        milestone=Milestone(name),
        at=at,
        subject="one",
        due_at=at + timedelta(hours=dice.choice([1, 5, 30])),
        department="sales",
    )
