"""A clock that is wrong holds the watch up; it never breaks a promise on the record before its time."""

from datetime import UTC, datetime, timedelta

import pytest

from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.processes.due_list import DueList
from service.processes.watch import SECONDS_BEFORE_ANOTHER_TRY
from tests.processes.premises import Machine, Premises


async def test_while_our_clock_runs_ahead_of_the_database_nothing_is_noted(premises: Premises) -> None:
    case_id, machine = await premises.case(), Machine()
    watch = await premises.watch(machine=machine)
    machine.wall += timedelta(days=1)
    for _ in range(3):
        machine.pass_time(seconds=60)
        premises.machine.pass_time(seconds=60)
        await premises.catch_up()
        assert await watch.look() == SECONDS_BEFORE_ANOTHER_TRY
    assert await premises.noted(case_id, "acknowledgement") == []
    status = watch.status()
    assert status.state == "holding"
    assert status.doubt is not None
    assert (status.doubt.kind, status.doubt.seconds) == ("clocks_differ", 86_400)
    assert status.looked_at is None
    assert status.lag_seconds > 0


async def test_while_the_databases_clock_runs_ahead_nothing_is_noted(premises: Premises) -> None:
    case_id, machine = await premises.case(), Machine()
    machine.database += timedelta(minutes=10)
    watch = await premises.watch(machine=machine)
    await premises.look(watch)
    assert watch.status().state == "holding"
    assert await premises.noted(case_id, "acknowledgement") == []


async def test_a_jump_that_is_taken_back_leaves_no_trace_though_the_database_jumped_with_it(
    premises: Premises,
) -> None:
    case_id, watch, machine = await premises.case(), await premises.watch(), premises.machine
    await premises.look(watch)
    forth = timedelta(hours=1)
    for way in (forth, -forth):
        machine.wall += way
        machine.database += way
        machine.pass_time(seconds=10)
        await premises.look(watch)
        assert watch.status().state == "holding"
    machine.pass_time(seconds=30)
    await premises.look(watch)
    assert watch.status().state == "watching"
    assert await premises.noted(case_id, "acknowledgement") == []
    machine.pass_time(minutes=5)
    await premises.look(watch)
    assert "0:05:00 breached" in await premises.noted(case_id, "acknowledgement")


async def test_a_machine_that_slept_goes_on_by_itself(premises: Premises) -> None:
    case_id, watch, machine = await premises.case(), await premises.watch(), premises.machine
    await premises.look(watch)
    machine.wall += timedelta(hours=8)
    machine.database += timedelta(hours=8)
    await premises.look(watch)
    assert await premises.noted(case_id, "acknowledgement") == []
    machine.pass_time(seconds=30)
    await premises.look(watch)
    assert "0:05:00 breached" in await premises.noted(case_id, "acknowledgement")


async def test_a_clock_that_jumps_between_the_look_and_the_decision_breaks_nothing(
    premises: Premises,
) -> None:
    case_id = await premises.case()
    premises.machine.pass_time(minutes=3)
    right = Machine(premises.machine.wall, premises.machine.steady, premises.machine.database)
    watch = await premises.watch(machine=right)
    await premises.catch_up()
    premises.machine.wall += timedelta(days=1)  # by which the decision is made
    await watch.look()
    assert await premises.noted(case_id, "acknowledgement") == ["0:02:30 warned 50"]


@pytest.mark.parametrize("apart", [-4, 4])
async def test_clocks_apart_within_tolerance_note_what_is_due_by_both(
    premises: Premises, apart: float
) -> None:
    case_id, machine = await premises.case(), Machine()
    watch = await premises.watch(machine=machine)
    machine.database += timedelta(seconds=apart)
    machine.pass_time(seconds=152)
    premises.machine.pass_time(seconds=152)
    await premises.look(watch)
    due = ["0:02:30 warned 50"] if apart > 0 else []
    assert await premises.noted(case_id, "acknowledgement") == due


async def test_the_database_is_asked_for_the_time_by_its_machine(database_url: str) -> None:
    engine = create_async_engine(as_application(database_url))
    before = datetime.now(UTC)
    told = await DueList(engine).time()
    assert before <= told <= datetime.now(UTC)
    assert told.tzinfo is UTC
    await engine.dispose()
