"""Random lives of cases: the engine comes to what a slow recomputation of everything comes to.

CASEBOOK_HISTORIES says how many lives; `tools/clock_campaign.py` runs 100,000 on all cores.
"""

import os

import pytest

from tests.domain.clocks.engine_histories import check, shuffled

HISTORIES = int(os.environ.get("CASEBOOK_HISTORIES", "3000"))
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_the_engine_is_the_slow_reference_replays_and_explains_itself(part: int) -> None:
    made = sum(check(seed) for seed in range(part, HISTORIES, PARTS))

    assert made > HISTORIES // PARTS


@pytest.mark.parametrize("part", range(PARTS))
def test_what_lies_in_one_instant_is_judged_by_its_place_as_the_reference_does(part: int) -> None:
    made = sum(check(seed, tied=True) for seed in range(part, HISTORIES, PARTS))

    assert made > HISTORIES // PARTS


@pytest.mark.parametrize("grain", [1, 600])
@pytest.mark.parametrize("part", range(PARTS))
def test_the_order_in_which_facts_become_known_does_not_change_what_they_come_to(
    part: int, grain: int
) -> None:
    clocks = 0
    for seed in range(part, HISTORIES, PARTS):
        in_order, in_disorder = shuffled(seed, grain)
        assert in_order == in_disorder, f"seed {seed}"
        clocks += len(in_order)

    assert clocks > HISTORIES // PARTS
