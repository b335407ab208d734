"""Long lives in any order, told to a book that keeps everything and to one that keeps next to nothing."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from service.domain.clocks.clock import ClockBook
from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import Segment, WaitingOn
from tests.domain.clocks.engine_histories import ABOUT, CLASSES, MILESTONES, drawn_rules
from tests.domain.clocks.engine_kit import CASE_ID, Life, at


def told_alike(seed: int, keeps: int, length: int = 60) -> tuple[int, int]:
    """Tell one drawn life to both; return how many clock facts it made, and how often history was needed.

    Whoever keeps little may ask for the history, but comes to the same facts at each step. Now and then it is
    read anew from the record, as another process would.
    """
    dice = random.Random(seed)  # noqa: S311
    promises = drawn_rules(dice)
    situation = Situation(
        stream_id=CASE_ID, response_classes=dice.choice(CLASSES), segment=dice.choice(list(Segment))
    )
    whole = Life(promises, situation, ClockBook(keeps=None))
    small = Life(promises, situation, ClockBook(keeps=keeps))
    lateness, grain = dice.choice([0.0, 0.1, 0.5]), dice.choice([1, 60, 300])
    now = 0.0
    for number in range(length):
        now += dice.choice([0.0, 0.05, 0.5, 2.0, 7.0, 30.0]) * dice.random()
        hours = now if dice.random() >= lateness else dice.uniform(max(0, now - 200), now)
        when = at(hours * 60 // grain * grain / 60)
        if dice.random() < 0.08:
            assert whole.watched_at(when) == small.watched_at(when), f"seed {seed}, step {number}"
            continue
        if dice.random() < 0.08:
            situation = replace(situation, response_classes=dice.choice(CLASSES))
            whole.situation = small.situation = situation
            occasion: ClockTrigger = SituationChanged(at=when)
        else:
            occasion = _drawn(dice, when)
        if dice.random() < 0.1:
            small.book = small.folded(keeps)
        assert whole.tell(occasion) == small.tell(occasion), f"seed {seed}, step {number}: {occasion}"
    return len(whole.facts), small.histories_needed


def _drawn(dice: random.Random, when: datetime) -> ClockTrigger:
    chance = dice.random()
    if chance < 0.2:
        return WaitingChanged(at=when, waiting_on=dice.choice([None, *WaitingOn]))
    if chance < 0.26:
        return MilestoneReached(milestone=Milestone.REOPENED, at=when)
    if chance < 0.45:
        return MilestoneReached(
            milestone=Milestone(dice.choice(ABOUT)),
            at=when,
            subject=dice.choice(["one", "two", "three"]),
            due_at=when + timedelta(hours=dice.choice([1, 5, 30])),
            department=dice.choice(["sales", "technical"]),
        )
    return MilestoneReached(milestone=Milestone(dice.choice(MILESTONES)), at=when)
