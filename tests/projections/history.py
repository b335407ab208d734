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
from service.domain.case.plan import PlanStage
from service.domain.clocks.commands import ObserveClocks
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.refusal import Refusal
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    CaseRelation,
    Channel,
    CloseReason,
    Degree,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Routine,
    Segment,
    WaitingOn,
    WhyNotAsked,
)
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.request import Outcome, Request
from service.eventstore.writing.appender import Appender
from service.importers.rule_files.default_rules import publish_default_rules
from tests.projections.understanding_steps import understanding_steps

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

    def _work_steps(self, at: datetime) -> list[AnyCommand]:
        pick, question_id, other = self.dice.choice, UUID(int=1), UUID(int=self.dice.randrange(3))
        return [
            wish.OpenQuestion(occurred_at=at, question_id=question_id, text=CANARY),
            wish.AnswerQuestion(occurred_at=at, question_id=question_id, text=CANARY, told_to_customer=True),
            wish.ProposePlan(occurred_at=at, stages=(PlanStage(title=CANARY, due_at=NOW, responsible="x"),)),
            wish.ResolveCase(occurred_at=at, phenomenon=CANARY, cause=CANARY, solution=CANARY),
            wish.TellResult(occurred_at=at, channel=Channel.PHONE, text=CANARY),
            wish.FlagEscalationRisk(occurred_at=at, degree=pick(list(Degree)), reason=CANARY),
            wish.ClearEscalationRisk(occurred_at=at, reason=CANARY),
            wish.LinkCase(occurred_at=at, other_case_id=other, relation=pick(list(CaseRelation))),
            wish.UnlinkCase(occurred_at=at, other_case_id=other, relation=pick(list(CaseRelation))),
            wish.SplitCase(occurred_at=at, into_case_id=other, reason=CANARY),
        ]

    def _survey_steps(self, at: datetime) -> list[AnyCommand]:
        pick, one = self.dice.choice, UUID(int=self.dice.randrange(2))
        return [
            wish.SendSurvey(occurred_at=at, survey_id=one, channel=pick([Channel.SMS, Channel.EMAIL])),
            wish.AnswerSurvey(occurred_at=at, survey_id=one, csat=pick(range(1, 6)), verbatim=CANARY),
            wish.AnswerSurvey(occurred_at=at, survey_id=one, nps=pick(range(11)), ces=pick(range(1, 8))),
            wish.DeclineSurvey(occurred_at=at, survey_id=one, reason=CANARY),
            wish.ForgoSurvey(occurred_at=at, reason=pick(list(WhyNotAsked))),
            wish.RateSatisfaction(occurred_at=at, survey_id=one, score=pick(range(1, 6))),
        ]

    def _complaint_steps(self, at: datetime) -> list[AnyCommand]:
        remedy_id, exception_id = UUID(int=self.dice.randrange(2)), UUID(int=self.dice.randrange(2))
        director, pick = EscalationLevel.DIRECTOR, self.dice.choice
        return [
            wish.SootheCustomer(occurred_at=at, words=CANARY),
            wish.ReconstructScene(occurred_at=at, what_happened=CANARY, who_was_concerned=CANARY),
            wish.DetermineLiability(occurred_at=at, liable=pick(list(Liable)), grounds=CANARY),
            wish.IdentifyCause(
                occurred_at=at,
                cause_class=CauseClass.PROCESS,
                root_code=pick(["late_delivery", "wrong_bill"]),
                process_step=pick(["delivery", None]),
                whys=(CANARY,) * pick([1, 3]),
            ),
            wish.RecordImpact(occurred_at=at, extent=pick(list(ImpactExtent)), observed=CANARY),
            wish.ProposeRemedy(
                occurred_at=at,
                remedy_id=remedy_id,
                remedy_type=pick(["coupon", "repair"]),
                what=CANARY,
                amount_minor=pick([0, 70_000]),
                proposed_by="x",
            ),
            wish.ApproveRemedy(occurred_at=at, remedy_id=remedy_id, approved_by="y", level=director),
            wish.RejectRemedy(occurred_at=at, remedy_id=remedy_id, rejected_by="y", reason=CANARY),
            wish.GrantRemedy(occurred_at=at, remedy_id=remedy_id, granted_by="x"),
            wish.RequestException(
                occurred_at=at, exception_id=exception_id, what=CANARY, reason=CANARY, requested_by="x"
            ),
            wish.DecideException(
                occurred_at=at,
                exception_id=exception_id,
                is_granted=pick([True, False]),
                decided_by="y",
                level=director,
            ),
        ]

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
            wish.DeescalateCase(occurred_at=at, reason=CANARY),
            wish.ArrangeDispatch(
                occurred_at=at,
                dispatch_id=UUID(int=pick(range(3))),
                engineer="x",
                planned_at=received_at,
                place=CANARY,
                task=CANARY,
            ),
            wish.RecordDispatchOutcome(
                occurred_at=at,
                dispatch_id=UUID(int=pick(range(3))),
                solved=pick([True, False]),
                needs_follow_up=pick([True, False, None]),
                outcome=CANARY,
            ),
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
            *self._work_steps(at),
            *self._survey_steps(at),
            *understanding_steps(self.dice, at, CANARY),
            *self._complaint_steps(at),
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
