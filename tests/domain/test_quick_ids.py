"""Ids that are made quickly are those of the standard library."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from service.domain.quick_ids import named_id, uuid_of

numbers = st.integers(0, 2**128 - 1)


@given(numbers)
def test_an_id_of_a_number_is_the_one_that_the_constructor_makes(number: int) -> None:
    made, constructed = uuid_of(number), UUID(int=number)
    assert made == constructed
    assert (hash(made), str(made), repr(made)) == (hash(constructed), str(constructed), repr(constructed))
    assert made.is_safe is constructed.is_safe


@given(numbers, st.text(st.characters(codec="utf-8")))
def test_a_named_id_is_uuid5(within: int, name: str) -> None:
    assert named_id(UUID(int=within), name) == uuid5(UUID(int=within), name)
