"""Rows are the fold of what happened, in business order, in whatever order and batches it was told."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment
from service.domain.account.event import AccountFact
from service.domain.aggregates.aggregate import EVENTS
from service.domain.case.readings.first_contact import resolved_at_first_contact
from service.domain.case.readings.owners import tenures
from service.domain.case.readings.stages import StageName, stages
from service.domain.clocks.events import ClockEvent
from service.domain.event import Event
from service.domain.vocabulary import Segment
from service.projections.engine import folding
from service.projections.engine.entries import Entry, entries_between, head
from service.projections.engine.timeline import move_on
from service.projections.models import LIVE, MODELS
from service.projections.runner import Runner
from tests.projections.histories.history import CANARY, START, History, history
from tests.projections.histories.live_rows import Rows, live_rows, row_of


def told(engine: Engine) -> list[Entry]:
    with engine.connect() as connection:
        return entries_between(connection, 0, head(connection), 10**6, list(EVENTS))


def in_business_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the history as if it had been told as it happened, accounts first, each stream by itself."""

    def place(entry: Entry) -> tuple[bool, int, bool, datetime, int]:
        is_note = isinstance(entry.event, ClockEvent)
        at = START if is_note else entry.event.occurred_at
        return (not of_account[entry.stream_id], entry.stream_id.int, is_note, at, entry.version)

    known = list(entries)
    of_account = {each.stream_id: isinstance(each.event, AccountFact) for each in known if each.version == 1}
    return [entry._replace(position=n) for n, entry in enumerate(sorted(known, key=place), 1)]


def rows_told_in_order(entries: Iterable[Entry]) -> dict[str, Rows]:
    sheets = folding.empty_sheets(LIVE.plan)
    ordered = in_business_order(entries)
    folding.fold(LIVE.plan, sheets, ordered, ordered)
    facts = [entry for entry in ordered if entry.kind in LIVE.plan.facts]
    move_on(sheets[LIVE.plan.timeline], {entry.stream_id: entry.event.occurred_at for entry in facts})
    return {
        model.name: dict(row_of(model, model.pack(row)) for row in sheets[model].rows.values())
        for model in MODELS
    }


def facts_of_streams(entries: Iterable[Entry]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    for entry in entries:
        found.setdefault(entry.stream_id, []).append(entry.event)
    return found


async def account_told_in_any_order(past: History) -> None:
    """Tell of an account its owners and tiers, each of some time before or after its opening."""
    account_id = await past.account(f"KA-{past.dice.randrange(10**9)}")
    for _ in range(past.dice.randrange(8)):
        at = START + timedelta(minutes=past.dice.randrange(-5, 10))
        owner = AssignAccountOwner(occurred_at=at, owner=past.dice.choice("abc"), reason=CANARY)
        tier = AssignSegment(occurred_at=at, segment=past.dice.choice(list(Segment)), reason=CANARY)
        await past.write([past.request(account_id, past.dice.choice([owner, tier]))])


async def tell(database_url: str, seed: int, how_many: int) -> None:
    async with history(database_url, seed) as past:
        await past.random(how_many)
        await account_told_in_any_order(past)


TOLD: set[tuple[str, int]] = set()
"""The databases and the seeds that were told there."""


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    how_many=st.integers(1, 6),
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=5),
)
def test_rows_are_those_of_the_history_told_in_the_order_in_which_it_happened(
    engine: Engine, database_url: str, seed: int, how_many: int, sizes: list[int]
) -> None:
    assume((database_url, seed) not in TOLD)  # all examples share the record
    TOLD.add((database_url, seed))
    asyncio.run(tell(database_url, seed, how_many))
    for size in cycle(sizes):
        if not Runner(engine, batch_size=size).run_once():
            break
    entries = told(engine)
    expected = rows_told_in_order(entries)
    for model in MODELS:
        assert live_rows(engine, model) == expected[model.name], model.name
    for stream_id, facts in facts_of_streams(entries).items():
        check_readings(expected["cases"].get((str(stream_id),)), facts)


def check_readings(row: dict[str, Any] | None, facts: list[Event]) -> None:
    """Check that a row says what the view of the case says, which reads the facts themselves."""
    if row is None:
        return
    seconds: dict[StageName, int] = {}
    for stage in stages(facts):
        if stage.seconds is not None:
            seconds[stage.stage] = seconds.get(stage.stage, 0) + stage.seconds
    assert {
        name: row[f"{name}_seconds"] for name in StageName if row[f"{name}_seconds"] is not None
    } == seconds
    assert row["resolved_at_first_contact"] == resolved_at_first_contact(facts)
    owners = tenures(facts)
    assert row["owner"] == (owners[-1].owner if owners else None)
