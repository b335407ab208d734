"""What customer and agent say to each other: questions, an understanding, messages, thanks."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from service.demonstration.chapters.course import A_MINUTE, Course
from service.domain.case.decisions.replies import RecordCustomerMessage, SendReply, SetAnswerNotNeeded
from service.domain.case.decisions.understanding import AskClarification, ConfirmUnderstanding
from service.domain.command import Command
from service.domain.vocabulary import ResponseClass

ASKED_BACK, SECOND_MESSAGE, THANKS, PLAIN_THANKS = 0.3, 0.3, 0.08, 0.03
LONG_ENOUGH_SECONDS = 2 * 3600


def tell(course: Course) -> Iterator[Command]:
    """Yield the talk before the answer, during the work, and after the end."""
    dice = course.dice("talk")
    if course.matter.response_class is not ResponseClass.BASIC and dice.random() < ASKED_BACK:
        yield from _understood(course, dice)
    for n, share in enumerate((0.35, 0.7)):
        if course.work.total_seconds() > LONG_ENOUGH_SECONDS and dice.random() < SECOND_MESSAGE:
            yield from _message(course, dice, course.part(share), "message" if n else "urging")
    if dice.random() < THANKS:
        yield RecordCustomerMessage(
            occurred_at=course.ended_at + 5 * A_MINUTE,
            channel=course.channel,
            text=course.say(dice, "thanks"),
            needs_answer=False,
        )
    elif dice.random() < PLAIN_THANKS:
        at = course.ended_at + 5 * A_MINUTE
        yield RecordCustomerMessage(occurred_at=at, channel=course.channel, text=course.say(dice, "thanks"))
        yield SetAnswerNotNeeded(occurred_at=at + 3 * A_MINUTE, reason=course.say(dice, "only_thanks"))


def _understood(course: Course, dice: Random) -> Iterator[Command]:
    """Ask before the answer, and have the customer agree on what the problem is after it."""
    between = course.answered_at - course.acknowledged_at
    question = course.say(dice, "question")
    yield AskClarification(
        occurred_at=(course.acknowledged_at + between * 0.2).replace(microsecond=0),
        clarification_id=course.id_of("clarification"),
        question=question,
        channel=course.channel,
    )
    yield RecordCustomerMessage(
        occurred_at=(course.acknowledged_at + between * 0.7).replace(microsecond=0),
        channel=course.channel,
        text=course.say(dice, "customer_answers"),
    )
    agreed_at = course.answered_at + 2 * A_MINUTE
    if agreed_at < course.resolved_at:
        yield ConfirmUnderstanding(
            occurred_at=agreed_at,
            problem=course.say(dice, "symptom"),
            solution=course.say(dice, "solution"),
            confirmed_by=course.reported_by,
            channel=course.channel,
        )


def _message(course: Course, dice: Random, at: datetime, key: str) -> Iterator[Command]:
    answered_at = course.after(dice, at, 12)
    if answered_at < course.resolved_at:
        yield RecordCustomerMessage(occurred_at=at, channel=course.channel, text=course.say(dice, key))
        yield SendReply(
            occurred_at=answered_at, channel=course.channel, text=course.say(dice, "how_it_stands")
        )
