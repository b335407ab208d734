"""Each day of a settlement or a visit that comes makes the next one expected, by itself."""

from collections import Counter
from datetime import date
from uuid import UUID, uuid4

from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.days.visit_days import over_at
from service.domain.account.decisions.memos import NoteMemo
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.record.reminders import ReminderRaised
from service.domain.account.vocabulary import Routine
from service.domain.clocks.events import ClockBreached, ClockStarted
from service.processes.observer import ACTOR
from tests.processes.premises import MONDAY, Premises


async def subjects(premises: Premises, account_id: UUID) -> list[str | None]:
    facts = await premises.clock_facts(account_id, "bill_check")
    return [fact.subject for fact in facts if isinstance(fact, ClockStarted)]


async def test_the_settlement_after_one_that_has_come_is_expected_within_a_day(premises: Premises) -> None:
    account_id, watch = await premises.account("KA-2"), await premises.watch()
    await premises.tell(account_id, SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15))
    await premises.look(watch)
    assert await subjects(premises, account_id) == ["2026-03-15"]
    premises.machine.pass_time(days=14)  # the 16th of March
    await premises.look(watch)
    assert await subjects(premises, account_id) == ["2026-03-15", "2026-04-15"]
    started = [fact for fact in await premises.facts(account_id) if isinstance(fact.event, ClockStarted)]
    assert started[-1].actor == ACTOR
    assert watch.status().noted["started"] == 1


async def test_accounts_are_gone_through_at_the_start_and_then_once_an_hour(premises: Premises) -> None:
    account_id = await premises.account("KA-2")
    await premises.tell(account_id, SetRoutine(routine=Routine.SETTLEMENT, day_of_month=28))
    watch, asked = await premises.watch(), premises.count_requests()
    for minutes, times in ((0, 1), (59, 1), (1, 2), (59, 2), (1, 3)):
        premises.machine.pass_time(minutes=minutes)
        await premises.look(watch)
        assert asked == Counter({account_id: times})


async def test_a_bill_that_nobody_checked_is_noted_as_a_broken_promise(premises: Premises) -> None:
    account_id, watch = await premises.account("KA-2"), await premises.watch()
    await premises.tell(account_id, SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15))
    premises.machine.pass_time(days=14)
    await premises.look(watch)
    assert [words.split(" ")[-1] for words in await premises.noted(account_id, "bill_check")].count(
        "breached"
    ) == 1


async def test_more_accounts_than_a_batch_are_gone_through(premises: Premises) -> None:
    account_ids = [await premises.account(f"KA-{number}") for number in range(2, 7)]
    for account_id in account_ids:
        await premises.tell(account_id, SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15))
    premises.machine.pass_time(days=14)
    await premises.look(await premises.watch(streams_a_batch=2))
    assert [len(await subjects(premises, account_id)) for account_id in account_ids] == [2] * 5


async def test_the_visit_after_a_fixed_day_is_expected_within_a_day_and_the_missed_one_is_broken(
    premises: Premises,
) -> None:
    account_id, watch = await premises.account("KA-2"), await premises.watch()
    await premises.tell(account_id, SetRoutine(routine=Routine.VISIT, day_of_month=15))
    premises.machine.pass_time(days=14)  # the 16th of March
    await premises.look(watch)
    facts = await premises.clock_facts(account_id, "visit_on_fixed_day")
    due = [fact.due_at.astimezone(LOCAL_ZONE).date() for fact in facts if isinstance(fact, ClockStarted)]
    assert due == [date(2026, 3, 15), date(2026, 4, 15)]
    (breached,) = [fact for fact in facts if isinstance(fact, ClockBreached)]
    assert breached.occurred_at == over_at(date(2026, 3, 15))


async def test_what_is_noted_for_a_day_is_remembered_though_nobody_answers_for_the_account(
    premises: Premises,
) -> None:
    """A memo, a date, an agreement or an order day of an account without an owner is looked at, too."""
    account_id = await premises.account("KA-2")
    memo = NoteMemo(memo_id=uuid4(), what="Congratulate on the conference", remind_on=MONDAY.date())
    await premises.tell(account_id, memo)
    await premises.look(await premises.watch())
    facts = [recorded.event for recorded in await premises.facts(account_id)]
    assert [fact.reminder for fact in facts if isinstance(fact, ReminderRaised)] == [f"memo:{memo.memo_id}"]
