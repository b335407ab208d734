"""No theme, command or event is forgotten where the themes are listed."""

from types import ModuleType
from typing import Any

import pytest

from service.domain.account import decisions as account_decisions
from service.domain.account import events as account_events
from service.domain.account import record as account_record
from service.domain.account import themes as account_themes
from service.domain.aggregates.aggregate import DECISIONS, EVENTS
from service.domain.case import decisions as case_decisions
from service.domain.case import events as case_events
from service.domain.case import record as case_record
from service.domain.case import themes as case_themes
from service.domain.command import Command
from service.domain.event import Event
from tests.domain.themes_by_example import ACCOUNT_EXAMPLES, CASE_EXAMPLES, modules_of

RECORDS = (*modules_of(case_record), *modules_of(account_record))
DECIDING = (*modules_of(case_decisions), *modules_of(account_decisions))
of_a_case_and_of_an_account = pytest.mark.parametrize(
    ("record", "decisions", "events", "themes", "examples"),
    [
        (case_record, case_decisions, case_events, case_themes, CASE_EXAMPLES),
        (account_record, account_decisions, account_events, account_themes, ACCOUNT_EXAMPLES),
    ],
    ids=["case", "account"],
)


def defined_in(module: ModuleType, kind: type[Any]) -> set[type[Any]]:
    """Return the classes of a kind that a module defines itself."""
    return {
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, kind) and each.__module__ == module.__name__
    }


def short(module: ModuleType) -> str:
    return module.__name__.removeprefix("service.domain.")


@pytest.mark.parametrize("module", DECIDING, ids=short)
def test_every_command_of_a_theme_stands_in_its_decisions_and_in_those_of_all(module: ModuleType) -> None:
    decided = {decision.command for decision in module.DECISIONS}
    assert decided == defined_in(module, Command)
    assert decided <= set(DECISIONS)


@pytest.mark.parametrize("module", RECORDS, ids=short)
def test_every_event_of_a_theme_stands_in_its_union_and_in_those_of_all(module: ModuleType) -> None:
    events = defined_in(module, Event)
    assert set(module.THEME.events) == events
    assert {event.STORED_NAME for event in events} <= set(EVENTS)


@of_a_case_and_of_an_account
def test_every_file_of_a_theme_is_listed_and_has_examples(
    record: ModuleType,
    decisions: ModuleType,
    events: ModuleType,
    themes: ModuleType,
    examples: tuple[ModuleType, ...],
) -> None:
    assert {id(module.THEME) for module in modules_of(record)} == {id(theme) for theme in events.THEMES}
    listed = [decision for module in modules_of(decisions) for decision in module.DECISIONS]
    assert {decision.command for decision in listed} == {each.command for each in themes.DECISIONS}
    names = {module.__name__.rpartition(".")[2] for module in modules_of(record)}
    assert {module.__name__.rpartition(".")[2] for module in modules_of(decisions)} == names
    assert {module.__name__.rpartition(".")[2] for module in examples} == {*names, "rules"}
