"""Every command has been carried out, repeated, and refused by every rule that it obeys."""

import traceback
from datetime import timedelta

import pytest

from service.domain.aggregate import COMMANDS, AnyCommand
from service.domain.refusal import OccurredInFutureError, Refusal
from tests.domain.good_ways import AT, CREATING, GOOD_WAYS, REPEATABLE, GoodWay
from tests.domain.refused_ways import LISTED, RULES, Rule, Shown, provoke
from tests.specification import given

every_good_way = pytest.mark.parametrize(
    "way", GOOD_WAYS.values(), ids=lambda way: type(way.command).__name__
)


def named(shown: Shown) -> str:
    command, rule, refusal = shown
    return f"{command.__name__}-{rule.__name__}-{refusal.__name__}"


def test_no_command_is_without_a_good_way_and_rules() -> None:
    assert {kind.__name__ for kind in GOOD_WAYS} == set(COMMANDS)
    assert {kind.__name__ for kind in RULES} == set(COMMANDS)


@every_good_way
def test_a_command_on_its_good_way_leads_to_its_facts(way: GoodWay) -> None:
    given(*way.history).when(way.command, at=AT, rulebook=way.rulebook).then(*way.facts)


@every_good_way
def test_a_command_that_is_fulfilled_already_adds_nothing_unless_it_can_truly_happen_twice(
    way: GoodWay,
) -> None:
    again = given(*way.history, *way.facts).when(way.command, at=AT, rulebook=way.rulebook)
    if type(way.command) in REPEATABLE:
        again.then(*way.facts)
    elif type(way.command) in CREATING:
        with pytest.raises(Refusal):
            again.then(*way.facts)
    else:
        again.then_nothing()


@every_good_way
def test_no_command_is_believed_about_the_future(way: GoodWay) -> None:
    tomorrow = way.command.model_copy(update={"occurred_at": AT + timedelta(days=1)})
    given(*way.history).when(tomorrow, at=AT).then_refused(OccurredInFutureError, now=AT)


@pytest.mark.parametrize("shown", LISTED, ids=named)
def test_a_command_is_refused_by_each_rule_that_it_obeys(shown: Shown) -> None:
    command, rule, refusal = shown
    raised = provoke(command, rule, refusal)
    assert traceback.extract_tb(raised.__traceback__)[-1].name == rule.__name__


def test_a_rule_that_nobody_has_shown_is_noticed() -> None:
    def must_be_signed(*_: object) -> None: ...

    command: type[AnyCommand] = next(iter(RULES))
    rule: Rule = must_be_signed
    with pytest.raises(AssertionError, match="show in BREAKS how must_be_signed refuses with Refusal"):
        provoke(command, rule, Refusal)
