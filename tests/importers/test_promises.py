"""What an import says was promised: nothing, unless a policy is named; and from the import on, as always."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from service.database.engine import create_engine
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import ReopenCase
from service.domain.case.decisions.replies import RecordCustomerMessage
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.intake import CaseReceived, SourceUpdateRecorded
from service.domain.case.state import Case
from service.domain.clocks.events import ClockCancelled, ClockEvent, ClockRescheduled, ClockStarted
from service.domain.clocks.policy import Policy
from service.domain.command import Command
from service.domain.rulebook.decisions import PublishPolicy
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import Channel, Priority
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers.identity import case_id_of
from service.importers.problems import PolicyUnpublishedError
from service.importers.promised import Promised
from service.importers.rule_files.default_rules import default_policy, publish_default_rules
from service.importers.run import import_file
from service.importers.sources.boston311 import BOSTON311
from service.importers.sources.servicenow import SERVICENOW
from service.reports.what_if.query import WhatIf
from service.reports.what_if.report import what_if
from tests.importers.files import history, later, line, written
from tests.importers.recording import NOW, application_on, cases, imported, streams
from tests.importers.test_boston311_file import CLOSED, HEADER, OPEN

INC1 = case_id_of(SERVICENOW, "INC1")
A_DAY = timedelta(days=1)
BY_DEFAULT = Promised(policy_id="default")


@pytest.fixture
async def ruled(application: Application) -> Application:
    """Return an application with our own policy in force since ever, as every one has."""
    await publish_default_rules(application)
    return application


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connected:
        yield connected
    engine.dispose()


async def say(application: Application, *commands: Command, to: UUID = INC1) -> list[str]:
    """Carry commands out and return the clocks that start with them, each with its policy and cycle."""
    request = Request(stream_id=to, commands=commands, command_id=uuid4(), actor="tester")
    answer = await application.execute(request)
    return [
        f"{each.event.clock} {each.event.policy_id} {each.event.cycle}"
        for each in answer.events
        if isinstance(each.event, ClockStarted)
    ]


def message(at: datetime | None = None) -> RecordCustomerMessage:
    return RecordCustomerMessage(occurred_at=at, channel=Channel.PHONE, text="How far is it?")


async def clock_events(application: Application, number: str = "INC1") -> list[ClockEvent]:
    events = (await cases(application))[case_id_of(SERVICENOW, number)]
    return [event for event in events if isinstance(event, ClockEvent)]


async def started(application: Application, number: str = "INC1") -> dict[str, str]:
    """Return the policy of each clock that the import started."""
    found = await clock_events(application, number)
    return {event.clock: event.policy_id for event in found if isinstance(event, ClockStarted)}


async def test_history_makes_no_promise_and_keeps_what_the_source_says_of_its_own(
    ruled: Application, tmp_path: Path
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", history("INC1")))
    assert await clock_events(ruled) == []
    events = (await cases(ruled))[INC1]
    verdicts = [event.promise_kept for event in events if isinstance(event, SourceUpdateRecorded)]
    assert verdicts == [True] * 7 + [False]


async def test_the_limit_of_the_source_is_kept_as_its_own_and_no_clock_of_ours(
    ruled: Application, tmp_path: Path
) -> None:
    path = tmp_path / "july.csv"
    path.write_text(HEADER + CLOSED)
    await import_file(path, BOSTON311, ruled, actor="tester")
    (events,) = (await cases(ruled)).values()
    (said,) = (event for event in events if isinstance(event, SourceUpdateRecorded))
    assert (said.promise_due_at, said.promise_kept) == (datetime(2011, 7, 2, 8, tzinfo=UTC), True)
    assert not [event for event in events if isinstance(event, ClockEvent)]


@pytest.mark.parametrize("state", ["New", "Active", "Awaiting User Info"])
async def test_a_case_left_open_promises_from_then_on_what_the_policy_in_force_says(
    ruled: Application, tmp_path: Path, state: str
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", [line(), later(1, state)]))
    assert await say(ruled, message()) == ["next_reply default 1"]


async def test_a_new_class_makes_no_promise_of_what_was_received_before_the_import(
    ruled: Application, tmp_path: Path
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", [line()]))
    assert await say(ruled, ClassifyCase(priority=Priority.CRITICAL)) == []
    assert await clock_events(ruled) == []


async def test_reopened_by_us_a_case_has_the_promises_of_a_new_cycle(
    ruled: Application, tmp_path: Path, database_url: str
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", history("INC1")))
    async with application_on(database_url) as another:  # which knows the case from the record only
        assert "resolution default 3" in await say(another, ReopenCase())


@pytest.mark.parametrize("before_the_import", [A_DAY, timedelta(microseconds=1)])
async def test_what_is_told_later_of_the_time_before_the_import_promises_nothing(
    ruled: Application, tmp_path: Path, before_the_import: timedelta
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", [line()]))
    assert await say(ruled, message(NOW - before_the_import)) == []
    assert await say(ruled, message(NOW)) == ["next_reply default 1"]
    assert await say(ruled, message(NOW - 2 * A_DAY)) == []


async def test_a_policy_promises_for_cases_received_from_a_day_on(ruled: Application, tmp_path: Path) -> None:
    day = datetime(2016, 2, 29, 8, tzinfo=UTC)
    rows = [
        line(number="INC1", opened_at="29/2/2016 07:59"),
        line(number="INC2", opened_at="29/2/2016 08:00"),
        line(number="INC3", opened_at="29/2/2016 08:01"),
    ]
    promised = Promised(policy_id="default", from_at=day)
    await imported(ruled, written(tmp_path / "log.csv", rows), promised=promised)
    assert await started(ruled, "INC1") == {}
    assert await started(ruled, "INC2") == await started(ruled, "INC3")
    assert (await started(ruled, "INC2"))["resolution"] == "default"


def renamed(policy: Policy, version: int = 1) -> PublishPolicy:
    return PublishPolicy(policy=policy.model_copy(update={"policy_id": "north", "version": version}))


async def test_a_policy_of_ones_own_can_judge_what_was_before_it_was_published(
    ruled: Application, tmp_path: Path
) -> None:
    own = renamed(default_policy().command.policy)
    await say(ruled, own, to=RULEBOOK_ID)
    await imported(
        ruled, written(tmp_path / "log.csv", history("INC1")), promised=Promised(policy_id="north")
    )
    assert set((await started(ruled)).values()) == {"north"}
    empty = renamed(own.policy.model_copy(update={"rules": ()}), version=2)
    await say(ruled, empty, to=RULEBOOK_ID)
    await imported(
        ruled, written(tmp_path / "more.csv", [line(number="INC2")]), promised=Promised(policy_id="north")
    )
    assert (await started(ruled, "INC2"))["resolution"] == "north", "a later version changes no history"


@pytest.mark.parametrize("policy_id", ["south", "Default", "not a name"])
async def test_an_unknown_policy_is_refused_before_anything_is_written(
    ruled: Application, tmp_path: Path, policy_id: str
) -> None:
    path = written(tmp_path / "log.csv", history("INC1"))
    before = await streams(ruled)
    with pytest.raises(PolicyUnpublishedError):
        await imported(ruled, path, promised=Promised(policy_id=policy_id))
    assert await streams(ruled) == before


async def test_a_dry_run_accepts_what_the_import_does(ruled: Application, tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", history("INC1"))
    dry = await imported(ruled, path, promised=BY_DEFAULT, dry_run=True)
    real = await imported(ruled, path, promised=BY_DEFAULT)
    assert (dry.accepted, dry.rejected) == (real.accepted, real.rejected) == (8, 0)


async def test_the_state_read_back_says_what_was_promised(
    ruled: Application, tmp_path: Path, database_url: str
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", history("INC1")), promised=BY_DEFAULT)
    known = (await ruled.load(INC1)).state
    async with application_on(database_url) as another:
        read_back = (await another.load(INC1)).state
    assert isinstance(read_back, Case)
    assert read_back == known
    assert read_back.taken_over is not None
    assert (read_back.taken_over.at, read_back.taken_over.policy_id) == (NOW, "default")


async def test_a_what_if_invents_no_promise_where_none_was_made(
    ruled: Application, tmp_path: Path, connection: Connection
) -> None:
    asked = WhatIf(policy=default_policy().command.policy)
    await imported(ruled, written(tmp_path / "log.csv", history("INC1")))
    assert what_if(connection, asked, NOW).total.then.promises == 0
    await imported(ruled, written(tmp_path / "more.csv", history("INC2")), promised=BY_DEFAULT)
    report = what_if(connection, asked, NOW)
    assert report.total.then.promises == report.total.now.promises > 0
    assert report.changed_promises == 0


async def test_a_what_if_judges_by_another_policy_what_a_policy_has_promised(
    ruled: Application, tmp_path: Path, connection: Connection
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", history("INC1")), promised=BY_DEFAULT)
    nothing = renamed(default_policy().command.policy.model_copy(update={"rules": ()})).policy
    report = what_if(connection, WhatIf(policy=nothing), NOW)
    assert (report.total.now.promises > 0, report.total.then.promises) == (True, 0)


@pytest.mark.parametrize(
    "first",
    [
        line(opened_at="29/2/2016 08:10"),
        line(),
        line(urgency="?"),
        line(priority="1 - Critical"),
    ],
    ids=["in one minute", "made ten minutes after", "without urgency", "critical"],
)
async def test_receipt_and_class_of_one_row_start_one_clock(
    ruled: Application, tmp_path: Path, first: str
) -> None:
    await imported(ruled, written(tmp_path / "log.csv", [first]), promised=BY_DEFAULT)
    events = (await cases(ruled))[INC1]
    (received,) = (event for event in events if isinstance(event, CaseReceived))
    (classified,) = (event for event in events if isinstance(event, CaseClassified))
    assert received.occurred_at == classified.occurred_at
    names = [event.clock for event in events if isinstance(event, ClockStarted)]
    assert len(names) == len(set(names)) > 0
    assert {event.priority for event in events if isinstance(event, ClockStarted)} == {classified.priority}
    assert not [event for event in events if isinstance(event, ClockCancelled | ClockRescheduled)]


async def test_the_class_of_an_open_request_starts_one_clock_too(ruled: Application, tmp_path: Path) -> None:
    path = tmp_path / "july.csv"
    path.write_text(HEADER + OPEN)
    await import_file(path, BOSTON311, ruled, actor="tester", promised=BY_DEFAULT)
    (events,) = (await cases(ruled)).values()
    names = [event.clock for event in events if isinstance(event, ClockStarted)]
    assert len(names) == len(set(names)) > 0
    assert not [event for event in events if isinstance(event, ClockCancelled | ClockRescheduled)]


async def test_a_class_that_came_by_a_change_moves_the_clock_when_it_came(
    ruled: Application, tmp_path: Path
) -> None:
    first = line(sys_mod_count="3", priority="1 - Critical")
    await imported(ruled, written(tmp_path / "log.csv", [first]), promised=BY_DEFAULT)
    moved = [event for event in await clock_events(ruled) if isinstance(event, ClockRescheduled)]
    assert [event.occurred_at for event in moved] == [datetime(2016, 2, 29, 8, 10, tzinfo=UTC)]
