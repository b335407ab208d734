"""Random histories on the record, made through the application, as any caller would make them."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.domain.account.commands import (
    AddContact,
    AssignAccountOwner,
    AssignSegment,
    OpenAccount,
    RecordFirstContact,
    SetRoutine,
)
from service.domain.account.identity import account_id_of
from service.domain.aggregate import AnyCommand
from service.domain.case import commands as wish
from service.domain.clocks.commands import ObserveClocks
from service.domain.refusal import Refusal
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Routine,
    Segment,
    WaitingOn,
)
from service.eventstore.appender import Appender
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.request import Outcome, Request
from service.importers.default_rules import publish_default_rules

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
CANARY = "金丝雀 canary 13800138000"


class History:
    """Writes on the record with made-up ids, so that a seed gives the same history each time."""

    def __init__(self, application: Application, dice: random.Random) -> None:
        self.application = application
        self.dice = dice

    def new_id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def request(self, stream_id: UUID, *commands: AnyCommand) -> Request:
        return Request(stream_id=stream_id, commands=commands, command_id=self.new_id(), actor="tests")

    async def write(self, requests: Sequence[Request]) -> list[Outcome]:
        return await self.application.execute_many(list(requests))

    async def accept(self, stream_id: UUID, *commands: AnyCommand) -> UUID:
        """Write commands of which none may be refused."""
        for outcome in await self.write([self.request(stream_id, command) for command in commands]):
            assert not isinstance(outcome, Refusal), outcome
        return stream_id

    async def account(self, code: str = "KA-1", **content: object) -> UUID:
        opened = {"name": CANARY, "segment": Segment.HIGH_VALUE, "occurred_at": START, **content}
        return await self.accept(account_id_of(code), OpenAccount.model_validate({"code": code, **opened}))

    async def case(self, account_id: UUID, received_at: datetime = START, **content: object) -> UUID:
        said = {"channel": "phone", "kind": "technical", "subject": CANARY, "occurred_at": received_at}
        received = wish.ReceiveCase.model_validate({"account_id": account_id, **said, **content})
        return await self.accept(self.new_id(), received)

    async def rules(self) -> None:
        """Publish the rules that come with the program: from then on there are clocks."""
        await publish_default_rules(self.application)

    async def random(self, cases: int) -> None:
        """Write rules, accounts and this many cases, with steps in any order; impossible ones are refused."""
        await self.rules()
        codes = [f"KA-{self.dice.randrange(10**9)}" for _ in range(4)]
        accounts = [await self.account(code, segment=self.dice.choice(list(Segment))) for code in codes]
        await self.write([self.request(each, *self._account_steps()) for each in accounts])
        requests: list[list[Request]] = []
        for _ in range(cases):
            case_id, received_at = self.new_id(), START + timedelta(minutes=self.dice.randrange(100_000))
            steps = [self._received(self.dice.choice(accounts), received_at)]
            steps += [self._step(received_at) for _ in range(self.dice.randrange(25))]
            requests.append([self.request(case_id, step) for step in steps])
        for turn in range(max(map(len, requests))):
            await self.write([steps[turn] for steps in requests if turn < len(steps)])

    def _account_steps(self) -> tuple[AnyCommand, ...]:
        return (
            AddContact(contact_id=self.new_id(), name=CANARY, email=CANARY, phone=CANARY, role="buyer"),
            AssignAccountOwner(owner=self.dice.choice("ab"), reason=CANARY),
            AssignSegment(segment=self.dice.choice(list(Segment)), reason=CANARY),
            RecordFirstContact(channel=Channel.PHONE, record=CANARY),
            SetRoutine(routine=self.dice.choice(list(Routine)), day_of_month=5, note=CANARY),
            ObserveClocks(),
        )

    def _received(self, account_id: UUID, received_at: datetime) -> AnyCommand:
        return wish.ReceiveCase(
            account_id=account_id,
            reference=f"C{self.dice.randrange(10**6)}",
            channel=self.dice.choice(list(Channel)),
            kind=self.dice.choice(list(CaseKind)),
            subject=CANARY,
            description=CANARY,
            reported_by=CANARY,
            symptom=CANARY,
            impact=CANARY,
            occurred_at=received_at,
        )

    def _step(self, received_at: datetime) -> AnyCommand:
        """Return any command at any time after receipt: business time jumps to and fro."""
        pick = self.dice.choice
        at = received_at + timedelta(seconds=self.dice.randrange(60 * 24 * 3600))
        steps: list[AnyCommand] = [
            wish.AcknowledgeReceipt(occurred_at=at),
            wish.ClassifyCase(
                occurred_at=at, priority=pick(list(Priority)), response_class=pick(list(ResponseClass))
            ),
            wish.ClassifyCase(occurred_at=at, category=pick(["product", "service"]), reason=CANARY),
            wish.AssignOwner(occurred_at=at, owner=pick("xyz"), team=pick(["one", "two"]), reason=CANARY),
            wish.HandOverCase(occurred_at=at, to_owner=pick("xyz"), note=CANARY),
            wish.SendReply(
                occurred_at=at,
                text=CANARY,
                audience=pick(list(Audience)),
                author_kind=pick(list(AuthorKind)),
                substantive=pick([True, False]),
            ),
            wish.StartWaiting(occurred_at=at, waiting_on=pick(list(WaitingOn)), note=CANARY),
            wish.EndWaiting(occurred_at=at),
            wish.EscalateCase(occurred_at=at, level=pick(list(EscalationLevel)), reason=CANARY),
            wish.ResolveCase(occurred_at=at, resolution=CANARY),
            wish.ResolveCase(occurred_at=at),
            wish.ConfirmResolution(occurred_at=at),
            wish.ReopenCase(occurred_at=at, reason=CANARY),
            wish.CloseCase(occurred_at=at, reason=pick(list(CloseReason))),
            wish.RateSatisfaction(occurred_at=at, score=pick(range(1, 6)), verbatim=CANARY),
            wish.RateSatisfaction(occurred_at=at, scale=RatingScale.NPS, score=pick(range(11))),
            wish.RevisitCase(
                occurred_at=at, channel=Channel.PHONE, reached=pick([True, False]), outcome=CANARY
            ),
            wish.AddNote(occurred_at=at, text=CANARY),
            ObserveClocks(),
            wish.RecordCustomerMessage(occurred_at=at, channel=pick(list(Channel)), text=CANARY),
            wish.ShareProgress(
                occurred_at=at,
                problem=CANARY,
                solution=CANARY,
                eta_at=at + timedelta(days=1),
                channel=pick(list(Channel)),
                commitment_id=pick([self.new_id(), None]),
            ),
            wish.RequestCollaboration(
                occurred_at=at,
                collaboration_id=self.new_id(),
                department="logistics",
                step="ship_part",
                request=CANARY,
            ),
            wish.OpenGreenChannel(occurred_at=at, task_force=("x", "y"), reason=CANARY),
            wish.MergeCase(occurred_at=at, into_case_id=self.new_id(), reason=CANARY),
            wish.UnmergeCase(occurred_at=at, reason=CANARY),
            wish.RecordSourceUpdate(
                occurred_at=at,
                source="tickets",
                reference="R1",
                update=str(self.dice.randrange(10**6)),
                promise_kept=pick([True, False, None]),
                promise_due_at=pick([at, None]),
            ),
        ]
        return pick(steps)


@asynccontextmanager
async def history(url: str, seed: int = 1) -> AsyncIterator[History]:
    """Give a history to write on the record of this database."""
    log, appender, dice = EventLog(url), Appender(url), random.Random(seed)  # noqa: S311  no secret
    async with log.reading(), appender.running():
        writing = History(
            Application(log, appender, now=lambda: NOW, new_id=lambda: UUID(int=dice.getrandbits(128))), dice
        )
        yield writing
