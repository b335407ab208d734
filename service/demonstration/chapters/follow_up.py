"""Revisits (回访): after a complaint, every week after a fault, after a delivery, and as planned."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from service.demonstration.chapters.course import A_DAY, AN_HOUR, Course
from service.demonstration.hours import in_office_hours, later
from service.domain.case.decisions.following.follow_ups import EndFollowUp
from service.domain.case.decisions.revisits import CancelRevisit, PlanRevisit, RevisitCase
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel, FollowUpEnd

REACHED, PLANNED, CANCELLED, WEEKS = 0.88, 0.05, 0.15, 2


def tell(course: Course) -> Iterator[Command]:
    """Yield the revisits that follow the last resolution."""
    dice = course.dice("follow-up")
    match course.matter.kind:
        case CaseKind.COMPLAINT:
            yield _revisit(course, dice, later(dice, course.ended_at, 1500, spread=0.5))
        case CaseKind.TECHNICAL:
            yield from _weekly(course, dice)
        case CaseKind.ORDER_CHANGE | CaseKind.AFTER_SALES | CaseKind.RETURN:
            yield _revisit(course, dice, later(dice, course.ended_at, 2200, spread=0.4))
        case _:
            pass
    if dice.random() < PLANNED:
        yield from _planned(course, dice)


def _weekly(course: Course, dice: Random) -> Iterator[Command]:
    at = course.ended_at
    for _ in range(WEEKS):
        at += timedelta(days=dice.uniform(5.5, 6.9))
        yield _revisit(course, dice, at.replace(microsecond=0))
    yield EndFollowUp(
        occurred_at=(at + AN_HOUR).replace(microsecond=0),
        ground=FollowUpEnd.PLAN_COMPLETED,
        note=course.say(dice, "runs_well"),
    )


def _planned(course: Course, dice: Random) -> Iterator[Command]:
    revisit_id, planned_at = course.id_of("planned revisit"), course.ended_at + AN_HOUR
    due_at = planned_at + 20 * A_DAY
    yield PlanRevisit(
        occurred_at=planned_at,
        revisit_id=revisit_id,
        due_at=due_at,
        template=None if course.account.grows else course.account.segment.value,
        reason=course.say(dice, "why_revisit"),
    )
    if dice.random() < CANCELLED:
        yield CancelRevisit(
            occurred_at=planned_at + 6 * A_DAY,
            revisit_id=revisit_id,
            reason=course.say(dice, "why_cancelled"),
        )
    else:
        at = in_office_hours(due_at - timedelta(days=dice.uniform(4, 8)))
        yield _revisit(course, dice, at.replace(microsecond=0)).model_copy(update={"revisit_id": revisit_id})


def _revisit(course: Course, dice: Random, at: datetime) -> RevisitCase:
    is_reached = dice.random() < REACHED
    return RevisitCase(
        occurred_at=at,
        channel=Channel.PHONE,
        reached=is_reached,
        duration_seconds=dice.randrange(90, 700) if is_reached else None,
        outcome=course.say(dice, "revisit" if is_reached else "not_reached"),
        new_needs=course.say(dice, "need") if is_reached and dice.random() < 0.1 else None,  # noqa: PLR2004
    )
