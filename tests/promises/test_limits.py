"""Each time limit is kept at its due instant, broken a second later, stopped only by the waits decided."""

import pytest

from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks.events import ClockBreached, ClockEndedLate, ClockMet
from service.domain.vocabulary import WaitingOn
from tests.promises.account_limits import ACCOUNTS
from tests.promises.department_limits import DEPARTMENTS, DEPARTMENTS_AT_NIGHT
from tests.promises.driving import MINUTE, SECOND
from tests.promises.first_contact_limits import AT_NIGHT, FIRST_CONTACT, KEEPING_INFORMED, PLANS
from tests.promises.later_limits import (
    AFTERWARDS,
    BACKLOG,
    DELIVERIES,
    GIVEN_WORDS,
    ORDER_OVER_HOLIDAYS,
    QUESTIONS,
    SOLUTIONS,
    SOLUTIONS_AT_NIGHT,
)
from tests.promises.limit import Limit, named
from tests.rules import default_rulebook

ON_OPEN_CASES = [*FIRST_CONTACT, *PLANS, *KEEPING_INFORMED, *SOLUTIONS, *GIVEN_WORDS, *QUESTIONS]
ON_OPEN_CASES += [*BACKLOG, *DELIVERIES]
ON_OPEN_CASES += DEPARTMENTS
OUTSIDE_OFFICE_HOURS = [*AT_NIGHT, *SOLUTIONS_AT_NIGHT, *ORDER_OVER_HOLIDAYS, *DEPARTMENTS_AT_NIGHT]
ALL = [*ON_OPEN_CASES, *OUTSIDE_OFFICE_HOURS, *AFTERWARDS, *ACCOUNTS]
AS_ANY_DEPARTMENT = {"accept_product", "answer_product", "accept_legal"}
"""They say the same as the rule for any department, which stands before them and is named."""
EVERY_LIMIT = named(ALL)


def test_every_rule_of_the_default_policy_has_a_limit_here() -> None:
    shown = {limit.begun()[1].rule for limit in ALL}
    rules = {rule.rule for rule in default_rulebook().policies[-1].policy.rules}
    assert shown == rules - AS_ANY_DEPARTMENT


def test_the_requirements_named_below_are_those_of_the_limits() -> None:
    named_below = test_kept_at_the_due_instant_it_is_met.pytestmark  # type: ignore[attr-defined]
    shown = {row for mark in named_below if mark.name == "requirement" for row in mark.args}
    assert shown == {row for limit in ALL for row in limit.rows}


@pytest.mark.requirement(2, 3, 4, 6, 8, 16, 18, 22, 23, 25, 28, 34, 41, 43, 45, 63, 66, 69, 71, 73, 82)
@pytest.mark.requirement(
    113, 114, 118, 120, 124, 131, 135, 149, 150, 151, 153, 154, 157, 158, 159, 160, 163, 164, 166
)
@pytest.mark.parametrize("limit", EVERY_LIMIT)
def test_kept_at_the_due_instant_it_is_met(limit: Limit) -> None:
    life, clock = limit.begun()
    assert clock.due_at == limit.due_at
    life.watch(limit.due_at)
    life.send(limit.kept_by, limit.due_at)
    (met,) = [fact for fact in life.told(clock) if isinstance(fact, ClockMet)]
    assert met.occurred_at == limit.due_at
    assert life.names(clock) == ["Met"]


@pytest.mark.parametrize("limit", EVERY_LIMIT)
def test_kept_a_second_later_it_is_late_by_a_second(limit: Limit) -> None:
    life, clock = limit.begun()
    life.send(limit.kept_by, limit.due_at + SECOND)
    assert life.names(clock) == ["Breached", "EndedLate"]
    breached, late = [f for f in life.told(clock) if isinstance(f, ClockBreached | ClockEndedLate)]
    assert breached.occurred_at == limit.due_at
    assert late.occurred_at == limit.due_at + SECOND
    assert isinstance(late, ClockEndedLate)
    assert late.late_seconds == 1


@pytest.mark.parametrize("limit", EVERY_LIMIT)
def test_kept_by_nobody_it_is_broken_at_the_due_instant_whenever_the_watch_looks(limit: Limit) -> None:
    life, clock = limit.begun()
    life.watch(limit.due_at)
    assert life.names(clock) == []
    for later in (SECOND, MINUTE, MINUTE):
        life.watch(limit.due_at + later)
        assert life.names(clock) == ["Breached"]
    assert life.again(clock).breached_at == limit.due_at


@pytest.mark.parametrize("party", WaitingOn)
@pytest.mark.parametrize("limit", named(ON_OPEN_CASES))
def test_only_the_waits_that_were_decided_stop_it(limit: Limit, party: WaitingOn) -> None:
    life, clock = limit.begun()
    life.send(StartWaiting(waiting_on=party), limit.began_at + MINUTE)
    life.send(EndWaiting(), limit.began_at + 2 * MINUTE)
    given_back = MINUTE if party in limit.pauses else 0 * MINUTE
    assert life.again(clock).due_at == limit.due_at + given_back
    life.send(limit.kept_by, limit.due_at + given_back + SECOND)
    (breached,) = [fact for fact in life.told(clock) if isinstance(fact, ClockBreached)]
    assert breached.occurred_at == limit.due_at + given_back


@pytest.mark.parametrize("party", WaitingOn)
@pytest.mark.parametrize("limit", named(ON_OPEN_CASES))
def test_while_a_wait_lasts_it_is_broken_unless_the_wait_stops_it(limit: Limit, party: WaitingOn) -> None:
    life, clock = limit.begun()
    life.send(StartWaiting(waiting_on=party), limit.began_at + MINUTE)
    life.watch(limit.due_at + MINUTE)
    assert ("Breached" in life.names(clock)) is (party not in limit.pauses)
