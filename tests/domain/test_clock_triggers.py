"""What each event of a case or an account is to the clocks."""

import pytest

from service.domain.account import themes as account
from service.domain.account.events import ACCOUNT_EVENTS
from service.domain.case import themes as case
from service.domain.case.events import CASE_EVENTS
from tests.domain.themes_by_example import ACCOUNT_EXAMPLES, CASE_EXAMPLES, gathered
from tests.domain.trigger_rows import TriggerRow
from tests.specification import account_after, case_after

OF_CASES: tuple[TriggerRow, ...] = tuple(gathered("TRIGGERS", CASE_EXAMPLES))
OF_ACCOUNTS: tuple[TriggerRow, ...] = tuple(gathered("TRIGGERS", ACCOUNT_EXAMPLES))


def named(row: TriggerRow) -> str:
    return type(row[1]).__name__


@pytest.mark.parametrize("row", OF_CASES, ids=named)
def test_an_event_of_a_case_is_a_trigger_for_the_clocks_or_none(row: TriggerRow) -> None:
    history, event, expected = row
    assert case.clock_triggers(event, case_after(*history, event)) == expected


@pytest.mark.parametrize("row", OF_ACCOUNTS, ids=named)
def test_an_event_of_an_account_is_a_trigger_for_the_clocks_or_none(row: TriggerRow) -> None:
    history, event, expected = row
    assert account.clock_triggers(event, account_after(*history, event)) == expected


def test_every_event_of_a_case_is_shown() -> None:
    assert {type(event) for _, event, _ in OF_CASES} == set(CASE_EVENTS)


def test_every_event_of_an_account_is_shown() -> None:
    assert {type(event) for _, event, _ in OF_ACCOUNTS} == set(ACCOUNT_EVENTS)
