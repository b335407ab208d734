"""The story of the demonstration is believable, the same for the same seed, and keeps the house's rules."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from service.demonstration.history import DAYS, history
from service.demonstration.hours import in_office_hours
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate, AnyEvent, decide
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.assignment import HandOverCase
from service.domain.case.decisions.closure import CloseCase, ReopenCase
from service.domain.case.decisions.escalations import EscalateCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.revisits import RevisitCase
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.timeline.history import History
from service.domain.vocabulary import CaseKind, Channel
from service.eventstore.request import Request

UNTIL = datetime(2026, 6, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def story() -> list[Request]:
    return history(7, UNTIL)


def _commands(story: list[Request]) -> list[Command]:
    return [command for request in story for command in request.commands]


def test_forty_accounts_of_three_tiers_and_five_thousand_cases(story: list[Request]) -> None:
    opened = [command for command in _commands(story) if isinstance(command, OpenAccount)]
    received = [command for command in _commands(story) if isinstance(command, ReceiveCase)]
    assert len(opened) == len({command.code for command in opened}) == 40
    assert Counter(command.segment.value for command in opened) == {
        "ordinary": 20,
        "potential": 12,
        "high_value": 8,
    }
    assert len(received) == 5000
    assert {command.kind for command in received} == set(CaseKind)
    assert {command.channel for command in received} >= set(Channel) - {
        Channel.SELF_SERVICE,
        Channel.INTERNAL,
    }


def test_it_holds_every_turn_that_a_case_can_take(story: list[Request]) -> None:
    told = Counter(type(command) for command in _commands(story))
    for turn in (ReopenCase, EscalateCase, StartWaiting, RevisitCase, HandOverCase):
        assert told[turn] > 100, turn
    assert told[RateSatisfaction] > 1000
    assert told[ReceiveCase] > told[CloseCase], "some cases are still being worked on"


def test_it_is_told_in_order_of_time_within_half_a_year(story: list[Request]) -> None:
    instants = [command.happened_at(UNTIL) for command in _commands(story)]
    assert instants == sorted(instants)
    assert instants[0] >= UNTIL - timedelta(days=DAYS, seconds=1)
    assert instants[-1] <= UNTIL


def test_both_languages_are_spoken(story: list[Request]) -> None:
    subjects = {command.subject for command in _commands(story) if isinstance(command, ReceiveCase)}
    assert any(subject.isascii() for subject in subjects)
    assert any("一" <= letter <= "鿿" for subject in subjects for letter in subject)


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    few = {"accounts_count": 5, "cases_count": 20}
    assert history(7, UNTIL, **few) == history(7, UNTIL, **few)
    assert history(7, UNTIL, **few) != history(8, UNTIL, **few)


def test_the_house_accepts_every_step(story: list[Request]) -> None:
    states: dict[UUID, Aggregate] = {}
    events: dict[UUID, list[AnyEvent]] = {}
    facts = 0
    for request in story:
        (command,) = request.commands
        account = states.get(command.account_id) if isinstance(command, ReceiveCase) else None
        past = events.setdefault(request.stream_id, [])
        around = DecisionContext(
            now=UNTIL,
            account=account if isinstance(account, CustomerAccount) else None,
            history=History(tuple(past)),
        )
        told, after = decide(states.get(request.stream_id), command, around)
        past += told
        facts += len(told)
        if after is not None:
            states[request.stream_id] = after
    assert facts > 50_000
    assert {state.status for state in states.values() if isinstance(state, Case)} == {
        "open",
        "resolved",
        "closed",
    }


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 6, 26, 2, 0, tzinfo=UTC), datetime(2026, 6, 26, 2, 0, tzinfo=UTC)),
        (datetime(2026, 6, 26, 11, 20, tzinfo=UTC), datetime(2026, 6, 29, 1, 20, tzinfo=UTC)),
        (datetime(2026, 6, 26, 22, 5, tzinfo=UTC), datetime(2026, 6, 29, 1, 5, tzinfo=UTC)),
    ],
)
def test_work_after_hours_waits_for_the_next_morning_that_opens(at: datetime, expected: datetime) -> None:
    assert in_office_hours(at) == expected
