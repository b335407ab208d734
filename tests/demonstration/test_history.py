"""The story of the demonstration is believable, the same for the same seed, and keeps the house's rules."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from service.demonstration.history import DAYS, history
from service.demonstration.hours import in_office_hours
from service.domain.account import themes
from service.domain.account.context import AccountContext
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.record.health import churn, silences
from service.domain.account.record.needs import signals
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.aggregates.aggregate import EVENTS, Aggregate, AnyEvent, decide
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.assignment import HandOverCase
from service.domain.case.decisions.closure import CloseCase, ReopenCase
from service.domain.case.decisions.escalations import EscalateCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.revisits import RevisitCase
from service.domain.case.decisions.surveys import AnswerSurvey
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.case.record.following import plan_stages
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.rulebook.decisions import SetRoster
from service.domain.timeline.history import History
from service.domain.vocabulary import CaseKind, Channel
from service.eventstore.request import Request
from tests.rules import default_rulebook

UNTIL = datetime(2026, 6, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def story() -> list[Request]:
    return history(7, UNTIL, default_rulebook())


@pytest.fixture(scope="module")
def told() -> tuple[Counter[str], dict[UUID, Aggregate]]:
    """Carry a fifth of it out under the rules that come with the program; count the events by kind."""
    states: dict[UUID, Aggregate] = {}
    events: dict[UUID, list[AnyEvent]] = {}
    for request in history(7, UNTIL, default_rulebook(), cases_count=1000):
        (command,) = request.commands
        if isinstance(command, SetRoster):
            continue  # the rulebook here is the one that comes with the program
        before = states.get(request.stream_id)
        of_account = command if isinstance(command, ReceiveCase) else before
        account = states.get(getattr(of_account, "account_id", None) or request.stream_id)
        past = events.setdefault(request.stream_id, [])
        around = DecisionContext(
            now=request.decided_at or UNTIL,
            stream_id=request.stream_id,
            account=account if isinstance(account, CustomerAccount) else None,
            history=History(tuple(past)),
            rulebook=default_rulebook(),
        )
        happened, after = decide(before, command, around)
        assert happened, command
        past += happened
        if after is not None:
            states[request.stream_id] = after
    return Counter(type(event).__name__ for past in events.values() for event in past), states


@pytest.fixture(scope="module")
def happened(told: tuple[Counter[str], dict[UUID, Aggregate]]) -> Counter[str]:
    return told[0]


@pytest.fixture(scope="module")
def states(told: tuple[Counter[str], dict[UUID, Aggregate]]) -> dict[UUID, Aggregate]:
    return told[1]


def _commands(story: list[Request]) -> list[Command]:
    return [command for request in story for command in request.commands]


def test_forty_accounts_of_three_tiers_and_three_thousand_cases(story: list[Request]) -> None:
    opened = [command for command in _commands(story) if isinstance(command, OpenAccount)]
    received = [command for command in _commands(story) if isinstance(command, ReceiveCase)]
    assert len(opened) == len({command.code for command in opened}) == 40
    assert Counter(command.segment.value for command in opened) == {
        "ordinary": 20,
        "potential": 12,
        "high_value": 8,
    }
    assert len(received) == 3000
    assert {command.kind for command in received} == set(CaseKind)
    assert {command.channel for command in received} >= set(Channel) - {
        Channel.SELF_SERVICE,
        Channel.INTERNAL,
    }


def test_it_holds_every_turn_that_a_case_can_take(story: list[Request]) -> None:
    told = Counter(type(command) for command in _commands(story))
    for turn in (ReopenCase, EscalateCase, StartWaiting, RevisitCase, HandOverCase):
        assert told[turn] > 100, turn
    assert told[AnswerSurvey] > 1000
    assert told[ReceiveCase] > told[CloseCase], "some cases are still being worked on"


NOT_TOLD = {
    "AccountClosed": "nobody leaves",
    "AttachmentAdded": "its bytes would have to be there",
    "CalendarPublished": "rules are published by the program",
    "CaseMerged": "told afterwards it would take promises back that were broken by then",
    "CaseUnmerged": "the same",
    "CaseSplit": "its other part would have to be received first",
    "ClockEscalated": "nobody is called for what is long past",
    "ClockWaived": "nobody answers for a breach",
    "GuidelinePublished": "rules are published by the program",
    "PolicyPublished": "rules are published by the program",
    "RosterSet": "told to the rulebook",
    "ReportIssued": "of a watch that sees a month end",
    "ConsentWithdrawn": "who withdraws it opts out, which is told",
    "ContactChanged": "who the people are does not change within half a year",
    "TrainingHeld": "nobody is trained yet",
    "AssetNamed": "no case is about one of the mailboxes",
    "SourceUpdateRecorded": "no other system keeps these cases",
}


NOT_TOLD_YET = (signals, silences, churn, plan_stages)
"""Themes of which the story says nothing yet."""


def test_every_kind_of_event_happens_but_for_those_with_a_reason(happened: Counter[str]) -> None:
    kinds = {kind.__name__ for kind in EVENTS.values()}
    not_yet = {event.__name__ for theme in NOT_TOLD_YET for event in theme.THEME.events}
    assert kinds - happened.keys() == NOT_TOLD.keys() | not_yet


def test_no_two_requests_bear_the_same_id(story: list[Request]) -> None:
    assert len({request.command_id for request in story}) == len(story)


def test_it_is_told_in_order_of_time_within_half_a_year(story: list[Request]) -> None:
    instants = [command.happened_at(UNTIL) for command in _commands(story)]
    assert instants == sorted(instants) == [request.decided_at for request in story]
    assert instants[0] >= UNTIL - timedelta(days=DAYS, seconds=1)
    assert instants[-1] <= UNTIL


def test_both_languages_are_spoken(story: list[Request]) -> None:
    subjects = {command.subject for command in _commands(story) if isinstance(command, ReceiveCase)}
    assert any(subject.isascii() for subject in subjects)
    assert any("一" <= letter <= "鿿" for subject in subjects for letter in subject)


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    few = {"accounts_count": 5, "cases_count": 20}
    assert history(7, UNTIL, default_rulebook(), **few) == history(7, UNTIL, default_rulebook(), **few)
    assert history(7, UNTIL, default_rulebook(), **few) != history(8, UNTIL, default_rulebook(), **few)


@pytest.mark.parametrize("days", [0, 3, 5, 30])
def test_accounts_may_be_told_of_whatever_day_it_is(days: int) -> None:
    """Weekends and months move what is told; nothing may then come before what it needs."""
    until = UNTIL + timedelta(days=153 + days, hours=5 * days)
    states: dict[UUID, CustomerAccount] = {}
    for request in history(7, until, default_rulebook(), cases_count=0):
        (command,) = request.commands
        if not isinstance(command, SetRoster):
            state = states.get(request.stream_id, UNOPENED)
            assert request.decided_at is not None
            around = AccountContext(now=request.decided_at, rulebook=default_rulebook())
            for event in themes.decide(state, command, around):
                state = themes.evolve(state, event)
            states[request.stream_id] = state
    assert len(states) == 40


def test_the_house_accepts_every_step(happened: Counter[str], states: dict[UUID, Aggregate]) -> None:
    assert happened.total() > 50_000
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
