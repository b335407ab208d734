"""A record that lost what it had acknowledged goes on from what it has, and no stream gets a gap."""

from uuid import UUID, uuid4

import psycopg
import pytest
from structlog.testing import capture_logs

from service.domain.account.decisions.profile import AssignSegment
from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.replies import AddNote
from service.domain.case.record.intake import CaseReceived
from service.domain.vocabulary import Segment
from service.eventstore.append import EventBeforeMissingError
from service.eventstore.application import Application
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.log import EventLog
from service.eventstore.statements import APPEND
from service.eventstore.writing import writer as writer_module
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import ACCOUNT_ID, append, lose_events, opened_case, receive, request, row

END_APPENDERS = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where application_name = 'casebook appender' and datname = current_database()
"""


async def versions(log: EventLog) -> list[tuple[int, int]]:
    """Return position and version of every event."""
    return [(each.position, each.version) for each in await log.after(0, 100)]


async def case_that_lost_three_notes(application: Application, url: str) -> UUID:
    """Return a case of version 3 on the record, which the application knows in version 6."""
    case_id = await opened_case(application)
    await application.execute_many([request(case_id, AddNote(text=f"{n}")) for n in range(5)])
    lose_events(url, after=4)
    return case_id


async def test_an_append_that_goes_on_from_nothing_is_refused_and_costs_the_others_nothing(
    database_url: str, log: EventLog
) -> None:
    old, new, none = uuid4(), uuid4(), uuid4()
    async with Appender(database_url).running() as appender:
        assert await appender.append([row(old, 1), row(old, 2)]) == 1
        lost = append(row(none, 5))
        others = [append(row(old, 3)), append(row(new, 1)), append(row(new, 2))]
        with capture_logs() as said:
            appender.submit(others[0], lost, *others[1:])
            with pytest.raises(EventBeforeMissingError):
                await lost.position
        assert [await each.position for each in others] == [3, 4, 5]
    assert await versions(log) == [(1, 1), (2, 2), (3, 3), (4, 1), (5, 2)]
    assert [(line["event"], line["stream_id"], line["version"]) for line in said] == [
        ("event_missing", str(none), 4)
    ]


async def test_a_command_on_a_case_that_lost_events_is_decided_on_what_is_there(
    application: Application, log: EventLog, database_url: str
) -> None:
    case_id = await case_that_lost_three_notes(application, database_url)
    answer = await application.execute(request(case_id, AddNote(text="after the failover")))
    assert (answer.version, answer.position) == (4, 5)
    more = await application.execute_many([request(case_id, AddNote(text=f"{n}")) for n in range(3)])
    assert [outcome.version for outcome in more if not isinstance(outcome, Exception)] == [5, 6, 7]
    assert await versions(log) == [(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 7)]


async def test_a_batch_on_a_case_that_lost_events_is_decided_on_what_is_there(
    application: Application, log: EventLog, database_url: str
) -> None:
    case_id = await case_that_lost_three_notes(application, database_url)
    outcomes = await application.execute_many([request(case_id, AddNote(text=f"{n}")) for n in range(3)])
    assert [outcome.version for outcome in outcomes if not isinstance(outcome, Exception)] == [4, 5, 6]
    assert [position for position, _ in await versions(log)] == list(range(1, 8))


async def test_a_command_is_decided_anew_where_others_have_written_what_was_lost_differently(
    application: Application, other_application: Application, database_url: str
) -> None:
    """The number of the version is there again, and is another event."""
    case_id = await case_that_lost_three_notes(application, database_url)
    await other_application.execute_many([request(case_id, AddNote(text=f"{n}")) for n in range(3)])
    with capture_logs() as said:
        assert (await application.execute(request(case_id, ResolveCase()))).version == 7
    assert [(line["event"], line["version"]) for line in said] == [("event_missing", 6)]
    known = await application._memory.fetch([case_id])
    assert known[case_id] == await application.load(case_id)


async def test_a_new_connection_finds_out_what_was_lost_and_trusts_no_account_or_rule(
    application: Application, database_url: str
) -> None:
    """Also a loss of a few events that nobody has looked at since."""
    await opened_case(application)
    await application.execute(request(ACCOUNT_ID, AssignSegment(segment=Segment.HIGH_VALUE, reason="grown")))
    lose_events(database_url, after=2)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(END_APPENDERS)
    with capture_logs() as said:
        await application.execute(request(uuid4(), receive()))  # decided before anybody could know
        answer = await application.execute(request(uuid4(), receive()))
    assert [(line["event"], line["position"]) for line in said] == [("record_lost_events", 3)]
    received = answer.events[0].event
    assert isinstance(received, CaseReceived)
    assert received.segment is not Segment.HIGH_VALUE


async def test_a_new_connection_to_a_whole_record_says_nothing(
    application: Application, database_url: str
) -> None:
    case_id = await opened_case(application)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(END_APPENDERS)
    with capture_logs() as said:
        assert (await application.execute(request(case_id, AddNote(text="a")))).version == 2
    assert said == []


async def test_an_append_to_several_streams_looks_for_what_is_before_in_each(
    database_url: str, log: EventLog
) -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    async with Appender(database_url).running() as appender:
        assert await appender.append(one_command((one, 1), (two, 1))) == 1
        assert await appender.append(one_command((one, 2), (two, 2), (two, 3), (three, 1))) == 3
        with pytest.raises(EventBeforeMissingError):
            await appender.append(one_command((one, 3), (two, 5)))
    assert await log.head() == 6


def one_command(*keys: tuple[UUID, int]) -> list[StoredEnvelope]:
    command_id = uuid4()
    return [row(*key, command_id=command_id, command_seq=sequence) for sequence, key in enumerate(keys)]


async def test_without_the_look_for_the_event_before_a_stream_gets_a_gap(
    application: Application, log: EventLog, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await case_that_lost_three_notes(application, database_url)
    monkeypatch.setattr(writer_module, "APPEND_ON", APPEND)
    assert (await application.execute(request(case_id, AddNote(text="after")))).version == 7
    assert await versions(log) == [(1, 1), (2, 1), (3, 2), (4, 3), (5, 7)]


async def test_what_an_account_lost_is_forgotten_and_said_loudly(
    application: Application, database_url: str
) -> None:
    await opened_case(application)
    await application.execute(
        request(ACCOUNT_ID, AssignSegment(segment=Segment.HIGH_VALUE, reason="grown")),
    )
    await application.cache_refresh.look()
    lose_events(database_url, after=2)
    with capture_logs() as said:
        await application.cache_refresh.look()
    assert [(line["event"], line["was"], line["position"]) for line in said] == [("record_lost_events", 3, 2)]
    answer = await application.execute(request(uuid4(), receive()))
    received = answer.events[0].event
    assert isinstance(received, CaseReceived)
    assert received.segment is not Segment.HIGH_VALUE
