"""What is learnt from a case after it was closed (复盘), and cases that have to do with each other."""

from collections.abc import Iterator

from service.demonstration.cast import MANAGERS
from service.demonstration.chapters.course import A_DAY, A_MINUTE, RUSHED, Course
from service.domain.case.decisions.links import LinkCase, UnlinkCase
from service.domain.case.decisions.reviews import AgreeImprovement, CompleteImprovement, ReviewCase
from service.domain.command import Command
from service.domain.vocabulary import CaseRelation

REVIEWED, IN_TIME, NEVER, LINKED, UNLINKED = 0.1, 0.8, 0.08, 0.04, 0.12
STEPS = ("delivery", "production", "use", "service")


def tell(course: Course, before: Course | None) -> Iterator[Command]:
    """Yield the review, and the link to the case that the same customer had before."""
    dice = course.dice("learning")
    if before is not None and dice.random() < LINKED:
        tie = {"other_case_id": before.case_id, "relation": CaseRelation.RELATED}
        yield LinkCase(occurred_at=course.answered_at + A_MINUTE, **tie, reason=course.say(dice, "again"))
        if dice.random() < UNLINKED:
            yield UnlinkCase(
                occurred_at=course.answered_at + 4 * A_MINUTE, **tie, reason=course.say(dice, "not_again")
            )
    if course.matter.response_class not in RUSHED or dice.random() > REVIEWED:
        return
    reviewed_at, action = course.closed_at + 2 * A_DAY, course.id_of("improvement")
    due_at = reviewed_at + 14 * A_DAY
    yield ReviewCase(
        occurred_at=reviewed_at,
        review_id=course.id_of("review"),
        findings=course.say(dice, "why"),
        process_step="delivery",
        lessons=course.say(dice, "lesson"),
    )
    yield AgreeImprovement(
        occurred_at=reviewed_at + 10 * A_MINUTE,
        action_id=action,
        what=course.say(dice, "lesson"),
        owner=dice.choice(MANAGERS[:3]),
        due_at=due_at,
        review_id=course.id_of("review"),
        process_step="delivery",
    )
    if dice.random() > NEVER:
        late = 0 if dice.random() < IN_TIME else 10
        yield CompleteImprovement(
            occurred_at=due_at - dice.randrange(1, 9) * A_DAY + late * A_DAY,
            action_id=action,
            effect=course.say(dice, "effect"),
            is_effective=dice.random() < IN_TIME,
        )
