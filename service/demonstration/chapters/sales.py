"""Orders on their way, what was delivered, and what customers truly need."""

from collections.abc import Iterator
from random import Random

from service.demonstration.chapters.course import A_MINUTE, AN_HOUR, Course
from service.domain.case.decisions.closure import ConfirmDelivery
from service.domain.case.decisions.sales import RecordOrderStatus, RecordPreSaleNeed
from service.domain.case.decisions.understanding import RecordNeed
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, OrderStatus

WAY = (OrderStatus.PLACED, OrderStatus.PRODUCED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)


def tell(course: Course) -> Iterator[Command]:
    """Yield what belongs to the kind of case."""
    dice = course.dice("sales")
    match course.matter.kind:
        case CaseKind.ORDER_CHANGE if course.work > AN_HOUR:
            yield from _way(course)
        case CaseKind.AFTER_SALES | CaseKind.RETURN:
            yield ConfirmDelivery(
                occurred_at=course.ended_at + A_MINUTE,
                what=course.say(dice, "delivered"),
                reference=f"DN-{course.number:06d}",
            )
        case CaseKind.NEED | CaseKind.COMMERCIAL:
            yield _buyer(course, dice)
            yield _need(course, dice)
        case CaseKind.SUGGESTION:
            yield _need(course, dice)
        case _:
            pass


def _way(course: Course) -> Iterator[Command]:
    for n, status in enumerate(WAY, start=1):
        yield RecordOrderStatus(
            occurred_at=course.part(n / (len(WAY) + 1)),
            order_reference=f"PO-{course.number:06d}",
            status=status,
        )


def _buyer(course: Course, dice: Random) -> RecordPreSaleNeed:
    budget = dice.choice((50_000_00, 200_000_00, 800_000_00))
    return RecordPreSaleNeed(
        occurred_at=course.answered_at + A_MINUTE,
        need=course.say(dice, "need"),
        industry=course.account.industry,
        company_size=dice.choice(("50-200", "200-1000", "1000+")),
        budget_from_minor=budget,
        budget_to_minor=budget * 2,
        proposed_solution=course.say(dice, "offer"),
    )


def _need(course: Course, dice: Random) -> RecordNeed:
    return RecordNeed(
        occurred_at=course.answered_at + 2 * A_MINUTE,
        stated=course.matter.subject,
        real=course.say(dice, "need"),
    )
