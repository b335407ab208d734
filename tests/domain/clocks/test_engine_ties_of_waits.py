"""Of waits, merges and what the days bring in one and the same instant the last that was told stands."""

import pytest

from service.domain.vocabulary import WaitingOn
from tests.domain.clocks.engine_kit import Life, at, rule, rules


@pytest.mark.parametrize(
    ("waits", "is_paused"),
    [
        ((WaitingOn.CUSTOMER, None, WaitingOn.CUSTOMER), True),
        ((WaitingOn.CUSTOMER, None), False),
        ((None, WaitingOn.SUPPLIER, WaitingOn.CUSTOMER), True),
        ((WaitingOn.CUSTOMER, WaitingOn.SUPPLIER), False),
    ],
)
def test_of_the_waits_of_one_minute_the_last_told_stands(
    waits: tuple[WaitingOn | None, ...], is_paused: bool
) -> None:
    life = Life(rules(rule("first", pauses_on=("customer",))))
    life.happened("received", 0)
    for waiting_on in waits:
        life.waits(0.5, waiting_on)
    assert (life.clock("first").paused_at is not None) is is_paused

    life.waits(2.5, None)
    assert life.clock("first").due_at == at(3 if is_paused else 1)


@pytest.mark.parametrize(
    ("turns", "is_merged"),
    [
        (("merged", "unmerged", "merged"), True),
        (("merged", "unmerged"), False),
        (("merged", "unmerged", "merged", "unmerged"), False),
    ],
)
def test_of_the_merges_of_one_minute_the_last_told_stands(turns: tuple[str, ...], is_merged: bool) -> None:
    life = Life(rules(rule("first", ends_on=("duplicate",))))
    life.happened("received", 0)
    for turn in turns:
        life.happened(turn, 0.5)

    assert (life.clock("first").paused_at is not None) is is_merged
    assert bool(life.watched(9)) is not is_merged


def test_what_the_days_bring_is_told_again_and_changes_nothing() -> None:
    check = rule(
        "bill_check",
        starts_on=("settlement_expected",),
        met_by=("bill_checked",),
        per_subject=True,
        promised=True,
    )
    life = Life(rules(check))
    for _ in range(3):
        life.happened("settlement_expected", 1, subject="march", due_at=at(9))

    assert len(life.book.clocks) == len(life.book.facts) == 1
