"""What puts pressure on a case: calls that are taken, a risk of escalation, a wider impact, an exception."""

from collections.abc import Iterator
from random import Random

from service.demonstration.cast import MANAGERS
from service.demonstration.chapters.course import A_MINUTE, AN_HOUR, Course
from service.demonstration.hours import later
from service.domain.case.decisions.complaints import RecordImpact
from service.domain.case.decisions.escalations import (
    ClearEscalationRisk,
    DeescalateCase,
    FlagEscalationRisk,
    TakeEscalation,
)
from service.domain.case.decisions.exceptions import DecideException, RequestException
from service.domain.command import Command
from service.domain.complaint_vocabulary import ImpactExtent
from service.domain.vocabulary import CaseKind, Degree, EscalationLevel, ResponseClass

TAKEN, CALMED, AT_RISK, SPREADING, ASKED_FOR_MORE, GRANTED = 0.9, 0.6, 0.35, 0.1, 0.07, 0.7


def tell(course: Course) -> Iterator[Command]:
    """Yield what is done about it."""
    dice = course.dice("pressure")
    for call in course.escalations:
        taken_at = later(dice, call.at, 12)
        if dice.random() < TAKEN and taken_at < course.resolved_at:
            yield TakeEscalation(occurred_at=taken_at, level=call.level, taken_by=call.to)
            calmed_at = later(dice, taken_at, 180)
            if dice.random() < CALMED and calmed_at < course.resolved_at:
                yield DeescalateCase(occurred_at=calmed_at, reason=course.say(dice, "calmed"))
    if course.matter.kind is CaseKind.COMPLAINT and course.work > AN_HOUR:
        yield from _complaint(course, dice)
    if course.matter.response_class is not ResponseClass.BASIC and course.work > AN_HOUR:
        yield from _exception(course, dice)


def _complaint(course: Course, dice: Random) -> Iterator[Command]:
    if dice.random() < AT_RISK:
        degree = dice.choice((Degree.HIGH, Degree.MEDIUM))
        yield FlagEscalationRisk(
            occurred_at=course.answered_at + A_MINUTE, degree=degree, reason=course.say(dice, "threatens")
        )
        yield ClearEscalationRisk(occurred_at=course.part(0.9), reason=course.say(dice, "calmed"))
    if dice.random() < SPREADING:
        yield RecordImpact(
            occurred_at=course.part(0.3),
            extent=dice.choice((ImpactExtent.CONTAINED, ImpactExtent.SPREADING)),
            observed=course.say(dice, "others_talk"),
            countermeasure=course.say(dice, "counteracted"),
        )


def _exception(course: Course, dice: Random) -> Iterator[Command]:
    if dice.random() > ASKED_FOR_MORE:
        return
    exception = course.id_of("exception")
    yield RequestException(
        occurred_at=course.part(0.4),
        exception_id=exception,
        what=course.say(dice, "exception"),
        reason=course.say(dice, "why_exception"),
        departments=("sales",),
        requested_by=course.owner,
    )
    is_granted = dice.random() < GRANTED
    yield DecideException(
        occurred_at=course.part(0.55),
        exception_id=exception,
        is_granted=is_granted,
        decided_by=MANAGERS[2],
        level=EscalationLevel.MANAGER,
        conditions=course.say(dice, "conditions") if is_granted else None,
    )
