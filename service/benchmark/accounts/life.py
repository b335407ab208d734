"""A life of an account as commands, some thirty each five days, of most themes; what begins is ended."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid5

from service.domain.account.decisions.agreements.agreements import SignAgreement
from service.domain.account.decisions.agreements.consent import GiveConsent
from service.domain.account.decisions.agreements.disclosures import DiscloseLimits
from service.domain.account.decisions.agreements.obligations import AgreeObligation, FulfilObligation
from service.domain.account.decisions.care import (
    GiveCare,
    RecordAccountSurvey,
    RecordNewsSent,
    RecordTraining,
)
from service.domain.account.decisions.contacts import AddContact, ChangeContact
from service.domain.account.decisions.memos import NoteMemo
from service.domain.account.decisions.needs.needs import (
    AssessNeed,
    DeliverNeed,
    PlanNeed,
    RaiseNeed,
    TellAsker,
)
from service.domain.account.decisions.needs.opportunities import (
    PassOpportunity,
    TakeOpportunity,
    WinOpportunity,
)
from service.domain.account.decisions.needs.purchases import RecordPurchase, RefundPurchase
from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment, OpenAccount
from service.domain.account.decisions.profile_values import SetProfileValue
from service.domain.account.decisions.reminders import CompleteReminder, RaiseReminders
from service.domain.account.decisions.visits import PlanVisit, RecordVisit
from service.domain.account.needs.vocabulary import NeedOrigin
from service.domain.account.record.memos import OF_MEMO
from service.domain.account.vocabulary import AttentionKind, Limitation, NewsKind, ObligationKind
from service.domain.command import Command
from service.domain.vocabulary import Channel, Segment, VisitKind

TURN = timedelta(days=5)
STEP = timedelta(minutes=10)
TURNS_A_TIER = 18
ORDERS_A_TURN = 8
_AGREEMENT = "C-2026-1"
_VISIT = Channel.ON_SITE


class AccountLife:
    """The commands of one account, in the order of business time, from `begun_at` on.

    `opening` come first, then one turn after the other: each command stands a step after the one before it.
    """

    def __init__(self, code: str, account_id: UUID, begun_at: datetime) -> None:
        self._code, self._account_id = code, account_id
        self._at = begun_at
        self._begun_at = begun_at
        self._turns = count()
        self._contact = self._id("contact")

    def opening(self) -> tuple[Command, ...]:
        """Return what an account begins with."""
        consents = (
            GiveConsent(
                contact_id=self._contact,
                purpose=purpose,
                text_version=1,
                language="zh",
                channel=Channel.EMAIL,
                evidence="Mail of 2 March, filed under K-12",
            )
            for purpose in ("marketing", "survey")
        )
        return self._told(
            OpenAccount(code=self._code, name="Nordwind Presses", segment=Segment.POTENTIAL),
            AddContact(contact_id=self._contact, name="王芳", phone="13800000000"),
            *consents,
            AssignAccountOwner(owner="li.na", reason="Knows presses, has few accounts"),
            SignAgreement(agreement_id=_AGREEMENT, title="Service of the line", effective_at=self._at),
        )

    def turn(self) -> tuple[Command, ...]:
        """Return what happens in the next five days."""
        number = next(self._turns)
        self._at = self._begun_at + (number + 1) * TURN
        told = (*self._trade(number), *self._care(number), *self._needs(number), *self._rules(number))
        return self._told(*told)

    def _told(self, *commands: Command) -> tuple[Command, ...]:
        return tuple(self._dated(commands))

    def _dated(self, commands: tuple[Command, ...]) -> Iterator[Command]:
        for command in commands:
            self._at += STEP
            yield command.model_copy(update={"occurred_at": self._at})

    def _trade(self, number: int) -> Iterator[Command]:
        for order in range(ORDERS_A_TURN):
            yield RecordPurchase(order_reference=f"PO-{number}-{order}", amount_minor=480_000 + order)
        yield RefundPurchase(order_reference=f"PO-{number}-0", refund_reference="R-1", amount_minor=10_000)

    def _care(self, number: int) -> Iterator[Command]:
        plan, memo, day = self._id("visit", number), self._id("memo", number), self._at.astimezone(UTC).date()
        news = (*NewsKind,)[number % len(NewsKind)]
        yield PlanVisit(
            visit_id=plan, kind=VisitKind.CALL, planned_on=day + timedelta(days=3), aim="The line"
        )
        yield RecordVisit(kind=VisitKind.CALL, channel=Channel.PHONE, experience="It runs", visit_id=plan)
        kind = (VisitKind.INTERVIEW, VisitKind.EXECUTIVE_MEETING, VisitKind.VISIT)[number % 3]
        yield RecordVisit(kind=kind, channel=_VISIT, experience="All three lines run")
        yield RecordNewsSent(kind=news, topic=f"catalogue-{number}", channel=Channel.EMAIL)
        yield RecordAccountSurvey(survey=f"survey-{number}", channel=Channel.EMAIL)
        yield GiveCare(kind=AttentionKind.CARD, contact_id=self._contact, what="A handwritten card")
        yield RecordTraining(
            topic="press-operation",
            channel=_VISIT,
            participants=(self._contact,),
            outcome="Both can change the tools by themselves",
        )
        yield NoteMemo(memo_id=memo, what="Congratulate on the conference", remind_on=day)
        yield RaiseReminders()
        yield CompleteReminder(
            reminder=f"{OF_MEMO}{memo}", channel=Channel.PHONE, outcome="Congratulated her"
        )

    def _needs(self, number: int) -> Iterator[Command]:
        need, offer = (
            {"need_number": f"{self._code}-N-{number}"},
            {"opportunity_id": self._id("offer", number)},
        )
        found = {"origin": NeedOrigin.VISIT, "origin_reference": "visit"}
        yield RaiseNeed(
            **need,
            **found,
            topic="Export of the readings",
            departments=("product",),
            contact_id=self._contact,
            words="我们每周都要手工抄读数",
        )
        yield AssessNeed(**need, assessment="An export takes two weeks")
        yield PlanNeed(**need, plan="Part of version 4.2", due_on=self._at.date() + timedelta(days=30))
        yield DeliverNeed(**need, release="Gauge 4.2")
        yield TellAsker(**need, contact_id=self._contact, channel=Channel.PHONE, text="It is there")
        yield PassOpportunity(**offer, **found, understanding="The second line starts in autumn")
        yield TakeOpportunity(**offer)
        yield WinOpportunity(**offer, order_reference=f"PO-{number}-1", value_minor=480_000)

    def _rules(self, number: int) -> Iterator[Command]:
        owed = f"O-{number}"
        yield AgreeObligation(
            obligation_id=owed,
            agreement_id=_AGREEMENT,
            kind=ObligationKind.MILESTONE,
            what="The second press is commissioned",
            due_at=self._at + timedelta(days=4),
        )
        yield FulfilObligation(obligation_id=owed, evidence="Acceptance signed")
        yield DiscloseLimits(
            disclosure_id=self._id("limit", number),
            limitation=Limitation.PRODUCT_LIMIT,
            what="The press stops above 40 degrees",
            text_version="limits-2026-1",
            contact_id=self._contact,
            channel=Channel.EMAIL,
        )
        yield ChangeContact(contact_id=self._contact, role=f"buyer-{number}")
        yield SetProfileValue(
            field="decision_chain", words=f"Plant manager, then board {number}", source="visit"
        )
        if number % TURNS_A_TIER == TURNS_A_TIER - 1:
            yield AssignSegment(
                segment=(*Segment,)[number // TURNS_A_TIER % len(Segment)], reason="By its orders of the year"
            )

    def _id(self, what: str, number: int = 0) -> UUID:
        return uuid5(self._account_id, f"{what}-{number}")
