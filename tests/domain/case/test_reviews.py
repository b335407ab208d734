"""What is learned from a case, and what is improved."""

from service.domain.case.decisions.reviews import CompleteImprovement
from service.domain.case.record.reviews import ImprovementCompleted
from tests.domain.case.examples.reviews import AGREED
from tests.domain.facts import ELEVEN, RESOLVED, TEN
from tests.specification import case_after, given


def test_an_improvement_whose_effect_becomes_known_is_completed_once_more_and_else_not() -> None:
    done = ImprovementCompleted(occurred_at=TEN, action_id=AGREED.action_id, effect="Stored")
    history = (*RESOLVED, AGREED, done)
    same = CompleteImprovement(action_id=AGREED.action_id, effect="Stored")
    given(*history).when(same, at=ELEVEN).then_nothing()
    known = same.model_copy(update={"is_effective": True, "effect": "No stop"})
    judged = ImprovementCompleted(
        occurred_at=ELEVEN, action_id=AGREED.action_id, effect="No stop", is_effective=True
    )
    given(*history).when(known, at=ELEVEN).then(judged)
    (kept,) = case_after(*history, judged).improvements
    assert (kept.completed_at, kept.is_effective) == (TEN, True)
