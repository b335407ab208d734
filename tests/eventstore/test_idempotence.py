"""A command is written once, however often it is sent, and answered the same each time."""

import asyncio
from uuid import uuid4

import pytest

from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.replies import AddNote
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.case.rules import CaseAlreadyResolvedError
from service.domain.refusal import CommandIdReusedError
from service.domain.vocabulary import WaitingOn
from service.eventstore.application import Application
from service.eventstore.request import Answer
from tests.eventstore.record import application_on, opened_case, receive, request


async def test_a_command_sent_several_times_at_once_is_written_once(
    application: Application, other_application: Application
) -> None:
    case_id = await opened_case(application)
    head = await application.log.head()
    wish = request(case_id, AddNote(text="called back"))
    senders = (application, application, other_application, other_application)
    answers = await asyncio.gather(*(sender.execute(wish) for sender in senders))
    assert await application.log.head() == head + 1
    assert {(answer.version, answer.position) for answer in answers} == {(2, head + 1)}
    assert sorted(answer.is_repeat for answer in answers) == [False, True, True, True]


async def test_a_case_received_twice_at_once_under_two_ids_exists_once(application: Application) -> None:
    await opened_case(application)
    head, command_id = await application.log.head(), uuid4()
    wishes = [request(uuid4(), receive(), command_id=command_id) for _ in range(2)]
    first, second = await asyncio.gather(*(application.execute(wish) for wish in wishes))
    assert (first.stream_id, first.position) == (second.stream_id, second.position)
    assert await application.log.head() == head + 1


async def test_another_content_under_a_used_command_id_is_refused(application: Application) -> None:
    case_id = await opened_case(application)
    command_id = uuid4()
    await application.execute(request(case_id, AddNote(text="a"), command_id=command_id, digest=b"a"))
    reused = request(case_id, AddNote(text="b"), command_id=command_id, digest=b"b")
    with pytest.raises(CommandIdReusedError):
        await application.execute(reused)
    (outcome,) = await application.execute_many([reused])
    assert isinstance(outcome, CommandIdReusedError)
    command_id = uuid4()
    outcomes = await application.execute_many(
        [request(case_id, AddNote(text=text), command_id=command_id, digest=text.encode()) for text in "cd"]
    )
    assert [type(outcome) for outcome in outcomes] == [Answer, CommandIdReusedError]


async def test_a_repeat_after_a_restart_is_answered_from_the_record(database_url: str) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
        wish = request(case_id, AddNote(text="called back"), digest=b"digest")
        first = await application.execute(wish)
    async with application_on(database_url) as application:
        repeat = await application.execute(wish)
        (batched,) = await application.execute_many([wish])
    assert isinstance(batched, Answer)
    for again in (repeat, batched):
        assert again.is_repeat
        assert (again.version, again.position, again.events) == (
            first.version,
            first.position,
            first.events,
        )


async def test_a_repeat_that_would_now_be_refused_is_answered_as_the_first_time(
    application: Application,
) -> None:
    case_id = await opened_case(application)
    wish = request(case_id, StartWaiting(waiting_on=WaitingOn.CUSTOMER), expected_version=1)
    first = await application.execute(wish)
    await application.execute(request(case_id, ResolveCase()))
    with pytest.raises(CaseAlreadyResolvedError):
        await application.execute(request(case_id, *wish.commands))
    repeat = await application.execute(wish)
    assert repeat.is_repeat
    assert (repeat.version, repeat.events) == (first.version, first.events)


async def test_a_command_twice_in_one_batch_is_written_once(application: Application) -> None:
    case_id = await opened_case(application)
    twice, after = request(case_id, AddNote(text="a")), request(case_id, AddNote(text="b"))
    received = request(uuid4(), receive())
    outcomes = await application.execute_many([twice, twice, after, received, received])
    assert [(outcome.version, outcome.is_repeat) for outcome in outcomes if isinstance(outcome, Answer)] == [
        (2, False),
        (2, True),
        (3, False),
        (1, False),
        (1, True),
    ]


async def test_a_request_that_adds_nothing_names_the_stream_as_it_stands(application: Application) -> None:
    case_id = await opened_case(application)
    resolved = await application.execute(request(case_id, ResolveCase()))
    again = await application.execute(request(case_id, ResolveCase()))
    assert (again.events, again.version, again.position) == ((), 2, resolved.position)


async def test_events_of_a_command_keep_their_order_and_say_who_and_why(application: Application) -> None:
    case_id = await opened_case(application)
    correlation_id, causation_id = uuid4(), uuid4()
    wish = request(
        case_id,
        *(AddNote(text=text) for text in "abc"),
        ResolveCase(),
        actor="agent:9",
        digest=b"digest",
        correlation_id=correlation_id,
        causation_id=causation_id,
    )
    await application.execute(wish)
    rows = await application.log.commands([wish.command_id])
    assert [row.command_seq for row in rows] == list(range(len(rows)))
    assert [row.version for row in rows] == list(range(2, 2 + len(rows)))
    assert b"".join(row.payload[-3:-2] for row in rows[:3]) == b"abc"
    envelopes = {
        (row.actor, row.command_digest, row.correlation_id, row.causation_id, row.command_id) for row in rows
    }
    assert envelopes == {("agent:9", b"digest", correlation_id, causation_id, wish.command_id)}
    assert len({row.event_id for row in rows}) == len(rows)


async def test_a_command_without_a_correlation_begins_one(application: Application) -> None:
    case_id = await opened_case(application)
    wish = request(case_id, AddNote(text="a"))
    (event,) = (await application.execute(wish)).events
    assert (event.correlation_id, event.causation_id) == (wish.command_id, None)
