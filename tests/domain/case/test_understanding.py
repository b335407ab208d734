"""Coming to understand what the customer needs, and how far the customer's orders are."""

from uuid import UUID

import pytest

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.understanding import AskClarification, ConfirmUnderstanding
from service.domain.case.record.understanding import ClarificationAsked, UnderstandingConfirmed
from tests.domain.facts import TEN, received
from tests.specification import case_after, given


def asked(number: int) -> ClarificationAsked:
    return ClarificationAsked(
        occurred_at=TEN, clarification_id=UUID(int=number), round=number, question="Which line?"
    )


def agreed(rounds: int) -> UnderstandingConfirmed:
    return UnderstandingConfirmed(occurred_at=TEN, rounds=rounds, problem="The bearing is worn")


@pytest.mark.requirement(61)
@pytest.mark.parametrize("rounds", [0, 1, 2, 3])
def test_rounds_of_questions_are_counted_until_the_problem_is_clear(rounds: int) -> None:
    history: tuple[AnyEvent, ...] = (received(), *(asked(number) for number in range(1, rounds + 1)))
    confirm = ConfirmUnderstanding(problem="The bearing is worn")
    given(*history).when(confirm, at=TEN).then(agreed(rounds))
    after = case_after(*history, agreed(rounds)).understanding
    assert after.took_too_many_rounds == (rounds > 2)


def test_the_next_question_is_the_next_round_and_a_repeated_one_is_none() -> None:
    command = AskClarification(clarification_id=UUID(int=2), question="Which line?")
    given(received(), asked(1)).when(command, at=TEN).then(asked(2))
    given(received(), asked(1), asked(2)).when(command, at=TEN).then_nothing()


def test_questions_after_the_first_agreement_do_not_make_it_later_but_show_that_it_was_none() -> None:
    after = case_after(received(), asked(1), agreed(1), asked(2), asked(3), agreed(3)).understanding
    assert (after.rounds, after.confirmed_after_rounds) == (3, 1)
    assert after.took_too_many_rounds


def test_more_than_two_rounds_are_too_many_before_anything_is_agreed() -> None:
    assert not case_after(received(), asked(1), asked(2)).understanding.took_too_many_rounds
    assert case_after(received(), asked(1), asked(2), asked(3)).understanding.took_too_many_rounds
