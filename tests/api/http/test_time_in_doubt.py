"""While the time of the server is in doubt, nothing is recorded as happening now; and it never goes back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from service.processes.clock_guard import ClockGuard
from service.processes.time_looks import TimeLooks
from tests.api.composition import House
from tests.rows.desk import Desk, desk_on

HOUR = timedelta(hours=1)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with desk_on(database_url) as running:
        yield running


async def test_while_in_doubt_what_happens_now_is_refused_and_what_names_its_time_is_taken_and_marked(
    desk: Desk,
) -> None:
    case = await desk.case()
    time = desk.house.application.time
    time.is_doubted = lambda: True
    refused = await desk.house.post(f"{case}/note", {"text": "now"})
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (503, "/problems/time_in_doubt")
    assert problem["errors"][0]["field"] == "occurred_at"
    at = desk.house.clock().isoformat()
    taken = await desk.tell(f"{case}/note", text="by my watch", occurred_at=at)
    assert taken["events"][0]["event"]["time_in_doubt"] is True
    time.is_doubted = lambda: False
    believed = await desk.tell(f"{case}/note", text="again")
    assert believed["events"][0]["event"].get("time_in_doubt") is None


async def test_in_a_batch_each_command_is_judged_by_itself(desk: Desk) -> None:
    case = await desk.case()
    desk.house.application.time.is_doubted = lambda: True
    at = desk.house.clock().isoformat()
    case_id = case.rpartition("/")[2]
    commands = [
        {"id": str(number), "type": "AddNote", "stream_id": case_id, "command": {"text": f"{number}", **when}}
        for number, when in enumerate(({}, {"occurred_at": at}, {}))
    ]
    answers = (await desk.house.post("/v1/commands", {"commands": commands})).json()["answers"]
    assert [answer["status"] for answer in answers] == [503, 200, 503]


async def test_a_clock_that_is_set_back_takes_the_record_not_back_with_it(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    house.clock.advance(hours=1)
    await house.post(f"{case}/note", {"text": "an hour ahead"})
    house.clock.advance(hours=-1)
    await house.post(f"{case}/note", {"text": "set right"})
    history = (await house.get(f"{case}/history")).json()["items"]
    recorded = [item["recorded_at"] for item in history]
    assert recorded == sorted(recorded)
    notes = [item for item in history if item["event"]["type"] == "NoteAdded.v1"]
    assert notes[0]["recorded_at"] == notes[1]["recorded_at"]


async def test_a_process_that_begins_goes_on_after_what_is_on_the_record(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    house.clock.advance(hours=1)
    await house.post(f"{case}/note", {"text": "before"})
    time, newest = house.application.time, await house.application.log.newest_recorded_at()
    time.newest_at = None
    time.begin_after(newest)
    house.clock.advance(hours=-1)
    assert time.recorded_at(house.clock()) == newest


@dataclass
class Clocks:
    """Three clocks that are set by hand: of this machine, of the database, and the steady one."""

    wall: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    database: datetime | Exception = datetime(2026, 3, 2, 9, tzinfo=UTC)
    seconds: float = 0.0
    asked: int = field(default=0)

    async def time(self) -> datetime:
        self.asked += 1
        if isinstance(self.database, Exception):
            raise self.database
        return self.database

    def pass_by(self, **by: float) -> None:
        passed = timedelta(**by)
        self.wall += passed
        self.seconds += passed.total_seconds()
        if isinstance(self.database, datetime):
            self.database += passed

    def looks(self) -> TimeLooks:
        return TimeLooks(self, ClockGuard(), now=lambda: self.wall, steady=lambda: self.seconds)  # type: ignore[arg-type]


async def doubted(looks: TimeLooks) -> bool:
    """Look, and return whether the time is doubted then."""
    await looks.look()
    return looks.is_doubted


@pytest.mark.parametrize("jump", [HOUR, -HOUR, timedelta(days=30), -timedelta(days=30)])
async def test_a_machine_whose_clock_jumps_is_doubted_until_all_clocks_agree_for_a_while(
    jump: timedelta,
) -> None:
    clocks = Clocks()
    looks = clocks.looks()
    assert not await doubted(looks)
    clocks.pass_by(seconds=1)
    clocks.wall += jump
    assert await doubted(looks)
    clocks.wall -= jump
    for _ in range(40):
        clocks.pass_by(seconds=1)
        await looks.look()
    assert not await doubted(looks)


async def test_the_database_of_the_same_machine_jumps_with_it_and_is_no_witness() -> None:
    clocks = Clocks()
    looks = clocks.looks()
    await looks.look()
    clocks.pass_by(seconds=1)
    clocks.wall += HOUR
    assert isinstance(clocks.database, datetime)
    clocks.database += HOUR
    assert await doubted(looks)


async def test_while_the_database_is_away_the_doubt_stays_as_it_was() -> None:
    clocks = Clocks()
    looks = clocks.looks()
    clocks.wall += HOUR
    await looks.look()
    clocks.database = OperationalError("select now()", {}, ConnectionError())
    assert await doubted(looks)
    assert clocks.asked == 2
