"""What passes by itself is on the record when it is due, once, at its own instant."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.replies import SendReply
from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.events import ClockEscalated
from service.domain.rulebook.decisions import SetRoster
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import EscalationLevel
from service.processes.observer import ACTOR
from tests.processes.premises import MONDAY, Premises

CHAIN = [
    "0:02:30 warned 50",
    "0:04:00 warned 80",
    "0:05:00 breached",
    "0:04:00 specialist None",
    "0:05:00 supervisor None",
    "0:07:30 manager None",
    "0:10:00 director None",
]


async def test_a_warning_a_breach_and_an_escalation_are_noted_when_their_instant_has_come(
    premises: Premises,
) -> None:
    case_id, watch = await premises.case(), await premises.watch()
    counts = []
    for seconds in (149, 1, 90, 60, 1, 300):
        premises.machine.pass_time(seconds=seconds)
        await premises.look(watch)
        counts.append(len(await premises.noted(case_id, "acknowledgement")))
    assert counts == [0, 0, 3, 3, 5, 7]
    assert sorted(await premises.noted(case_id, "acknowledgement")) == sorted(CHAIN)


async def test_at_the_due_instant_itself_the_promise_can_still_be_kept(premises: Premises) -> None:
    case_id, watch = await premises.case(), await premises.watch()
    premises.machine.pass_time(minutes=5)
    await premises.look(watch)
    assert "0:05:00 breached" not in await premises.noted(case_id, "acknowledgement")
    await premises.tell(case_id, AcknowledgeReceipt())
    premises.machine.pass_time(minutes=1)
    await premises.look(watch)
    assert "0:05:00 breached" not in await premises.noted(case_id, "acknowledgement")


async def test_what_is_noticed_days_late_is_noted_at_its_own_instant(premises: Premises) -> None:
    case_id = await premises.case()
    premises.machine.pass_time(days=3)
    watch = await premises.watch()
    await premises.look(watch)
    assert await premises.noted(case_id, "acknowledgement") == CHAIN
    noted = [fact for fact in await premises.facts(case_id) if fact.actor == ACTOR]
    assert {fact.recorded_at for fact in noted} == {MONDAY + timedelta(days=3)}
    assert watch.status().noted["breached"] >= 3


@pytest.mark.parametrize(
    ("hours", "counted_as", "other"),
    [
        (23, "escalated_to_nobody", "escalated_too_late"),
        (72, "escalated_too_late", "escalated_to_nobody"),
        (24 * 21, "escalated_too_late", "escalated_to_nobody"),
    ],
)
async def test_people_are_called_only_for_what_is_due_now(
    premises: Premises, hours: int, counted_as: str, other: str
) -> None:
    case_id = await premises.case()
    premises.machine.pass_time(hours=hours)
    watch = await premises.watch()
    await premises.look(watch)
    facts = await premises.clock_facts(case_id, "acknowledgement")
    calls = [fact.is_call for fact in facts if isinstance(fact, ClockEscalated)]
    assert calls == [counted_as == "escalated_to_nobody"] * 4
    assert watch.status().noted[counted_as] >= 12
    assert watch.status().noted[counted_as] > watch.status().noted[other]


async def test_looking_again_adds_nothing(premises: Premises) -> None:
    case_id, watch = await premises.case(), await premises.watch()
    premises.machine.pass_time(days=3)
    await premises.look(watch)
    before = len(await premises.facts(case_id))
    await premises.look(watch)
    await premises.look(await premises.watch())
    await premises.tell(case_id, ObserveClocks())
    assert len(await premises.facts(case_id)) == before


async def test_who_was_on_duty_then_is_called(premises: Premises) -> None:
    duty = Duty(staff_id="zhao.l", calendar_id="always")
    roster = SetRoster(level=EscalationLevel.MANAGER, people=(duty,), effective_at=MONDAY)
    await premises.tell(RULEBOOK_ID, roster)
    case_id, watch = await premises.case(), await premises.watch()
    premises.machine.pass_time(days=1)
    await premises.tell(RULEBOOK_ID, SetRoster(level=EscalationLevel.MANAGER, people=()))
    await premises.look(watch)
    noted = await premises.noted(case_id, "acknowledgement")
    assert "0:07:30 manager zhao.l" in noted
    assert "0:10:00 director None" in noted
    assert watch.status().noted["escalated"] >= 1


async def test_a_promise_kept_before_it_was_due_is_not_noted_as_broken(premises: Premises) -> None:
    case_id, watch = await premises.case(), await premises.watch()
    premises.machine.pass_time(minutes=3)
    await premises.tell(case_id, SendReply(text="Engineer on the way"))
    premises.machine.pass_time(days=1)
    await premises.look(watch)
    assert await premises.noted(case_id, "acknowledgement") == ["0:02:30 warned 50"]


async def test_rows_that_are_behind_the_record_are_not_asked_about_again(premises: Premises) -> None:
    case_id, watch = await premises.case(), await premises.watch()
    premises.machine.pass_time(minutes=3)
    await premises.catch_up()
    asked = premises.count_requests()
    await watch.look()
    await watch.look()  # the rows have not moved
    assert asked == Counter({case_id: 1})
    await premises.catch_up()
    premises.machine.pass_time(minutes=3)
    await watch.look()
    assert asked == Counter({case_id: 2})


async def test_more_than_a_batch_is_noted_at_one_look(premises: Premises) -> None:
    case_ids = [await premises.case() for _ in range(7)]
    premises.machine.pass_time(days=3)
    watch = await premises.watch(streams_a_batch=5)
    await premises.look(watch)
    for case_id in case_ids:
        assert await premises.noted(case_id, "acknowledgement") == CHAIN


async def test_two_watches_that_look_at_once_note_everything_once(premises: Premises) -> None:
    case_ids = [await premises.case() for _ in range(30)]
    premises.machine.pass_time(minutes=6)
    await premises.catch_up()
    first, second = [await premises.watch(alone=True, streams_a_batch=7) for _ in range(2)]
    await asyncio.gather(first.look(), second.look())
    premises.machine.pass_time(minutes=6)
    await premises.catch_up()
    await asyncio.gather(second.look(), first.look())
    for case_id in case_ids:
        assert sorted(await premises.noted(case_id, "acknowledgement")) == sorted(CHAIN)
    noted = Counter(first.status().noted) + Counter(second.status().noted)
    facts = [fact for case_id in case_ids for fact in await premises.facts(case_id)]
    assert noted.total() == sum(fact.actor == ACTOR for fact in facts)
    assert noted["breached"] == sum(fact.event.STORED_NAME == "ClockBreached.v1" for fact in facts)


async def test_it_says_when_to_look_again(premises: Premises) -> None:
    watch = await premises.watch()
    assert await watch.look() == 10.0
    await premises.case()
    await premises.catch_up()
    premises.machine.pass_time(seconds=148.5)
    assert await watch.look() == 1.5
