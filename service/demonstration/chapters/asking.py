"""What customers think of a resolution: whom we ask, what they answer, and who wins them back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from service.demonstration.chapters.course import A_MINUTE, AN_HOUR, Course
from service.demonstration.hours import later
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.revisits import RevisitCase
from service.domain.case.decisions.surveys import AnswerSurvey, DeclineSurvey, SendSurvey, SkipSurvey
from service.domain.command import Command
from service.domain.vocabulary import Channel, WhyNotAsked

ANSWERED, DECLINED, RECOMMENDS, BY_PHONE = 0.55, 0.06, 0.35, 0.3
WON_BACK, THINKS_AGAIN = 0.85, 0.6
BETWEEN = timedelta(days=14)
BAD = 2


class Diary:
    """When each contact was asked: nobody is asked about two cases within two weeks."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._asked: dict[UUID, list[datetime]] = {}

    def free(self, contacts: tuple[UUID, ...], at: datetime) -> UUID | None:
        """Return a contact who may be asked, and note it; None where all were asked lately, or will be."""
        for contact_id in contacts:
            asked = self._asked.setdefault(contact_id, [])
            if all(abs(at - before) > BETWEEN for before in asked):
                if at <= self.until:
                    asked.append(at)
                return contact_id
        return None


def tell(course: Course, diary: Diary) -> Iterator[Command]:
    """Yield who is asked about each resolution, and what they say."""
    dice = course.dice("asking")
    if course.reopened_at is not None and course.reopened_at - course.resolved_at > timedelta(days=1):
        yield SkipSurvey(occurred_at=course.resolved_at + AN_HOUR, reason=WhyNotAsked.ASKED_LATELY, cycle=1)
    contacts = tuple(contact_id for contact_id, _, _ in course.account.asked)
    asked_at = later(dice, course.ended_at, 90)
    contact_id = diary.free(contacts, asked_at)
    if contact_id is not None:
        yield from _survey(course, dice, asked_at, contact_id)
    elif dice.random() < BY_PHONE:
        at, score = later(dice, course.ended_at, 60), _score(course, dice)
        yield RateSatisfaction(
            occurred_at=at, score=score, contact_id=dice.choice(contacts), channel=Channel.PHONE
        )
        yield from _won_back(course, dice, at, score)
    else:
        yield SkipSurvey(occurred_at=course.ended_at + AN_HOUR, reason=WhyNotAsked.ASKED_LATELY)


def _survey(course: Course, dice: Random, at: datetime, contact_id: UUID) -> Iterator[Command]:
    survey_id, turn = course.id_of("survey"), dice.random()
    channel = dice.choice((Channel.WECOM, Channel.EMAIL, Channel.SMS))
    yield SendSurvey(occurred_at=at, survey_id=survey_id, channel=channel, contact_id=contact_id)
    answered_at = later(dice, at, 300)
    if turn < DECLINED:
        yield DeclineSurvey(occurred_at=answered_at, survey_id=survey_id, reason=course.say(dice, "no_time"))
    elif turn < DECLINED + ANSWERED:
        score = _score(course, dice)
        yield AnswerSurvey(
            occurred_at=answered_at,
            survey_id=survey_id,
            csat=score,
            ces=max(1, min(7, score + dice.choice((0, 1, 1, 2)))),
            nps=min(10, score * 2 + dice.choice((-1, 0, 0))) if dice.random() < RECOMMENDS else None,
            verbatim=course.say(dice, "praise" if score > BAD else "blame"),
        )
        yield from _won_back(course, dice, answered_at, score)
        if score <= BAD and dice.random() < THINKS_AGAIN:
            yield AnswerSurvey(
                occurred_at=later(dice, answered_at + timedelta(days=1), 300),
                survey_id=survey_id,
                csat=4,
                ces=5,
                verbatim=course.say(dice, "praise"),
            )


def _score(course: Course, dice: Random) -> int:
    is_late = course.ended_at - course.received_at > timedelta(days=3)
    weights = (5, 8, 17, 38, 32) if is_late else (1, 3, 9, 35, 52)
    return dice.choices((1, 2, 3, 4, 5), weights)[0]


def _won_back(course: Course, dice: Random, at: datetime, score: int) -> Iterator[Command]:
    """A low score calls the owner, who calls the customer."""
    if score <= BAD and dice.random() < WON_BACK:
        yield RevisitCase(
            occurred_at=later(dice, at + 10 * A_MINUTE, 240),
            channel=Channel.PHONE,
            reached=True,
            duration_seconds=dice.randrange(120, 600),
            outcome=course.say(dice, "won_back"),
        )
