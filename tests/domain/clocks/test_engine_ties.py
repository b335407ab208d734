"""What happens in one and the same instant happens in the order in which it was told, whatever follows."""

import pytest

from service.domain.clocks.offers import best_offer
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import ResponseClass
from tests.domain.clocks.engine_histories import check
from tests.domain.clocks.engine_kit import Life, at, rule, rules, said

URGENT = frozenset({ResponseClass.URGENT})
UPDATE = rule(
    "update",
    starts_on=("answered", "reopened"),
    met_by=("answered",),
    ends_on=("closed",),
    repeats=True,
)


def test_a_promise_broken_after_a_reopening_answered_in_its_instant_is_not_met_by_reclassifying() -> None:
    life = Life(rules(UPDATE))
    for milestone, hours in (("received", 0), ("answered", 1), ("reopened", 4), ("answered", 4)):
        life.happened(milestone, hours)
    life.watched(6)
    broken = life.clock("update")
    assert (broken.counts_from_at, broken.breached_at) == (at(4), at(5))

    assert life.becomes(7, response_classes=URGENT) == []
    assert [clock.counts_from_at for clock in life.book.clocks] == [at(1), at(4)]
    assert verdict(life.clock("update"), at(9)) == "breached"


def test_a_case_closed_in_the_instant_of_its_reopening_is_promised_nothing_by_reclassifying() -> None:
    life = Life(rules(UPDATE))
    for milestone, hours in (("received", 0), ("answered", 1), ("reopened", 4)):
        life.happened(milestone, hours)
    assert said(life.happened("closed", 4)) == [("Cancelled", 4)]

    assert life.becomes(7, response_classes=URGENT) == []


def test_of_two_rules_that_are_due_at_one_instant_the_first_of_the_policy_is_promised() -> None:
    first, second = rule("first", clock="answer"), rule("second", clock="answer")
    promises = rules(first, second)
    life = Life(promises)
    life.happened("received", 0)
    assert life.clock("answer").rule == "first"
    (_, policy), *_ = promises.policies
    offered = best_offer((first, second), policy, life.situation, promises, start_at=at(0), fact=None)
    assert offered is not None
    assert offered.rule == first


@pytest.mark.parametrize("seed", [2027020247, 2027077462])
def test_the_lives_that_showed_it_come_to_what_the_reference_says(seed: int) -> None:
    assert check(seed)
