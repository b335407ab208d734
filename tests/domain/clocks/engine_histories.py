"""Random lives of cases under random policies, seen by the engine and by the slow reference alike."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.explain import explain
from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import Priority, ResponseClass, Segment, WaitingOn
from tests.domain.clocks.engine_kit import CASE_ID, Life, Rules, at, policy
from tests.domain.clocks.engine_pool import LIMITS, pool
from tests.domain.clocks.engine_reference import Reference
from tests.domain.clocks.engine_reference_memory import merged
from tests.domain.clocks.engine_ties import in_disorder, with_ties

CLASSES = [
    frozenset[ResponseClass](),
    frozenset({ResponseClass.ROUTINE}),
    frozenset({ResponseClass.URGENT}),
    frozenset({ResponseClass.COMPLEX}),
    frozenset({ResponseClass.COMPLEX, ResponseClass.GREEN_CHANNEL}),
]
MILESTONES = [
    "acknowledged",
    "answered",
    "answered",
    "customer_messaged",
    "customer_messaged",
    "progress_shared",
    "plan_proposed",
    "green_channel_opened",
    "owner_assigned",
    "first_contact_made",
    "resolved",
    "survey_sent",
    "closed",
    "merged",
    "unmerged",
    "counterpart_informed",
]
ABOUT = [
    "commitment_made",
    "commitment_renegotiated",
    "commitment_kept",
    "collaboration_requested",
    "collaboration_answered",
    "collaboration_declined",
]


History = list[tuple[ClockTrigger, Situation] | datetime]


def drawn_rules(dice: random.Random) -> Rules:
    names = {found.rule for found in dice.sample(pool(dice), dice.randint(3, 9))}
    since = datetime(2000, 1, 1, tzinfo=UTC)
    versions = [(since, 1), (at(dice.randint(1, 60)), 2)][: dice.randint(1, 2)]
    return Rules(
        [
            (start, policy(*(r for r in pool(dice) if r.rule in names), version=version))
            for start, version in versions
        ]
    )


def drawn_history(dice: random.Random) -> History:
    """Return occasions with their situations, as they are told; an instant alone is a look of the watch."""
    situation = Situation(
        stream_id=CASE_ID, response_classes=dice.choice(CLASSES), segment=dice.choice(list(Segment))
    )
    if dice.random() < 0.2:
        term = AgreedTerm(clock=dice.choice(["resolution", "reply", "first"]), target_seconds=5400)
        situation = replace(situation, terms=(("agreement", term),))
    told: History = [(MilestoneReached(milestone=Milestone.RECEIVED, at=at(0)), situation)]
    now = 0.0
    for _ in range(dice.randint(3, 18)):
        now += dice.choice([0.0, 0.05, 0.5, 2.0, 7.0, 20.0]) * dice.random()
        when = at(round((now if dice.random() < 0.7 else dice.uniform(0, now)) * 60) / 60)
        if dice.random() < 0.1:  # to the second when something may be due
            when = drawn_before(dice, told) + timedelta(seconds=dice.choice(LIMITS))
            now = max(now, (when - at(0)) / timedelta(hours=1))
        chance = dice.random()
        if chance < 0.12:
            told.append((WaitingChanged(at=when, waiting_on=dice.choice([None, *WaitingOn])), situation))
        elif chance < 0.22:
            situation = _changed(dice, situation)
            told.append((SituationChanged(at=when), situation))
        elif chance < 0.28:
            now += 0.5
            told.append((MilestoneReached(milestone=Milestone.REOPENED, at=at(now)), situation))
        elif chance < 0.36:
            told.append(at(now))
        elif chance < 0.55:
            told.append((_about(dice, when), situation))
        else:
            told.append((MilestoneReached(milestone=Milestone(dice.choice(MILESTONES)), at=when), situation))
    return told


def drawn_before(dice: random.Random, told: History) -> datetime:
    found = dice.choice(told)
    return found if isinstance(found, datetime) else found[0].at


def _changed(dice: random.Random, situation: Situation) -> Situation:
    if dice.random() < 0.3:
        return replace(situation, priority=dice.choice([None, Priority.CRITICAL]))
    return replace(situation, response_classes=dice.choice(CLASSES))


def _about(dice: random.Random, when: datetime) -> MilestoneReached:
    return MilestoneReached(
        milestone=Milestone(dice.choice(ABOUT)),
        at=when,
        subject=dice.choice(["one", "two"]),
        due_at=when + timedelta(hours=dice.choice([1, 5, 30])),
        department=dice.choice(["sales", "technical"]),
    )


def run(seed: int, *, tied: bool = False) -> tuple[Life, Reference, History]:
    """Tell one drawn life to both; return them and the life. With `tied`, much of it lies in one instant."""
    dice = random.Random(seed)  # noqa: S311  drawn again from its seed
    promises = drawn_rules(dice)
    history = drawn_history(dice)
    if tied:
        history = with_ties(dice, history)
    life, slow = Life(promises), Reference(promises)
    for told in history:
        if isinstance(told, datetime):
            life.watched_at(told)
            slow.watched(told)
        else:
            occasion, life.situation = told
            life.tell(occasion)
            slow.tell(*told)
    return life, slow, history


def result(book: ClockBook) -> list[tuple[Any, ...]]:
    """Return of each clock what the reference returns of it."""
    found: list[tuple[Any, ...]] = []
    for clock in book.clocks:
        head = (clock.clock, clock.subject or "", clock.cycle, clock.counts_from_at, clock.rule)
        if clock.is_void:
            if clock.end_reason != "superseded":
                found.append((*head, "void", clock.ended_at))
            continue
        due = None if clock.paused_at is not None else clock.due_at
        pauses = merged([(pause.began_at, pause.ended_at, pause.waiting_on) for pause in clock.pauses])
        found.append((*head, _state(clock), due, pauses))
    return sorted(found, key=repr)


def _state(clock: Clock) -> Any:
    if clock.end is None:
        return "open"
    if clock.end == "cancelled":
        return "ended", clock.ended_at
    if clock.end == "voided":
        return str(clock.end_reason), clock.ended_at
    return clock.end, clock.ended_at, clock.counted_seconds


def check(seed: int, *, tied: bool = False) -> int:
    """Check one life; return how many clock facts it made. Raises AssertionError that names the seed."""
    life, slow, _ = run(seed, tied=tied)
    assert result(life.book) == slow.result(), f"seed {seed}: engine and reference differ"
    replayed = life.folded(ClockBook().keeps)
    assert replayed == life.book, f"seed {seed}: the facts replay to another book"
    for clock in life.book.clocks:
        adds_up(clock, life.promises, seed)
    life.watched_at(at(900))
    assert not life.watched_at(at(900)), f"seed {seed}: the watch notes something twice"
    return len(life.facts)


def adds_up(clock: Clock, promises: Rules, seed: int) -> None:
    """Check that the explanation has no gap, and that its stretches add up to what the clock shows."""
    why = explain(clock, promises, at(120))
    assert sum(stretch.counted_seconds for stretch in why.stretches) == why.counted_seconds, f"seed {seed}"
    if clock.counted_seconds is not None:
        assert why.counted_seconds == clock.counted_seconds, f"seed {seed}: explain does not add up"
    if why.stretches:
        starts = [*(stretch.start for stretch in why.stretches), why.until]
        ends = [why.counts_from_at, *(stretch.end for stretch in why.stretches)]
        assert starts == ends, f"seed {seed}: explain has a gap"


def shuffled(seed: int, grain: int = 1) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return what a life without reclassification or reopening comes to, told in order and in disorder.

    Its instants are multiples of `grain` minutes; what lies in one instant is told in its order.
    """
    dice = random.Random(seed)  # noqa: S311
    promises = drawn_rules(dice)
    classes = dice.choice(CLASSES[:-1])
    situation = Situation(stream_id=CASE_ID, response_classes=classes, segment=dice.choice(list(Segment)))
    received = MilestoneReached(milestone=Milestone.RECEIVED, at=at(0))
    rest: list[ClockTrigger] = []
    for number, minute in enumerate(sorted(dice.sample(range(1, 6000), dice.randint(3, 14)))):
        when = at(minute // grain * grain / 60)
        if dice.random() < 0.25:
            rest.append(WaitingChanged(at=when, waiting_on=dice.choice([None, *WaitingOn])))
        elif dice.random() < 0.2:
            subject, milestone = str(number), Milestone(dice.choice(ABOUT))
            rest.append(
                MilestoneReached(
                    milestone=milestone, at=when, subject=subject, due_at=when, department="sales"
                )
            )
        else:
            rest.append(MilestoneReached(milestone=Milestone(dice.choice(MILESTONES)), at=when))
    found: list[list[tuple[Any, ...]]] = []
    for occasions in (rest, in_disorder(dice, rest)):
        life = Life(promises, situation)
        for occasion in (received, *occasions):
            life.tell(occasion)
        found.append(result(life.book))
    return found[0], found[1]
