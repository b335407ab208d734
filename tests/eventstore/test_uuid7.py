"""Ids grow with time and say which version they are."""

from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from service.eventstore.uuid7 import RANDOM_BYTES, uuid7
from service.main import IDS_A_PORTION, new_id

moments = st.integers(min_value=0, max_value=2**48 - 1)
randomness = st.integers(0, 2 ** (8 * RANDOM_BYTES) - 1)
RANDOM_BITS = (*range(62), *range(64, 76))
"""All but those that say the version and the variant."""


@given(moments, randomness)
def test_an_id_is_a_version_7_uuid_that_carries_its_moment(moment: int, random: int) -> None:
    made = uuid7(moment, random)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == moment


@given(moments, moments, randomness, randomness)
def test_a_later_id_sorts_after_an_earlier_one(one: int, other: int, random: int, chance: int) -> None:
    if one < other:
        assert uuid7(one, random) < uuid7(other, chance)


@given(moments, randomness, st.sampled_from(RANDOM_BITS))
def test_each_of_the_74_random_bits_makes_another_id(moment: int, random: int, bit: int) -> None:
    assert uuid7(moment, random) != uuid7(moment, random ^ 1 << bit)


def test_no_id_is_made_twice_across_portions_of_randomness() -> None:
    assert len({new_id() for _ in range(3 * IDS_A_PORTION)}) == 3 * IDS_A_PORTION
