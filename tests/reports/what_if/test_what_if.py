"""A what-if replays history under other rules: it says what would be, and leaves the record alone."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection

from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.surveys import SendSurvey
from service.domain.clocks.commands import WaiveClock
from service.domain.vocabulary import Channel
from service.reports.what_if.query import WHAT_IF_GROUPINGS
from tests.projections.histories.history import history
from tests.reports.what_if.what_if_scenes import (
    DEFAULT,
    MINUTE,
    MONDAY,
    asked,
    changed,
    every_byte,
    only,
    urgent_case,
)


@pytest.mark.parametrize("seed", range(6))
async def test_the_rules_on_record_would_have_changed_nothing(
    connection: Connection, database_url: str, seed: int
) -> None:
    async with history(database_url, seed) as past:
        await past.random(60)
    report = asked(connection, policy=DEFAULT, by="owner")
    assert report.total.now.promises > 100
    assert report.total.now.breached > 0
    assert [change.model_dump_json() for change in report.changes] == []
    assert all(group.now == group.then for group in (report.total, *report.groups))


@pytest.mark.parametrize("by", WHAT_IF_GROUPINGS)
async def test_groups_add_up_to_all_and_no_byte_of_the_record_changes(
    connection: Connection, database_url: str, by: str
) -> None:
    async with history(database_url, 7) as past:
        await past.random(40)
        head = await past.application.log.head()
    before = every_byte(connection)
    assert len(before["es.events"]) == head
    report = asked(connection, policy=changed("resolution_routine", target_seconds=60), by=by)
    assert every_byte(connection) == before
    assert report.position == head
    assert report.changed_promises == len(report.changes) > 0
    assert len({group.group for group in report.groups}) > 1
    for side in ("now", "then"):
        for name in ("promises", "met", "breached", "undecided", "ended"):
            parts = [getattr(getattr(group, side), name) for group in report.groups]
            assert sum(parts) == getattr(getattr(report.total, side), name)


async def test_a_shorter_limit_breaks_what_was_kept(connection: Connection, database_url: str) -> None:
    async with history(database_url) as past:
        await past.rules()
        case_id = await urgent_case(past, acknowledged_after=3 * MINUTE)
    report = asked(connection, policy=changed("acknowledgement", target_seconds=120), by="class")
    change = only(report, "acknowledgement")
    assert (change.stream, change.stream_id, change.reference) == ("case", case_id, "CB-1")
    assert change.counts_from_at == MONDAY
    assert change.now is not None
    assert change.then is not None
    assert (change.now.verdict, change.now.due_at) == ("met", MONDAY + 5 * MINUTE)
    assert (change.then.verdict, change.then.due_at) == ("breached", MONDAY + 2 * MINUTE)
    assert report.policy == "default 2"
    assert (report.changed_promises, report.changed_streams, report.streams) == (1, 1, 1)
    (group,) = report.groups
    assert group.group == "urgent"
    assert (group.now.met, group.now.breached) == (group.then.met + 1, group.then.breached - 1)


async def test_a_longer_limit_keeps_what_was_broken_and_a_waiver_stays_beside_a_breach(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules()
        case_id = await urgent_case(past, acknowledged_after=20 * MINUTE)
        clocks = (await past.application.load(case_id)).state.clocks.clocks  # type: ignore[union-attr]
        (late,) = (clock for clock in clocks if clock.clock == "acknowledgement")
        await past.accept(case_id, WaiveClock(clock_id=late.clock_id, reason="agreed", waived_by="staff-9"))
    longer = asked(connection, policy=changed("acknowledgement", target_seconds=1500), by="clock")
    change = only(longer, "acknowledgement")
    assert change.now is not None
    assert change.then is not None
    assert (change.now.verdict, change.then.verdict) == ("waived", "met")
    shorter = asked(connection, policy=changed("acknowledgement", target_seconds=60), by="clock")
    assert shorter.changes == ()
    (group,) = (group for group in shorter.groups if group.group == "acknowledgement")
    assert group.now == group.then
    assert (group.then.breached, group.then.waived) == (1, 1)


async def test_changes_are_the_first_in_order_of_time_and_all_are_counted(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url, 3) as past:
        await past.random(40)
    policy = changed("survey", target_seconds=10**8)
    every = asked(connection, policy=policy)
    few = asked(connection, policy=policy, most_changes=2)
    none = asked(connection, policy=policy, most_changes=0)
    assert few.changes == every.changes[:2]
    assert none.changes == ()
    assert few.changed_promises == none.changed_promises == len(every.changes) > 3
    instants = [change.counts_from_at for change in every.changes]
    assert instants == sorted(instants)


async def test_only_promises_of_the_period_are_replayed(connection: Connection, database_url: str) -> None:
    resolved_at, tick = MONDAY + timedelta(hours=1), timedelta(microseconds=1)
    async with history(database_url) as past:
        await past.rules()
        case_id = await urgent_case(past, acknowledged_after=3 * MINUTE)
        await past.accept(
            case_id,
            ResolveCase(occurred_at=resolved_at),
            SendSurvey(survey_id=UUID(int=1), channel=Channel.PHONE, occurred_at=resolved_at + 2 * MINUTE),
        )
    policy = changed("acknowledgement", target_seconds=120)
    rules = tuple(
        rule.model_copy(update={"target_seconds": 60}) if rule.rule == "survey" else rule
        for rule in policy.rules
    )
    stricter = policy.model_copy(update={"rules": rules})
    periods: list[tuple[dict[str, datetime], list[str]]] = [
        ({}, ["acknowledgement", "survey"]),
        ({"from_at": MONDAY, "to_at": MONDAY + tick}, ["acknowledgement"]),
        ({"to_at": MONDAY}, []),
        ({"to_at": resolved_at}, ["acknowledgement"]),
        ({"to_at": resolved_at + tick}, ["acknowledgement", "survey"]),
        ({"from_at": MONDAY + tick}, ["survey"]),
        ({"from_at": resolved_at}, ["survey"]),
        ({"from_at": resolved_at + tick}, []),
    ]
    for period, clocks in periods:
        report = asked(connection, policy=stricter, **period)
        assert [change.clock for change in report.changes] == clocks, period
