"""Two writers on one stream: the later one decides again on what is there, and costs nobody else anything."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from psycopg import DataError

from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.account.rules import AccountNotFoundError
from service.domain.case.decisions.closure import CloseCase, ReopenCase, ResolveCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import AddNote
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.case.rules import CaseAlreadyClosedError, CaseAlreadyResolvedError
from service.domain.refusal import Refusal, StreamChangedError
from service.domain.vocabulary import CloseReason, WaitingOn
from service.eventstore.append import Append, VersionTakenError
from service.eventstore.application import Application
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.request import Answer, Loaded, Outcome, Request
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import (
    all_positions,
    another_writer,
    append,
    application_on,
    opened_case,
    receive,
    request,
    row,
    rows_of,
    writers_wait,
)

WITHDRAW = CloseCase(reason=CloseReason.WITHDRAWN)
WAIT = StartWaiting(waiting_on=WaitingOn.CUSTOMER)


async def test_a_stale_memory_is_loaded_again_where_the_wish_still_holds(
    application: Application, other_application: Application
) -> None:
    case_id = await opened_case(application)
    await other_application.execute(request(case_id, AddNote(text="a")))
    answer = await application.execute(request(case_id, AddNote(text="b")))
    assert answer.version == 3
    loaded = await application.load(case_id)
    assert loaded == await other_application.load(case_id)
    assert loaded.version == 3


async def test_a_stale_memory_does_not_let_through_what_is_refused_now(
    application: Application, other_application: Application
) -> None:
    case_id = await opened_case(application)
    await other_application.execute(request(case_id, ResolveCase()))
    with pytest.raises(CaseAlreadyResolvedError):
        await application.execute(request(case_id, WAIT))
    assert (await application.load(case_id)).version == 2


async def test_a_stale_memory_does_not_refuse_what_is_allowed_now(
    application: Application, other_application: Application
) -> None:
    case_id = await opened_case(application)
    await application.execute(request(case_id, ResolveCase()))
    await other_application.execute(request(case_id, ReopenCase()))
    assert (await application.execute(request(case_id, WAIT))).version > 3


async def test_a_version_that_is_no_longer_the_newest_is_refused(
    application: Application, other_application: Application
) -> None:
    case_id = await opened_case(application)
    await other_application.execute(request(case_id, AddNote(text="a")))
    with pytest.raises(StreamChangedError) as refused:
        await application.execute(request(case_id, AddNote(text="b"), expected_version=1))
    assert refused.value.values == {"expected": "1", "version": "2"}
    (outcome,) = await application.execute_many([request(case_id, AddNote(text="b"), expected_version=1)])
    assert isinstance(outcome, StreamChangedError)
    assert (await application.execute(request(case_id, AddNote(text="b"), expected_version=2))).version == 3


async def test_a_conflict_costs_the_others_of_the_statement_nothing(
    application: Application, appender: Appender
) -> None:
    stream_id = uuid4()
    await appender.append([row(stream_id, 1)])
    good = [append(row(uuid4())), append(row(stream_id, 2), row(stream_id, 3, command_seq=1))]
    bad = append(row(stream_id, 1))
    appender.submit(good[0], bad, good[1])
    with pytest.raises(VersionTakenError):
        await bad.position
    assert [await appended.position for appended in good] == [2, 3]
    assert await all_positions(application.log) == [1, 2, 3, 4]


@asynccontextmanager
async def overtaken(
    application: Application, url: str, planted: Sequence[StoredEnvelope], requests: Sequence[Request]
) -> AsyncIterator[asyncio.Task[list[Outcome]]]:
    """Have requests decided and sent while another writer's rows are written and not yet committed."""
    async with another_writer(url, planted) as other:
        sent = asyncio.create_task(application.execute_many(requests))
        await writers_wait(url)
        await other.commit()
        yield sent


async def test_chained_requests_are_decided_again_when_the_first_is_overtaken(
    application: Application, database_url: str
) -> None:
    case_id = await opened_case(application)
    plant = rows_of(await application.load(case_id), request(case_id, AddNote(text="planted")))
    bystander = await opened_case(application)
    requests = [
        request(case_id, AddNote(text="a")),
        request(bystander, AddNote(text="b")),
        request(case_id, ResolveCase()),
        request(case_id, ResolveCase()),
        request(case_id, WAIT),
    ]
    async with overtaken(application, database_url, plant, requests) as sent:
        outcomes = await sent
    a, b, resolved, again, wait = outcomes
    assert isinstance(wait, CaseAlreadyResolvedError)
    assert isinstance(a, Answer)
    assert isinstance(b, Answer)
    assert isinstance(resolved, Answer)
    assert isinstance(again, Answer)
    assert (a.version, b.version, resolved.version) == (3, 2, 4)
    assert (again.version, again.position, again.events) == (4, resolved.position, ())
    head = await application.log.head()
    assert await all_positions(application.log) == list(range(1, head + 1))


