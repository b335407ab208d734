"""What other departments do for a case."""

from collections.abc import Iterator
from itertools import pairwise

from service.demonstration.cast import DEPARTMENTS
from service.demonstration.chapters.course import AN_HOUR, Course
from service.domain.case.decisions.collaborations import (
    AcceptCollaboration,
    AnswerCollaboration,
    CompleteCollaboration,
    DeclineCollaboration,
    RequestCollaboration,
)
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, ResponseClass

ASKED, DECLINED = 0.45, 0.05
STEPS: dict[CaseKind, tuple[tuple[str, str], ...]] = {
    CaseKind.TECHNICAL: (("technical", "diagnosis"), ("technical", "repair"), ("warehouse", "stock")),
    CaseKind.AFTER_SALES: (("warehouse", "stock"), ("logistics", "ship_part"), ("after_sales", "dispatch")),
    CaseKind.COMPLAINT: (("logistics", "tracking"), ("sales", "offer"), ("finance", "compensation")),
    CaseKind.ORDER_CHANGE: (("supply_chain", "supply"), ("sales", "order_step")),
    CaseKind.CONTRACT_QUERY: (("finance", "billing"),),
    CaseKind.NEED: (("product", "assessment"),),
    CaseKind.SUGGESTION: (("product", "assessment"),),
}


def tell(course: Course) -> Iterator[Command]:
    """Yield the task of a department, from the request to what came of it."""
    dice, is_basic = course.dice("departments"), course.matter.response_class is ResponseClass.BASIC
    if course.matter.kind not in STEPS or is_basic or course.work < AN_HOUR or dice.random() > ASKED:
        return
    (department, step), task = dice.choice(STEPS[course.matter.kind]), course.id_of("task")
    asked_at = course.part(0.03)
    accepted_at = course.after(dice, asked_at, 20)
    answered_at = course.after(dice, accepted_at, 60)
    done_at = course.after(dice, answered_at, 200)
    if done_at >= course.resolved_at:
        accepted_at, answered_at, done_at = (course.part(share) for share in (0.1, 0.4, 0.9))
    if any(later <= earlier for earlier, later in pairwise((asked_at, accepted_at, answered_at, done_at))):
        return
    yield RequestCollaboration(
        occurred_at=asked_at,
        collaboration_id=task,
        department=department,
        step=step,
        request=course.say(dice, "asks_department"),
        customer_words=course.say(dice, "urging"),
        requested_by=course.owner,
    )
    if dice.random() < DECLINED:
        yield DeclineCollaboration(
            occurred_at=accepted_at, collaboration_id=task, reason=course.say(dice, "declines")
        )
        return
    yield AcceptCollaboration(
        occurred_at=accepted_at, collaboration_id=task, accepted_by=dice.choice(DEPARTMENTS[department])
    )
    yield AnswerCollaboration(
        occurred_at=answered_at, collaboration_id=task, answer=course.say(dice, "department_answers")
    )
    yield CompleteCollaboration(
        occurred_at=done_at, collaboration_id=task, outcome=course.say(dice, "department_has_done")
    )
