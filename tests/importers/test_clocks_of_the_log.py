"""The real ServiceNow log under the default policy: every resolution clock is that of a slow computation.

And the what-if over all of it: what it says of another policy is what the slow computation says, and nothing
on the record changes.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, text

from service.database.engine import create_engine
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import CLOCK_EVENTS
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.policy import Policy
from service.domain.clocks.verdict import verdict
from service.eventstore.mapper import decode
from service.importers.identity import case_id_of
from service.importers.promised import Promised
from service.importers.rule_files.default_rules import default_policy, publish_default_rules
from service.importers.sources.servicenow import SERVICENOW
from service.reports.what_if.documents import Attainment, WhatIfReport
from service.reports.what_if.query import WhatIf
from service.reports.what_if.report import what_if
from tests.importers.recording import NOW, application_on, imported
from tests.importers.slow_clocks import HOURS, SlowClock, slow_clocks

# One import serves them all, so they run in one process.
pytestmark = pytest.mark.xdist_group("clocks_of_the_log")

STRICTER = {**HOURS, "3 - Moderate": 12}


class Told(NamedTuple):
    """What is compared of a clock."""

    cycle: int
    due_at: datetime
    verdict: str
    counted_seconds: int | None


async def taken_over(url: str, path: Path) -> None:
    async with application_on(url) as application:
        await publish_default_rules(application)
        promised = Promised(policy_id="default")
        summary = await imported(application, path, rejects_folder=None, promised=promised)
        assert (summary.accepted, summary.rejected) == (15_567, 0)


@pytest.fixture(scope="module")
def url(module_database_url: str, uci_log: Path) -> str:
    asyncio.run(taken_over(module_database_url, uci_log))
    return module_database_url


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.connect() as connected:
        yield connected
    engine.dispose()


@pytest.fixture(scope="module")
def by_hand(uci_log: Path) -> dict[str, list[SlowClock]]:
    return slow_clocks(uci_log)


async def clocks_on_record(url: str, numbers: list[str]) -> dict[str, list[Clock]]:
    ids = {case_id_of(SERVICENOW, number): number for number in numbers}
    books = dict.fromkeys(ids, ClockBook(keeps=None))
    async with application_on(url) as application:
        names = [kind.STORED_NAME for kind in CLOCK_EVENTS]
        for row in await application.log.between(1, 10**7, 10**7, names):
            event = decode(row.stored_name, row.payload)
            books[row.stream_id] = evolve_clocks(books[row.stream_id], event)  # type: ignore[arg-type]
    return {
        number: [clock for clock in books[stream_id].clocks if clock.clock == "resolution"]
        for stream_id, number in ids.items()
    }


def told_by_hand(clock: SlowClock) -> Told:
    return Told(clock.cycle, clock.due_at, clock.verdict, clock.counted_seconds)


def told(clock: Clock) -> Told:
    return Told(clock.cycle, clock.due_at, verdict(clock, NOW), clock.counted_seconds)


async def test_every_resolution_clock_is_that_of_a_slow_computation(
    url: str, by_hand: dict[str, list[SlowClock]]
) -> None:
    found = await clocks_on_record(url, list(by_hand))
    wanted = {number: [told_by_hand(clock) for clock in clocks] for number, clocks in by_hand.items()}
    assert sum(map(len, wanted.values())) == 2_772  # one a case, one more a reopening
    assert {clock.verdict for clocks in wanted.values() for clock in clocks} == {
        "met",
        "breached",
        "cancelled",
    }
    wrong = {
        number: ([told(clock) for clock in found[number]], clocks)
        for number, clocks in wanted.items()
        if [told(clock) for clock in found[number]] != clocks
    }
    assert wrong == {}


def with_hours(hours: int) -> Policy:
    """Return the default policy with another limit for moderate priority."""
    policy = default_policy().command.policy
    rules = tuple(
        rule.model_copy(update={"target_seconds": hours * 3600})
        if rule.rule == "resolution_moderate"
        else rule
        for rule in policy.rules
    )
    return policy.model_copy(update={"version": 2, "rules": rules})


def fingerprint(connection: Connection) -> list[tuple[object, ...]]:
    """Return the head and a digest of every byte of the record."""
    every = text(
        "select count(*), md5(string_agg(md5(events::text), '' order by position)), "
        "(select position from es.head) from es.events"
    )
    found = [tuple(row) for row in connection.execute(every)]
    found += [tuple(row) for row in connection.execute(text("select count(*) from es.snapshots"))]
    connection.rollback()
    return found


def test_the_policy_in_force_would_have_changed_nothing(connection: Connection) -> None:
    report = what_if(connection, WhatIf(policy=default_policy().command.policy, by="clock"), NOW)
    assert report.streams == 2_750
    assert report.changed_promises == 0
    assert report.changes == ()
    for group in (report.total, *report.groups):
        assert group.now == group.then
    assert {group.group: group.now.promises for group in report.groups}["resolution"] == 2_772


@pytest.fixture(scope="module")
def stricter(url: str) -> WhatIfReport:
    """Return what would have been with half the time for moderate priority."""
    engine = create_engine(url)
    with engine.connect() as connected:
        before = fingerprint(connected)
        report = what_if(connected, WhatIf(policy=with_hours(12), by="clock", most_changes=100_000), NOW)
        assert fingerprint(connected) == before
    engine.dispose()
    return report


def test_another_limit_gives_the_verdicts_of_a_slow_computation_and_changes_no_byte(
    stricter: WhatIfReport, uci_log: Path, by_hand: dict[str, list[SlowClock]]
) -> None:
    then = slow_clocks(uci_log, STRICTER)
    agree(stricter, counted(by_hand), counted(then))
    wanted = {
        (number, now.cycle, now.verdict, after.verdict, after.due_at)
        for number, clocks in by_hand.items()
        for now, after in zip(clocks, then[number], strict=True)
        if now.verdict != after.verdict
    }
    assert len(wanted) > 100
    assert wanted == {
        (each.reference, each.cycle, each.now.verdict, each.then.verdict, each.then.due_at)
        for each in stricter.changes
        if each.now and each.then and each.clock == "resolution"
    }
    assert len(wanted) == stricter.changed_promises == stricter.changed_streams


def counted(clocks: dict[str, list[SlowClock]]) -> Counter[str]:
    return Counter(clock.verdict for found in clocks.values() for clock in found)


def agree(report: WhatIfReport, now: Counter[str], then: Counter[str]) -> None:
    (group,) = (group for group in report.groups if group.group == "resolution")
    assert plain(group.now) == (now["met"], now["breached"], now["cancelled"])
    assert plain(group.then) == (then["met"], then["breached"], then["cancelled"])


def plain(found: Attainment) -> tuple[int, int, int]:
    assert found.attainment == found.met / (found.met + found.breached)
    return found.met, found.breached, found.ended


def test_periods_part_the_promises(connection: Connection, stricter: WhatIfReport) -> None:
    parting = datetime(2016, 4, 1, tzinfo=NOW.tzinfo)
    first, second = (
        what_if(connection, WhatIf(policy=with_hours(12), most_changes=0, **period), NOW)
        for period in ({"to_at": parting}, {"from_at": parting})
    )
    for part in (first, second):
        assert part.total.then.promises > 100
    for name in ("promises", "met", "breached", "ended"):
        for side in ("now", "then"):
            parts = [getattr(getattr(part.total, side), name) for part in (first, second)]
            assert sum(parts) == getattr(getattr(stricter.total, side), name)
    assert first.changed_promises + second.changed_promises == stricter.changed_promises
