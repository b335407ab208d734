"""How a fault is handled: by phone, from afar, or by an engineer at the customer's."""

from collections.abc import Iterator
from random import Random

from service.demonstration.cast import AGENTS
from service.demonstration.chapters.course import A_MINUTE, Course
from service.domain.case.decisions.dispatches import (
    ArrangeDispatch,
    ChooseHandlingMode,
    RecordDispatchOutcome,
)
from service.domain.case.decisions.intake import DescribeFault
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, FieldWork, HandlingMode, ResponseClass

ON_SITE, SOLVED = 0.4, 0.82
REPORTED_WITHOUT_DETAILS = 6
"""Every so many faults are reported without details, which are asked for."""
LONG_ENOUGH_SECONDS = 4 * 3600


def tell(course: Course) -> Iterator[Command]:
    """Yield the mode, and the visit of an engineer where one comes."""
    if course.matter.kind is not CaseKind.TECHNICAL:
        return
    dice, at = course.dice("site"), course.answered_at + A_MINUTE
    if course.number % REPORTED_WITHOUT_DETAILS == 0:
        yield DescribeFault(
            occurred_at=course.acknowledged_at,
            symptom=course.say(dice, "symptom"),
            impact=course.say(dice, "impact"),
            fault_began_at=course.received_at - A_MINUTE * 20,
        )
    if at >= course.resolved_at:
        return
    is_long = course.work.total_seconds() > LONG_ENOUGH_SECONDS
    is_heavy = course.matter.response_class is not ResponseClass.ROUTINE
    if not (is_long and is_heavy and dice.random() < ON_SITE):
        mode = dice.choice((HandlingMode.PHONE, HandlingMode.REMOTE))
        yield ChooseHandlingMode(occurred_at=at, mode=mode)
        return
    yield ChooseHandlingMode(occurred_at=at, mode=HandlingMode.ON_SITE)
    is_solved = dice.random() < SOLVED
    yield from _visit(course, dice, "visit", (0.1, 0.4, 0.6), is_solved=is_solved)
    if not is_solved:
        yield from _visit(course, dice, "second visit", (0.65, 0.8, 0.95), is_solved=True)


def _visit(
    course: Course, dice: Random, name: str, shares: tuple[float, float, float], *, is_solved: bool
) -> Iterator[Command]:
    arranged_at, planned_at, ended_at = (course.part(share) for share in shares)
    engineer = dice.choice(AGENTS["technical support"])
    yield ArrangeDispatch(
        occurred_at=arranged_at,
        dispatch_id=course.id_of(name),
        engineer=engineer,
        work=FieldWork.REPAIR,
        planned_at=planned_at,
        place=course.account.name,
        task=course.say(dice, "field_task"),
    )
    yield RecordDispatchOutcome(
        occurred_at=ended_at,
        dispatch_id=course.id_of(name),
        solved=is_solved,
        outcome=course.say(dice, "solution" if is_solved else "part_missing"),
        needs_follow_up=not is_solved,
        follow_up_by=None if is_solved else engineer,
    )
