"""How the customer is kept informed: a plan of stages, progress every day, and by when it is promised."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from service.demonstration.chapters.course import A_DAY, A_MINUTE, AN_HOUR, Course
from service.domain.case.decisions.commitments import (
    BreakCommitment,
    KeepCommitment,
    MakeCommitment,
    RenegotiateCommitment,
)
from service.domain.case.decisions.replies import ProposePlan, ShareProgress
from service.domain.case.record.replies import PlanStage
from service.domain.command import Command
from service.domain.vocabulary import ResponseClass

STAGES = ("analysed", "tried", "for_good")
PROMISED, KEPT, PUT_OFF, FORGOTTEN = 0.3, 0.78, 0.12, 0.07


def tell(course: Course) -> Iterator[Command]:
    """Yield the plan, the updates and the promise."""
    dice = course.dice("updates")
    if course.matter.response_class is ResponseClass.COMPLEX:
        yield from _plan(course, dice)
    promised = course.matter.response_class is not ResponseClass.BASIC and dice.random() < PROMISED
    if promised and course.work > AN_HOUR:
        yield from _promise(course, dice)
    yield from _progress(course, dice, has_promise=promised)


def _plan(course: Course, dice: Random) -> Iterator[Command]:
    at = course.after(dice, course.answered_at, 150)
    if at < course.resolved_at:
        step = max((course.resolved_at - at) / len(STAGES), AN_HOUR)
        stages = tuple(
            PlanStage(
                title=course.say(dice, title),
                due_at=(at + n * step).replace(microsecond=0),
                responsible=course.owner,
            )
            for n, title in enumerate(STAGES, start=1)
        )
        yield ProposePlan(occurred_at=at, stages=stages, channel=course.channel)


def _progress(course: Course, dice: Random, *, has_promise: bool) -> Iterator[Command]:
    at = course.answered_at
    while True:
        at += timedelta(hours=dice.uniform(30, 50) if dice.random() < FORGOTTEN else dice.uniform(18, 23))
        at = at.replace(microsecond=0)
        if at >= course.resolved_at:
            return
        yield ShareProgress(
            occurred_at=at,
            problem=course.say(dice, "found"),
            solution=course.say(dice, "under_way"),
            channel=course.channel,
            waiting_on_customer_for=None if has_promise else course.say(dice, "needed_of_customer"),
        )


def _promise(course: Course, dice: Random) -> Iterator[Command]:
    made_at, promise = course.answered_at + A_MINUTE, course.id_of("promise")
    turn, longer = dice.random(), course.work + max(course.work / 4, AN_HOUR)
    is_kept_as_promised = turn < KEPT
    due_at = made_at + (longer if is_kept_as_promised else course.work * dice.uniform(0.4, 0.8))
    due_at = due_at.replace(microsecond=0)
    yield MakeCommitment(
        occurred_at=made_at, commitment_id=promise, what=course.say(dice, "promise"), due_at=due_at
    )
    if not is_kept_as_promised and turn < KEPT + PUT_OFF:
        yield RenegotiateCommitment(
            occurred_at=due_at - (due_at - made_at) / 10,
            commitment_id=promise,
            due_at=(course.resolved_at + A_DAY).replace(microsecond=0),
            reason=course.say(dice, "late_because"),
        )
    elif not is_kept_as_promised:
        yield from _broken(course, dice, due_at)
        return
    yield KeepCommitment(occurred_at=course.resolved_at - A_MINUTE / 2, commitment_id=promise)


def _broken(course: Course, dice: Random, due_at: datetime) -> Iterator[Command]:
    yield BreakCommitment(
        occurred_at=min(due_at + 20 * A_MINUTE, course.resolved_at - A_MINUTE),
        commitment_id=course.id_of("promise"),
        reason=course.say(dice, "late_because"),
    )
