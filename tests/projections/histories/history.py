"""Random histories on the record, made through the application, as any caller would make them."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.domain.account.decisions.agreements.agreements import SignAgreement
from service.domain.account.decisions.contacts import AddContact, ChangeContact
from service.domain.account.decisions.journey import MoveToStage
from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment, OpenAccount
from service.domain.account.decisions.profile_values import ReviewProfile, SetProfileValue
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.stewards import AssignSteward
from service.domain.account.decisions.visits import RecordFirstContact
from service.domain.account.identity import account_id_of
from service.domain.account.vocabulary import Routine
from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import CloseCase, ConfirmResolution, ReopenCase, ResolveCase
from service.domain.case.decisions.collaborations import RequestCollaboration
from service.domain.case.decisions.dispatches import ArrangeDispatch, RecordDispatchOutcome
from service.domain.case.decisions.emergencies import OpenGreenChannel
from service.domain.case.decisions.escalations import (
    ClearEscalationRisk,
    DeescalateCase,
    EscalateCase,
    FlagEscalationRisk,
)
from service.domain.case.decisions.following.plan_stages import CompletePlanStage
from service.domain.case.decisions.intake import AcknowledgeReceipt, ReceiveCase, RecordSourceUpdate
from service.domain.case.decisions.links import LinkCase, MergeCase, SplitCase, UnlinkCase, UnmergeCase
from service.domain.case.decisions.questions import AnswerQuestion, OpenQuestion
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.replies import (
    AddNote,
    ProposePlan,
    RecordCustomerMessage,
    ReportResult,
    SendReply,
    ShareProgress,
)
from service.domain.case.decisions.revisits import RevisitCase
from service.domain.case.decisions.sales import RecordOrderStatus
from service.domain.case.decisions.surveys import AnswerSurvey, DeclineSurvey, SendSurvey, SkipSurvey
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.record.replies import PlanStage
from service.domain.clocks.commands import ObserveClocks
from service.domain.command import Command
from service.domain.refusal import Refusal
from service.domain.rulebook.decisions import PublishPolicy
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    CaseRelation,
    Channel,
    CloseReason,
    Degree,
    EscalationLevel,
    OrderStatus,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    WaitingOn,
    WhyNotAsked,
)
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.request import Outcome, Request
from service.eventstore.writing.appender import Appender
from service.importers.rule_files.default_rules import default_request, default_wishes
from tests.projections.histories.agreement_steps import agreement_steps, consent_steps, dispute_steps
from tests.projections.histories.care_steps import care_steps
from tests.projections.histories.complaint_steps import complaint_steps
from tests.projections.histories.health_steps import health_steps
from tests.projections.histories.need_steps import need_steps, purchase_steps
from tests.projections.histories.understanding_steps import understanding_steps
from tests.rules import lenient

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
CANARY = "金丝雀 canary 13800138000"


class History:
    """Writes on the record with made-up ids, so that a seed gives the same history each time."""

    def __init__(self, application: Application, dice: random.Random) -> None:
        self.application = application
        self.dice = dice
        self.others: list[UUID] = []
        """Cases that the one being told of may speak of; the first of them was a part of it."""
        self.sister = UUID(int=0)
        """Another case of its account."""
        self.contact = UUID(int=0)
        """A contact of its account."""
        self.contact_of: dict[UUID, UUID] = {}

    def new_id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def request(self, stream_id: UUID, *commands: Command) -> Request:
        return Request(stream_id=stream_id, commands=commands, command_id=self.new_id(), actor="tests")

    async def write(self, requests: Sequence[Request]) -> list[Outcome]:
        return await self.application.execute_many(list(requests))

    async def accept(self, stream_id: UUID, *commands: Command) -> UUID:
        """Write commands of which none may be refused."""
        for outcome in await self.write([self.request(stream_id, command) for command in commands]):
            assert not isinstance(outcome, Refusal), outcome
        return stream_id

    async def account(self, code: str = "KA-1", **content: object) -> UUID:
        opened = {"name": CANARY, "segment": Segment.HIGH_VALUE, "occurred_at": START, **content}
        return await self.accept(account_id_of(code), OpenAccount.model_validate({"code": code, **opened}))

    async def case(self, account_id: UUID, received_at: datetime = START, **content: object) -> UUID:
        said = {"channel": "phone", "kind": "technical", "subject": CANARY, "occurred_at": received_at}
        received = ReceiveCase.model_validate({"account_id": account_id, **said, **content})
        return await self.accept(self.new_id(), received)

    async def rules(self, calls_within: timedelta | None = None) -> None:
        """Publish the rules that come with the program, of ends but warnings: from then on there are clocks.

        All is told at NOW, so that steps of the escalation chain call somebody only `calls_within` so long.
        """
        bound = {} if calls_within is None else {"calls_within_seconds": int(calls_within.total_seconds())}
        wishes = [
            wish.model_copy(update={"policy": wish.policy.model_copy(update=bound)})
            if isinstance(wish, PublishPolicy)
            else lenient(wish)
            for wish in default_wishes()
        ]
        # Under the id of the default rules, so that the dice fall as they would without this.
        await self.application.execute(replace(default_request(), commands=tuple(wishes)))

    async def random(self, cases: int) -> None:
        """Write rules, accounts and this many cases, with steps in any order; impossible ones are refused."""
        await self.rules(calls_within=NOW - START - timedelta(days=30))
        codes = [f"KA-{self.dice.randrange(10**9)}" for _ in range(4)]
        accounts = [await self.account(code, segment=self.dice.choice(list(Segment))) for code in codes]
        await self.write([self.request(each, *self._account_steps(each)) for each in accounts])
        requests: list[list[Request]] = []
        made = [(self.new_id(), self.dice.choice(accounts)) for _ in range(cases)]
        for number, (case_id, account_id) in enumerate(made):
            received_at = START + timedelta(minutes=self.dice.randrange(100_000))
            following = [*made[number + 1 :], *made[:number], made[number]]
            parts = [other for other, account in made[number + 1 :] if account == account_id]
            self.others = [*parts[:1], *(other for other, _ in following)][:3]
            self.sister = next(other for other, account in following if account == account_id)
            wholes = [other for other, account in made[:number] if account == account_id]
            self.contact = self.contact_of[account_id]
            steps = [self._received(account_id, received_at, split_from=wholes[-1] if wholes else None)]
            steps += [self._step(received_at, at) for at in self._times(received_at)]
            requests.append([self.request(case_id, step) for step in steps])
        for turn in range(max(map(len, requests))):
            await self.write([steps[turn] for steps in requests if turn < len(steps)])
        await self.write([self.request(each, *self._profile_steps(each)) for each in accounts])
        # Last, so that the dice fall as they would without this.
        await self.write([self.request(each, *purchase_steps()) for each in accounts])
        await self.write([self.request(each, *health_steps(NOW, CANARY)) for each in accounts])

    def _times(self, received_at: datetime) -> list[datetime]:
        """Return times after receipt: most in order, as life tells them, every fourth to and fro."""
        count = self.dice.randrange(30)
        seconds = sorted(self.dice.randrange(60 * 24 * 3600) for _ in range(count))
        for place in range(0, count, 4):
            seconds[place] = self.dice.randrange(60 * 24 * 3600)
        return [received_at + timedelta(seconds=each) for each in seconds]

    def _account_steps(self, account_id: UUID) -> tuple[Command, ...]:
        self.contact_of[account_id] = self.new_id()
        return (
            AddContact(
                contact_id=self.contact_of[account_id], name=CANARY, email=CANARY, phone=CANARY, role="buyer"
            ),
            *consent_steps(self.contact_of[account_id], CANARY),
            AssignAccountOwner(owner=self.dice.choice("ab"), reason=CANARY),
            AssignSegment(segment=self.dice.choice(list(Segment)), reason=CANARY),
            RecordFirstContact(channel=Channel.PHONE, record=CANARY),
            SignAgreement(agreement_id="C-7", title=CANARY, effective_at=START, occurred_at=START),
            *agreement_steps(START, CANARY),
            *dispute_steps(self.contact_of[account_id], CANARY),
            SetRoutine(routine=self.dice.choice(list(Routine)), day_of_month=5, note=CANARY),
            *care_steps(self.contact_of[account_id], NOW.date(), CANARY, is_done=account_id.int % 2 == 0),
            *need_steps(self.contact_of[account_id], CANARY),
            ObserveClocks(),
        )

    def _profile_steps(self, account_id: UUID) -> tuple[Command, ...]:
        known = {"field": "decision_chain", "words": CANARY, "source": "visit", "reason": CANARY}
        return (
            ChangeContact(contact_id=self.contact_of[account_id], name=CANARY, decision_role="decider"),
            SetProfileValue(**known, vouched_by="a"),
            ReviewProfile(confirmed=("decision_chain",), note=CANARY, reviewed_by="a"),
            MoveToStage(stage="renewal", reason=CANARY),
            AssignSteward(steward="a", account_class="growing", assigned_by="b", reason=CANARY),
        )

    def _received(self, account_id: UUID, received_at: datetime, split_from: UUID | None) -> Command:
        reference, channel = f"C{self.dice.randrange(10**6)}", self.dice.choice(list(Channel))
        return ReceiveCase(
            account_id=account_id,
            reference=reference,
            channel=channel,
            alert_reference=None if channel is Channel.API else "ALERT-1",
            kind=self.dice.choice(list(CaseKind)),
            subject=CANARY,
            description=CANARY,
            reported_by=CANARY,
            symptom=CANARY,
            impact=CANARY,
            occurred_at=received_at,
            split_from=split_from,
        )

    def _work_steps(self, at: datetime) -> list[Command]:
        pick, question_id, other = self.dice.choice, UUID(int=1), self.dice.choice(self.others)
        return [
            OpenQuestion(occurred_at=at, question_id=question_id, text=CANARY),
            AnswerQuestion(occurred_at=at, question_id=question_id, text=CANARY, told_to_customer=True),
            ProposePlan(occurred_at=at, stages=(PlanStage(title=CANARY, due_at=NOW, responsible="x"),)),
            CompletePlanStage(occurred_at=at, stage=1, outcome=CANARY),
            RecordOrderStatus(occurred_at=at, order_reference="PO-1", status=pick(list(OrderStatus))),
            ResolveCase(occurred_at=at, phenomenon=CANARY, cause=CANARY, solution=CANARY),
            ReportResult(occurred_at=at, channel=Channel.PHONE, text=CANARY),
            FlagEscalationRisk(occurred_at=at, degree=pick(list(Degree)), reason=CANARY),
            ClearEscalationRisk(occurred_at=at, reason=CANARY),
            LinkCase(occurred_at=at, other_case_id=other, relation=pick(list(CaseRelation))),
            UnlinkCase(occurred_at=at, other_case_id=other, relation=pick(list(CaseRelation))),
            SplitCase(occurred_at=at, into_case_id=self.others[0], reason=CANARY),
        ]

    def _survey_steps(self, at: datetime) -> list[Command]:
        pick, one = self.dice.choice, UUID(int=self.dice.randrange(2))
        return [
            SendSurvey(
                occurred_at=at,
                survey_id=one,
                channel=pick([Channel.SMS, Channel.EMAIL]),
                contact_id=self.contact,
            ),
            AnswerSurvey(occurred_at=at, survey_id=one, csat=pick(range(1, 6)), verbatim=CANARY),
            AnswerSurvey(occurred_at=at, survey_id=one, nps=pick(range(11)), ces=pick(range(1, 8))),
            DeclineSurvey(occurred_at=at, survey_id=one, reason=CANARY),
            SkipSurvey(occurred_at=at, reason=pick(list(WhyNotAsked))),
            RateSatisfaction(occurred_at=at, survey_id=one, score=pick(range(1, 6))),
        ]

    def _step(self, received_at: datetime, at: datetime) -> Command:
        """Return any command at this time."""
        pick = self.dice.choice
        steps: list[Command] = [
            AcknowledgeReceipt(occurred_at=at),
            ClassifyCase(
                occurred_at=at,
                priority=pick(list(Priority)),
                response_class=pick(list(ResponseClass)),
                reason=CANARY,
            ),
            ClassifyCase(occurred_at=at, category=pick(["product", "service"]), reason=CANARY),
            AssignOwner(occurred_at=at, owner=pick("xyz"), team=pick(["one", "two"]), reason=CANARY),
            HandOverCase(occurred_at=at, to_owner=pick("xyz"), note=CANARY),
            SendReply(
                occurred_at=at,
                text=CANARY,
                audience=pick(list(Audience)),
                author_kind=pick(list(AuthorKind)),
                substantive=pick([True, False]),
            ),
            StartWaiting(occurred_at=at, waiting_on=pick(list(WaitingOn)), note=CANARY),
            EndWaiting(occurred_at=at),
            EscalateCase(occurred_at=at, level=pick(list(EscalationLevel)), reason=CANARY),
            DeescalateCase(occurred_at=at, reason=CANARY),
            ArrangeDispatch(
                occurred_at=at,
                dispatch_id=UUID(int=pick(range(3))),
                engineer="x",
                planned_at=received_at,
                place=CANARY,
                task=CANARY,
            ),
            RecordDispatchOutcome(
                occurred_at=at,
                dispatch_id=UUID(int=pick(range(3))),
                solved=pick([True, False]),
                needs_follow_up=pick([True, False, None]),
                outcome=CANARY,
            ),
            ResolveCase(occurred_at=at, resolution=CANARY),
            ResolveCase(occurred_at=at),
            ConfirmResolution(occurred_at=at),
            ReopenCase(occurred_at=at, reason=CANARY),
            CloseCase(occurred_at=at, reason=pick(list(CloseReason))),
            RateSatisfaction(occurred_at=at, score=pick(range(1, 6)), verbatim=CANARY),
            RateSatisfaction(occurred_at=at, scale=RatingScale.NPS, score=pick(range(11))),
            RevisitCase(occurred_at=at, channel=Channel.PHONE, reached=pick([True, False]), outcome=CANARY),
            AddNote(occurred_at=at, text=CANARY),
            ObserveClocks(),
            RecordCustomerMessage(occurred_at=at, channel=pick(list(Channel)), text=CANARY),
            ShareProgress(
                occurred_at=at,
                problem=CANARY,
                solution=CANARY,
                eta_at=at + timedelta(days=1),
                channel=pick(list(Channel)),
                commitment_id=pick([self.new_id(), None]),
            ),
            RequestCollaboration(
                occurred_at=at,
                collaboration_id=self.new_id(),
                department="logistics",
                step="ship_part",
                request=CANARY,
                customer_words=CANARY if at.minute % 2 else None,
            ),
            OpenGreenChannel(occurred_at=at, task_force=("x", "y"), reason=CANARY),
            MergeCase(occurred_at=at, into_case_id=self.sister, reason=CANARY),
            UnmergeCase(occurred_at=at, reason=CANARY),
            *self._work_steps(at),
            *self._survey_steps(at),
            *understanding_steps(self.dice, at, CANARY),
            *complaint_steps(self.dice, at, CANARY),
            RecordSourceUpdate(
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
