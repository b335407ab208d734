"""Batching is a matter of speed only: any mix of requests in any chunks gives what one by one gives."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.account.decisions.profile import AssignAccountOwner, OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.case.decisions.closure import CloseCase, ReopenCase, ResolveCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import AddNote, SendReply
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.command import Command
from service.domain.refusal import Refusal
from service.domain.vocabulary import CaseKind, Channel, CloseReason, WaitingOn
from service.eventstore.application import Application
from service.eventstore.mapper import encode
from service.eventstore.request import Outcome, Request
from tests.eventstore.record import application_on, request

Step = tuple[str, int, Command | None, int]
"""Which kind of stream, its number, the command (None: receive a case, or open an account), command id."""

CASE_COMMANDS: list[Command] = [
    AddNote(text="called back"),
    SendReply(text="on our way"),
    StartWaiting(waiting_on=WaitingOn.CUSTOMER),
    EndWaiting(),
    ResolveCase(),
    ReopenCase(),
    CloseCase(reason=CloseReason.WITHDRAWN),
]
ACCOUNT_COMMANDS: list[Command] = [AssignAccountOwner(owner="agent:7", reason="load")]

command_numbers = st.integers(0, 30)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("case"), st.integers(0, 2), st.none() | st.sampled_from(CASE_COMMANDS), command_numbers
        ),
        st.tuples(
            st.just("account"), st.just(0), st.none() | st.sampled_from(ACCOUNT_COMMANDS), command_numbers
        ),
    ),
    max_size=24,
)
cuts = st.sets(st.integers(1, 23), max_size=5)


def as_requests(mix: Sequence[Step], salt: UUID) -> list[Request]:
    """Return requests on streams that no other example uses."""
    code = f"KA-{salt}"
    requests = []
    for kind, number, command, command_number in mix:
        if kind == "account":
            stream_id = account_id_of(code)
            command = command or OpenAccount(code=code, name="Acme")  # noqa: PLW2901
        else:
            stream_id = uuid5(salt, str(number))
            command = command or ReceiveCase(  # noqa: PLW2901
                account_id=account_id_of(code),
                channel=Channel.PHONE,
                kind=CaseKind.TECHNICAL,
                subject="the press stands",
            )
        command_id = uuid5(salt, f"command {command_number}")
        digest = f"{stream_id} {command!r}".encode()
        requests.append(request(stream_id, command, command_id=command_id, digest=digest))
    return requests


def in_chunks(requests: list[Request], at: set[int]) -> list[list[Request]]:
    borders = sorted({0, len(requests), *(cut for cut in at if cut < len(requests))})
    return [requests[start:end] for start, end in pairwise(borders)]


async def one_by_one(application: Application, requests: list[Request]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for wish in requests:
        try:
            outcomes.append(await application.execute(wish))
        except Refusal as refusal:
            outcomes.append(refusal)
    return outcomes


def summary(outcome: Outcome) -> tuple[object, ...]:
    if isinstance(outcome, Refusal):
        return (type(outcome),)
    return outcome.stream_id, outcome.version, outcome.is_repeat, [event.event for event in outcome.events]


async def streams(application: Application, requests: list[Request]) -> dict[UUID, list[tuple[object, ...]]]:
    return {
        wish.stream_id: [
            (row.version, row.stored_name, row.payload, row.command_id, row.command_seq)
            for row in await application.log.stream(wish.stream_id)
        ]
        for wish in requests
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mix=steps, at=cuts)
async def test_any_chunking_gives_the_same_streams_and_answers_as_one_by_one(
    database_url: str, module_database_url: str, mix: list[Step], at: set[int]
) -> None:
    requests = as_requests(mix, uuid5(NAMESPACE_OID, str(uuid4())))
    async with (
        application_on(database_url) as single,
        application_on(module_database_url, requests_at_a_time=3) as batched,
    ):
        expected = await one_by_one(single, requests)
        outcomes = [
            outcome for chunk in in_chunks(requests, at) for outcome in await batched.execute_many(chunk)
        ]
        assert [summary(outcome) for outcome in outcomes] == [summary(outcome) for outcome in expected]
        assert await streams(batched, requests) == await streams(single, requests)
        for outcome in outcomes:
            if not isinstance(outcome, Refusal):
                newest = await batched.log.stream(outcome.stream_id, outcome.version)
                assert outcome.position == newest[-1].position
                assert [encode(event.event) for event in outcome.events] == [
                    row.payload
                    for row in newest
                    if row.position in {event.position for event in outcome.events}
                ]