async def test_a_refusal_that_stood_on_an_overtaken_request_is_decided_again(
    application: Application, database_url: str
) -> None:
    case_id = await opened_case(application)
    plant = rows_of(await application.load(case_id), request(case_id, WITHDRAW))
    requests = [request(case_id, ResolveCase()), request(case_id, WAIT), request(case_id, ResolveCase())]
    async with overtaken(application, database_url, plant, requests) as sent:
        outcomes = await sent
    assert [type(outcome) for outcome in outcomes] == [CaseAlreadyClosedError] * 3


async def test_an_account_and_its_case_can_come_in_one_batch(application: Application) -> None:
    account_id, case_id = account_id_of("KA-2"), uuid4()
    received = ReceiveCase(**(receive().model_dump() | {"account_id": account_id}))
    outcomes = await application.execute_many(
        [
            request(case_id, received),
            request(account_id, OpenAccount(code="KA-2", name="Acme")),
            request(case_id, received),
        ]
    )
    assert isinstance(outcomes[0], Refusal)
    assert [outcome.position for outcome in outcomes[1:] if isinstance(outcome, Answer)] == [1, 2]


async def test_a_case_decided_on_an_account_that_another_writer_opened_first_is_received(
    application: Application, database_url: str
) -> None:
    account_id, case_id = account_id_of("KA-2"), uuid4()
    opening = request(account_id, OpenAccount(code="KA-2", name="Acme"))
    plant = rows_of(Loaded(stream_id=account_id), request(account_id, *opening.commands))
    received = ReceiveCase(**(receive().model_dump() | {"account_id": account_id}))
    async with overtaken(application, database_url, plant, [opening, request(case_id, received)]) as sent:
        _, outcome = await sent
    assert isinstance(outcome, Answer)
    assert outcome.position == 2


async def test_a_case_falls_with_the_account_that_it_was_decided_on(application: Application) -> None:
    account_id, case_id = account_id_of("KA-2"), uuid4()
    received = ReceiveCase(**(receive().model_dump() | {"account_id": account_id}))
    unwritable = request(account_id, OpenAccount(code="KA-2", name="Acme"), actor="a\0b")
    with pytest.raises(DataError):
        await application.execute_many([unwritable, request(case_id, received)])
    with pytest.raises(AccountNotFoundError):
        await application.execute(request(case_id, received))
    assert await application.log.head() == 0


async def test_what_cannot_be_written_is_the_outcome_of_its_own_request_only(
    application: Application,
) -> None:
    wishes = [request(account_id_of(code), OpenAccount(code=code, name="Acme")) for code in ("KA-1", "KA-3")]
    code = "KA-2"
    unwritable = request(account_id_of(code), OpenAccount(code=code, name="Acme"), actor="a\0b")
    outcomes = [each async for each in application.execute_each([wishes[0], unwritable, wishes[1]])]
    assert [type(each) for each in outcomes] == [Answer, DataError, Answer]
    assert await application.log.head() == 2


async def test_an_append_falls_with_the_one_it_follows(appender: Appender) -> None:
    stream_id = uuid4()
    await appender.append([row(stream_id, 1)])
    chain = [append(row(stream_id, 1))]
    for version in (2, 3):
        chain.append(append(row(stream_id, version), follows=(chain[-1],)))
    appender.submit(*chain)
    for appended in chain:
        with pytest.raises(VersionTakenError):
            await appended.position


async def test_a_caller_who_left_stops_nobody_else(
    application: Application, appender: Appender, database_url: str
) -> None:
    stream_id: UUID = uuid4()
    async with another_writer(database_url, [row(uuid4())]) as other:
        blocked: Append = append(row(uuid4()))
        appender.submit(blocked)
        await writers_wait(database_url)
        left = append(row(stream_id, 1))
        follower = append(row(stream_id, 2), follows=(left,))
        appender.submit(left, follower)
        left.position.cancel()
        await other.commit()
    with pytest.raises(VersionTakenError):
        await follower.position
    assert await appender.append([row(stream_id, 2)]) == 4
    assert await all_positions(application.log) == [1, 2, 3, 4]


async def test_a_full_memory_forgets_and_still_decides_rightly(database_url: str) -> None:
    async with application_on(database_url, remembered_streams=1) as application:
        cases = [await opened_case(application) for _ in range(3)]
        for _ in range(2):
            wishes = [request(case_id, AddNote(text="a")) for case_id in cases]
            outcomes = await application.execute_many([*wishes, request(uuid4(), receive())])
            assert [type(outcome) for outcome in outcomes] == [Answer] * 4
        assert {(await application.load(case_id)).version for case_id in cases} == {3}
