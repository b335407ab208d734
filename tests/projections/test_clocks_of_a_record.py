"""The rows of clocks are what the domain folds from the same streams."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from service.domain.account.decisions.profile import AssignAccountOwner
from service.domain.account.state import CustomerAccount
from service.domain.case.decisions.replies import SendReply
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.case.state import Case
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.commands import ObserveClocks, WaiveClock
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import WaitingOn
from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.projections.clocks.fold import CLOCK_COLUMNS, clock_of
from service.projections.clocks.table import clocks
from service.projections.runner import Runner
from tests.projections.histories.history import CANARY, NOW, START, History, history


def rows_of(engine: Engine) -> dict[UUID, dict[str, Any]]:
    with engine.connect() as connection:
        rows = connection.execute(select(*CLOCK_COLUMNS)).mappings()
        return {row["clock_id"]: dict(row) for row in rows}


async def books(past: History, engine: Engine) -> dict[UUID, ClockBook]:
    """Return the books of all streams, as those who decide fold them."""
    with engine.connect() as connection:
        ids = [
            *connection.scalars(select(cases.c.case_id)),
            *connection.scalars(select(accounts.c.account_id)),
        ]
    found = {}
    for stream_id in ids:
        state = (await past.application.load(stream_id)).state
        assert isinstance(state, Case | CustomerAccount)
        found[stream_id] = state.clocks
    return found


async def test_every_clock_of_every_stream_has_the_row_that_the_domain_would_give_it(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url, seed=10) as past:
        await past.random(250)
        waiting = await past.case(await past.account("KA-WAITING"))
        since = StartWaiting(occurred_at=START, waiting_on=WaitingOn.CUSTOMER, note=CANARY)
        await past.accept(waiting, since)
        Runner(engine, batch_size=37).catch_up()  # clocks are read back between their facts
        await past.write(
            [past.request(stream_id, ObserveClocks()) for stream_id in await books(past, engine)]
        )
        Runner(engine).catch_up()
        known = await books(past, engine)
    rows = rows_of(engine)
    told = {(stream_id, clock.clock_id): clock for stream_id, book in known.items() for clock in book.clocks}
    assert {(row["stream_id"], row["clock_id"]) for row in rows.values()} >= told.keys()
    assert len(told) > 200
    for (_, clock_id), clock in told.items():
        assert clock_of(rows[clock_id]) == clock
        assert rows[clock_id]["was_breached"] == (judged(clock) in {"breached", "waived"})
    assert {row["status"] for row in rows.values()} == {
        "running",
        "paused",
        "met",
        "late",
        "cancelled",
        "voided",
    }
    assert {row["stream"] for row in rows.values()} == {"case", "account"}


def judged(clock: Clock) -> str:
    return verdict(clock, NOW)


async def test_what_the_watch_has_to_note_next_stands_in_the_rows(engine: Engine, database_url: str) -> None:
    async with history(database_url, seed=5) as past:
        await past.random(20)
        Runner(engine).catch_up()
        known = await books(past, engine)
    with engine.connect() as connection:
        due = select(clocks.c.stream_id, clocks.c.next_at).where(clocks.c.next_at.is_not(None))
        rows = connection.execute(due.order_by(clocks.c.next_at.desc())).all()
    first = dict(tuple(row) for row in rows)
    assert first == {stream_id: book.next_at for stream_id, book in known.items() if book.next_at}
    assert first


async def test_a_waiver_is_in_the_row_and_its_reason_is_not(engine: Engine, database_url: str) -> None:
    async with history(database_url, seed=7) as past:
        await past.rules()
        case_id = await past.case(await past.account())
        Runner(engine).catch_up()
        clock_id = next(iter(rows_of(engine)))
        await past.accept(case_id, WaiveClock(clock_id=clock_id, reason=CANARY, waived_by="boss"))
    Runner(engine).catch_up()
    row = rows_of(engine)[clock_id]
    assert row["waived_by"] == "boss"
    assert CANARY not in str(row)


async def test_the_mart_shows_the_verdict_the_waiver_beside_it_and_how_long_it_was_broken(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url, seed=10) as past:
        await past.rules()
        account_id = await past.account()
        await past.accept(account_id, AssignAccountOwner(owner="li.na", reason=CANARY, occurred_at=START))
        case_id = await past.case(account_id)  # it is 16:00 in Shanghai
        await past.accept(case_id, ObserveClocks())
        Runner(engine).catch_up()
        (reply,) = (row for row in rows_of(engine).values() if row["clock"] == "first_reply")
        late = SendReply(occurred_at=START + timedelta(minutes=45), text=CANARY)
        await past.accept(case_id, late)
        waiver = WaiveClock(clock_id=reply["clock_id"], reason=CANARY, waived_by="boss")
        await past.accept(case_id, waiver)
    Runner(engine).catch_up()
    with engine.connect() as connection:
        view = {row.clock: row for row in connection.exec_driver_sql("select * from mart.v1_clocks")}
    broken = view["first_reply"]
    assert (broken.verdict, broken.was_breached, broken.is_waived) == ("breached", True, True)
    assert (broken.breach_seconds, broken.target_seconds, broken.counted_seconds) == (900, 1800, 2700)
    assert (broken.case_key, broken.account_key) == (str(case_id), str(account_id))
    assert (broken.due_date_key, broken.ended_date_key) == (20260301, 20260301)
    assert broken.waived_by == "boss"
    promised = view["first_contact"]
    assert (promised.case_key, promised.stream, promised.owner) == ("unknown", "account", "li.na")
    assert (promised.breach_seconds, promised.ended_date_key, promised.priority) == (None, 0, "unknown")


async def test_a_case_list_is_as_new_as_what_the_watch_notes(engine: Engine, database_url: str) -> None:
    async with history(database_url, seed=8) as past:
        await past.rules()
        account_id = await past.account()
        case_id = await past.case(account_id)
        await past.accept(case_id, ObserveClocks())
        version = (await past.application.load(case_id)).version
        head = await past.application.log.head()
    Runner(engine).catch_up()
    with engine.connect() as connection:
        row = connection.execute(select(cases).where(cases.c.case_id == case_id)).one()
    assert (row.version, row.source_position) == (version, head)
    assert version > 3
