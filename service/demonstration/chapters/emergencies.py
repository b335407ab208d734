"""The alarm of an urgent case: who is told, which plan is taken out, who works on it."""

from collections.abc import Iterator

from service.demonstration.cast import AGENTS, MANAGERS
from service.demonstration.chapters.course import A_MINUTE, AN_HOUR, Course
from service.demonstration.hours import later
from service.domain.case.decisions.dispatches import AssignResources
from service.domain.case.decisions.emergencies import (
    ActivateContingencyPlan,
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.decisions.replies import ProposePlan
from service.domain.case.record.replies import PlanStage
from service.domain.command import Command
from service.domain.vocabulary import Channel, ResponseClass

URGENT = {ResponseClass.URGENT, ResponseClass.GREEN_CHANNEL}


def tell(course: Course) -> Iterator[Command]:
    """Yield what the alarm sets in motion, as long as the matter is not settled."""
    if course.matter.response_class in URGENT:
        told = _alarm(course)
        yield from (each for each in told if each.happened_at(course.received_at) < course.resolved_at)


def _alarm(course: Course) -> Iterator[Command]:
    dice, at = course.dice("emergency"), course.received_at
    if course.matter.response_class is ResponseClass.GREEN_CHANNEL:
        yield OpenGreenChannel(
            occurred_at=at + A_MINUTE,
            task_force=(course.owner, AGENTS["technical support"][0], MANAGERS[0]),
            reason=course.say(dice, "alarm"),
        )
        promised = later(dice, at, 70)
        stages = zip(("first_aid", "for_good"), (6, 40), strict=True)
        yield ProposePlan(
            occurred_at=promised,
            channel=course.channel,
            stages=tuple(
                PlanStage(
                    title=course.say(dice, stage),
                    due_at=promised + hours * AN_HOUR,
                    responsible=course.owner,
                )
                for stage, hours in stages
            ),
        )
    yield InformCounterpart(
        occurred_at=later(dice, at, 4, spread=0.6),
        counterpart=dice.choice(MANAGERS[:2]),
        channel=Channel.PHONE,
        delivery_proof=f"CALL-{course.number}",
    )
    yield ActivateContingencyPlan(
        occurred_at=later(dice, at, 12, spread=0.4), plan_id=f"CP-{course.matter.category.upper()}"
    )
    if dice.random() < 0.3:  # noqa: PLR2004  a share of the story
        yield AssignResources(
            occurred_at=later(dice, at, 40),
            people=(dice.choice(AGENTS["technical support"]),),
            materials=(course.say(dice, "spare_part"),),
            reason=course.say(dice, "alarm"),
        )
