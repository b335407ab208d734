"""Whatever is changed afterwards, verdicts stay and promises keep their terms; new cases get the new ones."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment
from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks.clock import Clock
from service.domain.clocks.policy import Policy
from service.domain.rulebook.decisions import PublishCalendar, PublishPolicy
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import Segment, WaitingOn
from service.importers.rule_files.calendar_overrides import overridden
from tests.promises.driving import at
from tests.promises.happenings import MESSAGE, RESOLVE
from tests.promises.house import ACCOUNT_ID, CHANGED_AT, House

Snapshot = dict[UUID, tuple[list[str], dict[UUID, Clock]]]
HOLIDAYS = "date,name_zh,name_en,windows\n2026-03-02,厂庆,Founding day,\n2026-03-03,厂庆,Founding day,\n"
HIGH_VALUE = AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with House(database_url).running() as house:
        await house.settle_in()
        yield house


async def verdicts(house: House) -> Snapshot:
    """Return the record of each stream, and those of its clocks on which a verdict was given."""
    found: Snapshot = {}
    for stream_id in (ACCOUNT_ID, *house.cases):
        clocks = await house.clocks(stream_id)
        given = {i: c for i, c in clocks.items() if c.end in {"met", "late"} or c.breached_at is not None}
        found[stream_id] = (await house.told(stream_id), given)
    return found


async def what_was_said_stands(house: House, before: Snapshot) -> None:
    """Check that no fact has changed and every verdict is what it was, for whoever reads the record."""
    for stream_id, (told, given) in before.items():
        assert (await house.told(stream_id))[: len(told)] == told
        clocks = await house.clocks(stream_id)
        assert {clock_id: clocks[clock_id] for clock_id in given} == given


async def stands(house: House, before: Snapshot) -> None:
    """Check it at once, after the watch has looked, in a process that remembers nothing, and at the end.

    The promise that was open at the change is kept at the instant that was promised, a minute of wait later.
    """
    await what_was_said_stands(house, before)
    await house.watch("03-03 09:05")
    await what_was_said_stands(house, before)
    async with house.running():
        await what_was_said_stands(house, before)
        await house.watch("03-03 09:10")
        await what_was_said_stands(house, before)
        waits = StartWaiting(waiting_on=WaitingOn.CUSTOMER)
        await house.tell(house.undecided, (waits, "03-03 10:20"), (EndWaiting(), "03-03 10:21"))
        promised = await house.clock(house.undecided, "resolution")
        assert promised.due_at == at("03-09 10:01")
        await house.tell(house.undecided, (RESOLVE, "03-09 10:01"))
        kept = await house.clock(house.undecided, "resolution")
        assert (kept.end, kept.counted_seconds) == ("met", 40 * 3600)
        await what_was_said_stands(house, before)


async def test_before_any_change_there_is_a_verdict_of_each_kind(house: House) -> None:
    found = {
        name: [
            (c.end, c.breached_at) for c in (await house.clocks(case_id)).values() if c.clock == "first_reply"
        ]
        for name, case_id in [("kept", house.kept), ("late", house.late), ("broken", house.broken)]
    }
    due_at = at("03-02 10:30")
    assert found == {"kept": [("met", None)], "late": [("late", due_at)], "broken": [(None, due_at)]}
    assert (await house.clock(ACCOUNT_ID, "first_contact")).end == "met"


async def test_another_policy_changes_no_verdict(house: House) -> None:
    before = await verdicts(house)
    policy = (await house.rulebook()).policies[-1].policy
    await house.tell(RULEBOOK_ID, (PublishPolicy(policy=stricter(policy)), CHANGED_AT))
    new = await house.receive(uuid4(), when="03-03 09:30")
    assert (await house.clock(new, "first_reply")).due_at == at("03-03 09:31")
    assert (await house.clock(new, "resolution")).due_at == at("03-03 09:31")
    await stands(house, before)


async def test_another_calendar_changes_no_verdict(house: House) -> None:
    before = await verdicts(house)
    document = (await house.rulebook()).calendar("cn_5x8").document
    short = {day: ["10:00-11:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    later = document.model_validate(document.model_dump() | {"version": 2, "weekly": short})
    await house.tell(RULEBOOK_ID, (PublishCalendar(calendar=later), CHANGED_AT))
    new = await house.receive(uuid4(), when="03-03 09:30")
    assert (await house.clock(new, "first_reply")).due_at == at("03-03 10:30")
    await stands(house, before)


async def test_another_tier_changes_no_verdict(house: House) -> None:
    before = await verdicts(house)
    await house.tell(ACCOUNT_ID, (HIGH_VALUE, CHANGED_AT))
    new = await house.receive(uuid4(), when="03-03 09:30")
    assert (await house.clock(new, "resolution")).due_at == at("03-06 13:30")
    await stands(house, before)


async def test_another_owner_changes_no_verdict(house: House) -> None:
    before = await verdicts(house)
    await house.tell(ACCOUNT_ID, (AssignAccountOwner(owner="b.li", reason="a.wang left"), CHANGED_AT))
    for case_id in house.cases:
        if case_id != house.kept:
            await house.tell(case_id, (HandOverCase(to_owner="b.li"), CHANGED_AT))
    await house.tell(house.kept, (AssignOwner(owner="b.li"), CHANGED_AT))
    new = await house.receive(uuid4(), (AssignOwner(owner="b.li"), "03-03 09:30"), when="03-03 09:30")
    await house.tell(new, (MESSAGE, "03-03 09:31"))
    assert (await house.clock(new, "next_reply")).owner == "b.li"
    assert {clock.owner for _, given in before.values() for clock in given.values()} <= {"a.wang", None}
    await stands(house, before)


async def test_another_holiday_changes_no_verdict(house: House, tmp_path: Path) -> None:
    before = await verdicts(house)
    table = tmp_path / "holidays.csv"
    table.write_text(HOLIDAYS, encoding="utf-8")
    document = overridden((await house.rulebook()).calendar("cn_5x8").document, table)
    await house.tell(RULEBOOK_ID, (PublishCalendar(calendar=document), CHANGED_AT))
    new = await house.receive(uuid4(), when="03-03 09:30")
    assert (await house.clock(new, "first_reply")).due_at == at("03-04 09:30")
    await stands(house, before)


def stricter(policy: Policy) -> Policy:
    """Return the next version, in which everything that has a limit in seconds must be done in a minute."""
    minute = int(timedelta(minutes=1).total_seconds())
    rules = [
        rule.model_dump() | ({"target_seconds": minute} if rule.target_seconds else {})
        for rule in policy.rules
    ]
    return Policy.model_validate(policy.model_dump() | {"version": policy.version + 1, "rules": rules})
