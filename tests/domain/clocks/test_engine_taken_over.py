"""Random lives of cases that were taken over: as if the rules had become ours at that instant."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.domain.clocks.policy import Policy, TakenOver
from tests.domain.clocks.engine_histories import drawn_history, drawn_rules, result
from tests.domain.clocks.engine_kit import Life, Rules, at, policy
from tests.domain.clocks.engine_reference import Reference

LIVES = 400
SINCE_EVER = datetime(2000, 1, 1, tzinfo=UTC)
NEVER = datetime(2100, 1, 1, tzinfo=UTC)


def north(dice: random.Random) -> Policy:
    return drawn_rules(dice).policies[0][1].model_copy(update={"policy_id": "north"})


@pytest.mark.parametrize("named", [False, True])
def test_a_case_that_was_taken_over_is_judged_as_if_our_rules_began_then(*, named: bool) -> None:
    """Told late, in disorder, with new classes and cycles; the reference knows only rules that begin."""
    with_clocks = without = 0
    for seed in range(LIVES):
        dice = random.Random(seed)  # noqa: S311  drawn again from its seed
        ours, before = drawn_rules(dice).policies, north(dice) if named else policy()
        taken_over = TakenOver(at=at(dice.randint(0, 40)), policy_id="north" if named else None)
        life = Life(Rules([*ours, (NEVER, before)]))
        begun = [(max(since, taken_over.at), each) for since, each in ours]
        slow = Reference(Rules([(SINCE_EVER, before), *begun]))
        for told in drawn_history(dice):
            if isinstance(told, datetime):
                life.watched_at(told)
                slow.watched(told)
            else:
                occasion, situation = told
                life.situation = replace(situation, taken_over=taken_over)
                life.tell(occasion)
                slow.tell(occasion, situation)
        assert result(life.book) == slow.result(), f"seed {seed}: {taken_over}"
        assert life.folded(life.book.keeps) == life.book, f"seed {seed}: the facts replay to another book"
        with_clocks += bool(life.book.clocks)
        without += not life.book.clocks
    assert with_clocks > LIVES // 4
    assert named or without > LIVES // 20
