"""Visits of a campaign are shared out evenly, and an account goes to its owner where that is possible."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.actions.campaigns import shared_out
from service.projections.care.planned_visits import Chosen


def chosen(*owners: str | None) -> list[Chosen]:
    return [Chosen(account_id=UUID(int=n), code=f"KA-{n}", owner=owner) for n, owner in enumerate(owners)]


def test_without_agents_every_account_goes_to_its_owner() -> None:
    assert shared_out(chosen("a", None), (), {}) == [None, None]


def test_what_somebody_has_to_do_already_counts() -> None:
    assert shared_out(chosen("x", "x", "x"), ("a", "b"), {"a": 2}) == ["b", "b", "a"]


@given(owners=st.lists(st.sampled_from(["a", "b", "x", None]), max_size=30))
def test_an_owner_keeps_the_account_and_the_others_even_it_out(owners: list[str | None]) -> None:
    shared = shared_out(chosen(*owners), ("a", "b"), {})
    assert all(person == owner for person, owner in zip(shared, owners, strict=True) if owner in {"a", "b"})
    own, counts = Counter(owners), Counter(shared)
    free = sum(owner not in {"a", "b"} for owner in owners)
    gap = abs(own["a"] - own["b"])
    assert abs(counts["a"] - counts["b"]) == (gap - free if free < gap else (free - gap) % 2)
