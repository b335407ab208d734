"""Many who write to one case at once: nobody is refused for that, and batches do not fall apart."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from service.domain.account.decisions.profile import AssignAccountOwner
from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.replies import AddNote
from service.domain.refusal import StreamChangedError
from service.eventstore import execution
from service.eventstore.append import AppenderStoppedError, RecordBusyError, VersionTakenError
from service.eventstore.application import Application
from service.eventstore.memory.snapshots import EVENTS_BETWEEN_SNAPSHOTS
from service.eventstore.memory.streams import Known
from service.eventstore.request import Answer, Outcome, Request
from service.eventstore.writing.appender import Reservation
from tests.eventstore.record import ACCOUNT_ID, application_on, opened_case, request

NOTES = 60
OTHERS = 6


def notes(case_id: UUID, count: int = NOTES) -> list[Request]:
    return [request(case_id, AddNote(text=f"note {number}")) for number in range(count)]


def versions(outcomes: Sequence[Outcome]) -> list[int]:
    return [outcome.version for outcome in outcomes if isinstance(outcome, Answer)]


async def test_processes_that_all_write_to_one_case_are_all_answered(database_url: str) -> None:
    async with application_on(database_url) as one, application_on(database_url) as two:
        case_id = await opened_case(one)
        sent = [
            asyncio.create_task(application.execute(note))
            for application in (one, two)
            for note in notes(case_id)
        ]
        answered = await asyncio.gather(*sent)
        assert sorted(versions(answered)) == list(range(2, 2 + 2 * NOTES))


async def test_who_is_overtaken_all_the_time_is_asked_to_come_again_not_told_of_a_conflict(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only who named a version is told that it has changed."""
    case_id = await opened_case(application)

    async def overtaken(*_: object, **__: object) -> int:
        raise VersionTakenError

    monkeypatch.setattr(Reservation, "append", overtaken)
    monkeypatch.setattr(application._appender, "deadline_seconds", 0.3)
    with pytest.raises(RecordBusyError):
        await application.execute(request(case_id, AddNote(text="a")))
    with pytest.raises(StreamChangedError):
        await application.execute(request(case_id, AddNote(text="a"), expected_version=7))


def test_the_pauses_of_rivals_differ_and_stay_short() -> None:
    wishes = notes(ACCOUNT_ID)
    for attempt in range(1, 40):
        pauses = [execution._pause_seconds(wish, attempt) for wish in wishes]
        assert len(set(pauses)) > NOTES // 2
        assert 0 < min(pauses) <= max(pauses) <= execution.LONGEST_PAUSE_SECONDS


async def test_batches_on_one_case_follow_one_after_the_other(application: Application) -> None:
    case_id = await opened_case(application)
    sent = [application.execute_many(notes(case_id)) for _ in range(OTHERS)]
    for outcomes in await asyncio.gather(*sent):
        told = versions(outcomes)
        assert told == list(range(told[0], told[0] + NOTES))


async def test_batches_of_two_processes_on_one_case_each_keep_their_order(database_url: str) -> None:
    async with (
        application_on(database_url, requests_at_a_time=4) as one,
        application_on(database_url, requests_at_a_time=7) as two,
    ):
        case_id = await opened_case(one)
        both = [one.execute_many(notes(case_id)), two.execute_many(notes(case_id))]
        told = [versions(outcomes) for outcomes in await asyncio.gather(*both)]
        assert all(earlier < later for one_told in told for earlier, later in pairwise(one_told))
        assert sorted([*told[0], *told[1]]) == list(range(2, 2 + 2 * NOTES))


async def test_what_changes_nothing_in_a_batch_is_told_the_position_of_its_own_stream(
    application: Application,
) -> None:
    case_id = await opened_case(application)
    await application.execute(request(case_id, ResolveCase(resolution="mended")))
    resolved = await application.load(case_id)
    owner = request(ACCOUNT_ID, AssignAccountOwner(owner="E-7", reason="new"))
    outcomes = await application.execute_many([owner, request(case_id, ResolveCase(resolution="mended"))])
    assert [type(outcome) for outcome in outcomes] == [Answer, Answer]
    last = outcomes[1]
    assert isinstance(last, Answer)
    assert (last.version, last.position) == (resolved.version, resolved.position)


async def test_a_decision_that_breaks_down_is_the_outcome_of_its_own_request(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await opened_case(application)
    wishes = notes(case_id, 3)
    monkeypatch.setattr(application._execution, "decide", _breaking(application, wishes[1]))
    outcomes = [each async for each in application.execute_each(wishes)]
    assert [type(each) for each in outcomes] == [Answer, TypeError, Answer]


def _breaking(application: Application, wish: Request) -> Callable[[Known, Request], object]:
    decide = application._execution.decide

    def breaking(known: Known, wanted: Request) -> object:
        if wanted is wish:
            raise TypeError("planted")
        return decide(known, wanted)

    return breaking


async def test_a_batch_at_the_end_answers_what_was_decided_and_asks_for_the_rest_again(
    database_url: str,
) -> None:
    async with application_on(database_url, requests_at_a_time=10) as application:
        case_id = await opened_case(application)
        told: list[type] = []
        async for outcome in application.execute_each(notes(case_id)):
            application.end_soon()
            told.append(type(outcome))
        written = told.count(Answer)
        assert 10 <= written < NOTES
        assert told == [Answer] * written + [AppenderStoppedError] * (NOTES - written)
        assert (await application.load(case_id)).version == 1 + written


async def test_once_the_record_is_away_the_rest_of_a_batch_is_not_tried(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with application_on(database_url, requests_at_a_time=10) as application:
        case_id = await opened_case(application)
        tried = 0

        async def away(*_: object, **__: object) -> Answer:
            nonlocal tried
            tried += 1
            raise PoolTimeout("planted")

        monkeypatch.setattr(application._execution, "execute", away)
        repeated = notes(case_id, 1)[0]
        wishes = [repeated, *[repeated] * 5, *notes(case_id, 100)]
        told = [type(each) async for each in application.execute_each(wishes)]
        assert tried == 1
        assert told[:6] == [Answer, *[PoolTimeout] * 5]
        assert set(told[-10:]) == {PoolTimeout}


async def test_a_snapshot_that_cannot_be_kept_takes_nobody_the_answer(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await opened_case(application)

    async def failing(**_: object) -> None:
        raise psycopg.OperationalError("planted")

    monkeypatch.setattr(application.log, "keep_snapshot", failing)
    outcomes = await application.execute_many(notes(case_id, EVENTS_BETWEEN_SNAPSHOTS))
    assert versions(outcomes) == list(range(2, 2 + EVENTS_BETWEEN_SNAPSHOTS))


async def test_what_is_known_to_be_outdated_is_not_remembered(application: Application) -> None:
    case_id = await opened_case(application)
    memory = application._memory
    old = (await memory.fetch([case_id]))[case_id]
    await application.execute(request(case_id, AddNote(text="a")))
    memory.keep(old)
    assert (await memory.fetch([case_id]))[case_id].version == 2
    memory.forget_older(case_id, 3)
    memory.keep(old)
    assert (await memory.fetch([case_id]))[case_id].version == 2  # read from the record, not the old one
