"""What a dispatch leaves on the row of its case: whether an engineer is still waited for."""

import pytest

from service.projections.cases.dispatches import dispatch_changes
from tests.domain.case.examples.dispatches import dispatch_arranged, dispatch_ended
from tests.domain.facts import TEN


def row(*, waits: bool) -> dict[str, object]:
    return {
        "dispatch_count": 1,
        "ended_dispatch_count": 0,
        "unsolved_dispatch_count": 0,
        "dispatch_without_arrival_count": 0,
        "needs_engineer_follow_up": waits,
    }


@pytest.mark.parametrize(
    ("waited", "solved", "needs_follow_up", "waits"),
    [
        (False, False, False, False),
        (False, True, False, False),
        (True, True, False, False),
        (True, False, False, True),
        (False, True, True, True),
    ],
)
def test_an_engineer_is_waited_for_until_the_matter_is_solved_on_site(
    *, waited: bool, solved: bool, needs_follow_up: bool, waits: bool
) -> None:
    ended = dispatch_ended(solved=solved, needs_follow_up=needs_follow_up)
    assert dispatch_changes(row(waits=waited), ended) == {
        "ended_dispatch_count": 1,
        "unsolved_dispatch_count": int(not solved),
        "dispatch_without_arrival_count": 1,
        "needs_engineer_follow_up": waits,
    }


def test_who_was_there_is_known_by_the_time_of_arrival() -> None:
    found = dispatch_changes(row(waits=True), dispatch_ended(solved=True, arrived_at=TEN))
    assert found["dispatch_without_arrival_count"] == 0


def test_who_is_sent_is_the_engineer_that_was_waited_for() -> None:
    found = dispatch_changes(row(waits=True), dispatch_arranged())
    assert found == {"dispatch_count": 2, "needs_engineer_follow_up": False}
