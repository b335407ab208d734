"""How the rules of questions and links are broken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from service.domain.case.circumstances import NOWHERE
from service.domain.case.commands import OpenQuestion
from service.domain.case.events import CaseLinked
from service.domain.case.refusals import CaseAlreadyClosedError
from service.domain.case.refused.linking import (
    LinkedOtherWayRoundError,
    LinkedToItselfError,
    SplitIntoItselfError,
)
from service.domain.case.refused.questioning import (
    AnswerDueInPastError,
    OpenQuestionsRemainError,
    QuestionAlreadyOpenedError,
    QuestionUnknownError,
)
from service.domain.case.rules import linking, questioning
from service.domain.refusal import Refusal
from service.domain.vocabulary import CaseRelation
from tests.domain.facts import (
    CLOSED,
    OTHER_CASE_ID,
    QUESTION_ID,
    TEN,
    question_opened,
    received,
)
from tests.domain.good_ways import AT, GoodWay

Break = Callable[[GoodWay], GoodWay]
_LET_ME_CHECK = {"substantive": False, "question_id": QUESTION_ID}
_PARENT = CaseLinked(occurred_at=TEN, other_case_id=OTHER_CASE_ID, relation=CaseRelation.PARENT)


def _with(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


def _asked_of_others(way: GoodWay) -> GoodWay:
    opened = question_opened().model_copy(update={"asked_of": "sales"})
    return replace(_with(**_LET_ME_CHECK)(way), history=(received(), opened))


def _due_at_once(way: GoodWay) -> GoodWay:
    field = "due_at" if isinstance(way.command, OpenQuestion) else "answer_due_at"
    return _with(**_LET_ME_CHECK, **{field: AT})(way)


def _on_a_closed_case(way: GoodWay) -> GoodWay:
    return replace(_with(**_LET_ME_CHECK)(way), history=CLOSED)


def _with_a_question_left(way: GoodWay) -> GoodWay:
    return replace(way, history=(*way.history, question_opened()))


BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (questioning.question_must_be_known, QuestionUnknownError): _with(question_id=NOWHERE),
    (questioning.question_must_be_new, QuestionAlreadyOpenedError): _asked_of_others,
    (questioning.answer_must_be_due_later, AnswerDueInPastError): _due_at_once,
    (questioning.question_needs_a_case_that_goes_on, CaseAlreadyClosedError): _on_a_closed_case,
    (questioning.questions_must_be_answered, OpenQuestionsRemainError): _with_a_question_left,
    (linking.must_not_be_linked_to_itself, LinkedToItselfError): _with(other_case_id=NOWHERE),
    (linking.must_not_be_linked_the_other_way_round, LinkedOtherWayRoundError): lambda way: replace(
        way, history=(received(), _PARENT)
    ),
    (linking.must_not_be_split_into_itself, SplitIntoItselfError): _with(into_case_id=NOWHERE),
}
