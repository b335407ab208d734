"""An account of much history is decided as a new one is: from its state, which stays small."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.benchmark.accounts.life import TURNS_A_TIER, AccountLife
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import decide
from service.domain.case.context import DecisionContext
from service.domain.clocks.letting_go import KEEPS
from tests.rules import default_rulebook

BEGUN_AT = datetime(2023, 1, 2, 2, tzinfo=UTC)
ACCOUNT_ID = UUID(int=1)
TURNS = 6 * TURNS_A_TIER
MOST_CLOCKS = 10 * KEEPS
"""Those over that were kept, those over that were broken, which can be waived, and some that are open."""


def told(turns: int) -> tuple[CustomerAccount, int]:
    """Tell a life without its history at hand; return the account and its number of events."""
    life, rulebook = AccountLife("KA-1", ACCOUNT_ID, BEGUN_AT), default_rulebook()
    state: object = None
    count = 0
    for commands in (life.opening(), *(life.turn() for _ in range(turns))):
        for command in commands:
            at = command.occurred_at or BEGUN_AT
            context = DecisionContext(now=at, rulebook=rulebook, stream_id=ACCOUNT_ID)
            events, state = decide(state, command, context)  # type: ignore[arg-type]  # the aggregate before
            count += len(events)
    assert isinstance(state, CustomerAccount)
    return state, count


@pytest.fixture(scope="module")
def account() -> CustomerAccount:
    found, count = told(TURNS)
    assert count > 3_000
    return found


def test_no_command_of_a_long_life_asks_for_its_history(account: CustomerAccount) -> None:
    """Who asks raises HistoryNeededError, which nobody catches here: tiers came and went six times."""
    assert len(account.segments) == 1 + TURNS // TURNS_A_TIER


def test_the_clocks_of_a_long_life_are_few(account: CustomerAccount) -> None:
    book = account.clocks
    assert len(book.clocks) <= MOST_CLOCKS
    assert len(book.facts) <= 10 * KEEPS
    assert sum(clock.is_open for clock in book.clocks) < KEEPS


def test_what_is_counted_lately_is_bounded(account: CustomerAccount) -> None:
    assert len(account.contacted_at) <= 3 * 64
    assert len(account.memos) <= 500
    assert len(account.planned_visits) <= 200
    assert len(account.clocks.months_told) <= 32


def test_memos_are_found_by_their_days(account: CustomerAccount) -> None:
    """They stand in the order of their days, so that those of a span are found without a look at all."""
    days = [memo.remind_on for memo in account.memos]
    assert days == sorted(days)
    first, last = days[3], days[9]
    assert account.memos_of(first, last) == tuple(
        memo for memo in account.memos if first <= memo.remind_on <= last
    )
