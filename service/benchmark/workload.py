"""The one command that all measurements send, in every form that they need it in."""

from uuid import UUID

from service import main
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import AddNote
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel
from service.eventstore.application import Application
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.request import Request

ACTOR = "bench"
ACCOUNT_CODE = "BENCH-1"
RECEIVE = ReceiveCase(
    account_id=account_id_of(ACCOUNT_CODE),
    channel=Channel.PHONE,
    kind=CaseKind.TECHNICAL,
    subject="The press in hall 2 stands still since this morning",
    order_reference="PO-2026-000117",
)
OPEN = OpenAccount(code=ACCOUNT_CODE, name="Benchmark")
NOTE = AddNote(text="Asked the plant for the log of the controller.")


class RequestRefusedError(Exception):
    """The house refused a request of the benchmark: a mistake of ours, and no figure."""


def request_of(stream_id: UUID, command: Command) -> Request:
    """Return a request that was never sent before."""
    return Request(stream_id=stream_id, commands=(command,), command_id=main.new_id(), actor=ACTOR)


async def open_account(application: Application) -> None:
    """Open the account that all cases are received for; harmless where it was opened by us before."""
    account_id = RECEIVE.account_id
    opening = Request(stream_id=account_id, commands=(OPEN,), command_id=account_id, actor=ACTOR)
    await application.execute(opening)


def new_row(like: StoredEnvelope) -> StoredEnvelope:
    """Return a row such as another, the first of a stream of its own."""
    command_id = main.new_id()
    return StoredEnvelope(
        stream_id=main.new_id(),
        version=1,
        stored_name=like.stored_name,
        payload=like.payload,
        position=0,
        event_id=main.new_id(),
        recorded_at=like.recorded_at,
        actor=like.actor,
        command_id=command_id,
        command_seq=0,
        command_digest=None,
        correlation_id=command_id,
        causation_id=None,
    )


async def recorded_row(application: Application) -> StoredEnvelope:
    """Receive a case and return the row that this led to, as a pattern for others."""
    request = request_of(main.new_id(), RECEIVE)
    await application.execute(request)
    row, *_ = await application.log.stream(request.stream_id)
    return row
