"""Every command has been carried out, repeated, and refused by every rule that it obeys."""

import traceback
from datetime import timedelta

import pytest

from service.domain.aggregates.aggregate import COMMANDS, DECISIONS
from service.domain.decision import refusals_of
from service.domain.refusal import OccurredInFutureError, Refusal
from tests.domain.example import AT, Example, Rule
from tests.domain.good_ways import CREATING, GOOD_WAYS, REPEATABLE
from tests.domain.refused_ways import BREAKS, LISTED, Shown, provoke
from tests.specification import given

every_example = pytest.mark.parametrize("way", GOOD_WAYS.values(), ids=lambda way: type(way.command).__name__)
RULES: tuple[Rule, ...] = tuple(
    dict.fromkeys(rule for decision in DECISIONS.values() for rule in decision.rules)
)


def named(shown: Shown) -> str:
    command, rule, refusal = shown
    return f"{command.__name__}-{rule.__name__}-{refusal.__name__}"


def test_no_command_is_without_an_example_and_rules() -> None:
    assert {kind.__name__ for kind in GOOD_WAYS} == set(COMMANDS)
    assert all(decision.rules for decision in DECISIONS.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.__module__}.{rule.__name__}")
def test_every_rule_declares_its_refusals(rule: Rule) -> None:
    declared = refusals_of(rule)
    assert declared
    assert all(issubclass(refusal, Refusal) for refusal in declared)


def test_no_break_is_shown_of_a_rule_that_no_command_obeys() -> None:
    assert set(BREAKS) <= {(rule, refusal) for _, rule, refusal in LISTED}


@every_example
def test_a_command_in_its_example_leads_to_its_events(way: Example) -> None:
    given(*way.history).when(way.command, at=AT, rulebook=way.rulebook).then(*way.events)


@every_example
def test_a_command_that_is_fulfilled_already_adds_nothing_unless_it_can_truly_happen_twice(
    way: Example,
) -> None:
    again = given(*way.history, *way.events).when(way.command, at=AT, rulebook=way.rulebook)
    if type(way.command) in REPEATABLE:
        again.then(*way.events)
    elif type(way.command) in CREATING:
        with pytest.raises(Refusal):
            again.then(*way.events)
    else:
        again.then_nothing()


@every_example
def test_no_command_is_believed_about_the_future(way: Example) -> None:
    tomorrow = way.command.model_copy(update={"occurred_at": AT + timedelta(days=1)})
    given(*way.history).when(tomorrow, at=AT).then_refused(OccurredInFutureError, now=AT)


@pytest.mark.parametrize("shown", LISTED, ids=named)
def test_a_command_is_refused_by_each_rule_that_it_obeys(shown: Shown) -> None:
    command, rule, refusal = shown
    raised = provoke(command, rule, refusal)
    code_of_frames = [frame.f_code for frame, _ in traceback.walk_tb(raised.__traceback__)]
    assert rule.__code__ in code_of_frames


def test_a_rule_that_nobody_has_shown_is_noticed() -> None:
    def must_be_signed(*_: object) -> None: ...

    with pytest.raises(AssertionError, match="show in BREAKS how must_be_signed refuses with Refusal"):
        provoke(next(iter(DECISIONS)), must_be_signed, Refusal)
