"""The life of one case of the demonstration: commands, each at its business time."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from service.demonstration.cast import AGENTS, MANAGERS, TEAMS, Account
from service.demonstration.chapters.course import RUSHED, Course, Escalation
from service.demonstration.chapters.site import REPORTED_WITHOUT_DETAILS
from service.demonstration.complaint import ComplaintStory
from service.demonstration.hours import in_office_hours, later
from service.demonstration.matters import PRIORITIES, Matter, matter
from service.demonstration.words import words
from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import (
    CloseCase,
    ConfirmResolution,
    ReopenCase,
    ResolveCase,
    SupplementResolution,
)
from service.domain.case.decisions.escalations import EscalateCase
from service.domain.case.decisions.intake import AcknowledgeReceipt, ReceiveCase
from service.domain.case.decisions.replies import AddNote, ReportResult, SendReply
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.to_customer import REACHES_NO_CUSTOMER
from service.domain.command import Command
from service.domain.vocabulary import (
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    EscalationLevel,
    Priority,
    ResponseClass,
    Segment,
    WaitingOn,
)

MINUTES_TO_ACKNOWLEDGE = {True: 2.2, False: 9.0}
MINUTES_TO_REPLY = {
    ResponseClass.BASIC: 6,
    ResponseClass.ROUTINE: 14,
    ResponseClass.URGENT: 12,
    ResponseClass.COMPLEX: 90,
    ResponseClass.COMPLAINT: 28,
    ResponseClass.GREEN_CHANNEL: 15,
}
MINUTES_TO_RESOLVE = {
    ResponseClass.BASIC: 20,
    ResponseClass.ROUTINE: 180,
    ResponseClass.URGENT: 260,
    ResponseClass.COMPLEX: 3600,
    ResponseClass.COMPLAINT: 1100,
    ResponseClass.GREEN_CHANNEL: 400,
}

CAUSE_FOUND_LATER = 16
"""Of every so many cases the cause is told only after the resolution."""
FOUND_AFTER = timedelta(minutes=20)
OF_AN_ORDER = {CaseKind.ORDER_CHANGE, CaseKind.RETURN}
CONFIRMATION = {"zh": "确认已解决,谢谢。", "en": "It is settled, thank you."}
REOPENED = {"zh": "抱歉,我们重新处理。", "en": "We are sorry and take it up again."}


class Life:
    """Tells the main course of one case step by step; `told` holds its commands in order of time."""

    def __init__(self, random: Random, account: Account, number: int, received_at: datetime) -> None:
        self.random = random
        self.account = account
        self.number = number
        self.at = received_at
        self.received_at = received_at
        self.matter: Matter = matter(random, account.language)
        came_by = self.matter.channel
        self.channel = Channel.PHONE if came_by in REACHES_NO_CUSTOMER else came_by
        self.team = TEAMS[1] if self.matter.kind is CaseKind.TECHNICAL else TEAMS[0]
        self.told: list[Command] = []
        self.complaint: ComplaintStory | None = None
        self.reported_by = self.owner = ""
        self.answered_at = self.resolved_at = self.ended_at = received_at
        self.reopened_at: datetime | None = None
        self.escalations: list[Escalation] = []

    def tell(self, case_id: UUID) -> Course:
        """Tell the whole life; return when it went through which stage."""
        self._take_in()
        self._answer()
        self._work()
        self._settle(MINUTES_TO_RESOLVE[self.matter.response_class])
        if self._happens(0.06):
            self._reopen()
        self._close()
        return Course(
            case_id=case_id,
            number=self.number,
            account=self.account,
            matter=self.matter,
            owner=self.owner,
            channel=self.channel,
            reported_by=self.reported_by,
            received_at=self.received_at,
            acknowledged_at=self.acknowledged_at,
            answered_at=self.answered_at,
            resolved_at=self.resolved_at,
            reopened_at=self.reopened_at,
            ended_at=self.ended_at,
            closed_at=self.at,
            escalations=tuple(self.escalations),
        )

    def _happens(self, share: float) -> bool:
        return self.random.random() < share

    def _wait(self, median_minutes: float) -> None:
        self.at = later(self.random, self.at, median_minutes)
        if self.matter.response_class not in RUSHED:
            self.at = in_office_hours(self.at)

    def _say(self, key: str) -> str:
        return words(self.random, key, self.account.language)

    def _take_in(self) -> None:
        about, contact = self.matter, self.random.choice(self.account.contacts)
        self.reported_by = contact[1]
        is_fault = about.kind is CaseKind.TECHNICAL
        is_described = is_fault and self.number % REPORTED_WITHOUT_DETAILS != 0
        self.told += [
            ReceiveCase(
                occurred_at=self.received_at,
                account_id=self.account.account_id,
                reference=f"CB-{self.number:06d}",
                channel=about.channel,
                kind=about.kind,
                phase=about.phase,
                subject=about.subject,
                description=self._say("description"),
                reported_by=self.reported_by,
                symptom=self._say("symptom") if is_described else None,
                impact=self._say("impact") if is_described else None,
                fault_began_at=self.received_at - FOUND_AFTER if is_described else None,
                order_reference=f"PO-{self.number:06d}" if about.kind in OF_AN_ORDER else None,
                alert_reference=f"ALERT-{self.number}" if about.channel is Channel.MONITORING else None,
            ),
            ClassifyCase(
                occurred_at=self.received_at,
                response_class=about.response_class,
                priority=self._priority(),
                category=about.category,
                reason=words(Random(self.number), "assessed", self.account.language),  # noqa: S311  a story
            ),
        ]
        owner = self.random.choice(AGENTS[self.team])
        if self.account.segment is Segment.HIGH_VALUE:
            owner = self.account.owner
        self.owner = owner
        self.told.append(AssignOwner(occurred_at=self.received_at, owner=owner, team=self.team))
        if about.kind is CaseKind.COMPLAINT:
            dice = Random(f"{self.received_at}/{self.number}")  # noqa: S311  a believable story, not a secret
            self.complaint = ComplaintStory(dice, about.category, owner, self.account.language)

    def _priority(self) -> Priority:
        usual = PRIORITIES[self.matter.response_class]
        is_raised = self.account.segment is Segment.HIGH_VALUE and usual is not Priority.CRITICAL
        return Priority.HIGH if is_raised else usual

    def _answer(self) -> None:
        if self.matter.channel in {Channel.CHAT, Channel.WECOM} and self._happens(0.6):
            self._reply("receipt", author_kind=AuthorKind.BOT, substantive=False)
        self._wait(MINUTES_TO_ACKNOWLEDGE[self.matter.response_class in RUSHED])
        self.acknowledged_at = self.at
        self.told.append(AcknowledgeReceipt(occurred_at=self.at))
        if self.complaint:
            self.told.append(self.complaint.reassured(self.at))
        if self._happens(0.15):
            self._reply("let_me_check", substantive=False)
        is_forgotten = self._happens(0.05)
        self._wait(MINUTES_TO_REPLY[self.matter.response_class] * (12 if is_forgotten else 1))
        self._reply("answer")
        self.answered_at = self.at

    def _reply(
        self, key: str, *, author_kind: AuthorKind = AuthorKind.HUMAN, substantive: bool = True
    ) -> None:
        self.told.append(
            SendReply(
                occurred_at=self.at,
                author_kind=author_kind,
                substantive=substantive,
                channel=self.channel,
                text=self._say(key),
            )
        )

    def _work(self) -> None:
        if self._happens(0.3):
            self.told.append(AddNote(occurred_at=self.at, text=self._say("note")))
        if self._happens(0.18):
            self._hand_over()
        if self._happens(0.3):
            self._wait_for(WaitingOn.CUSTOMER, 600)
        if self._happens(0.08):
            self._wait_for(WaitingOn.SUPPLIER, 2400)
        if self._happens(0.16 if self.matter.response_class in RUSHED else 0.03):
            self._escalate()
        if self.complaint:
            self.told += self.complaint.understood(self.at)

    def _hand_over(self) -> None:
        self._wait(30)
        team = self.random.choice([team for team in TEAMS if team != self.team])
        self.told.append(
            HandOverCase(
                occurred_at=self.at,
                to_team=team,
                to_owner=self.random.choice(AGENTS[team]),
                note=self._say("handover"),
            )
        )
        self.team = team

    def _wait_for(self, whom: WaitingOn, median_minutes: float) -> None:
        self.told.append(StartWaiting(occurred_at=self.at, waiting_on=whom, note=self._say("waiting")))
        self._wait(median_minutes)
        self.told.append(EndWaiting(occurred_at=self.at))

    def _escalate(self) -> None:
        self._wait(45)
        level = self.random.choice((EscalationLevel.SUPERVISOR, EscalationLevel.MANAGER))
        to = self.random.choice(MANAGERS)
        self.escalations.append(Escalation(self.at, level, to))
        self.told.append(
            EscalateCase(occurred_at=self.at, level=level, escalated_to=to, reason=self._say("escalation"))
        )

    def _settle(self, median_minutes: float) -> None:
        self._wait(median_minutes)
        told = ReportResult(occurred_at=self.at, channel=self.channel, text=self._say("solution"))
        solution = self._say("solution")
        cause = words(Random(self.number), "why", self.account.language)  # noqa: S311  a story, not a secret
        if self.number % CAUSE_FOUND_LATER:
            self.told.append(ResolveCase(occurred_at=self.at, resolution=solution, cause=cause))
        else:
            self.told.append(ResolveCase(occurred_at=self.at, resolution=solution))
            self.told.append(SupplementResolution(occurred_at=self.at + FOUND_AFTER, cause=cause))
        self.told.append(told)
        self.ended_at = self.at
        if self.reopened_at is None:
            self.resolved_at = self.at

    def _reopen(self) -> None:
        self._wait(1500)
        self.reopened_at = self.at
        self.told.append(ReopenCase(occurred_at=self.at, reason=self._say("reopening")))
        again = REOPENED[self.account.language]
        self.told.append(SendReply(occurred_at=self.at, channel=self.channel, text=again))
        self._settle(MINUTES_TO_RESOLVE[self.matter.response_class])

    def _close(self) -> None:
        is_complaint = self.matter.kind is CaseKind.COMPLAINT
        if is_complaint or self._happens(0.6):
            self._wait(900)
            self.told += [self.complaint.granted(self.at)] if self.complaint else []
            self.told.append(
                ConfirmResolution(
                    occurred_at=self.at,
                    confirmed_by=self.reported_by,
                    channel=self.channel,
                    words=CONFIRMATION[self.account.language],
                )
            )
            self.told.append(CloseCase(occurred_at=self.at))
        else:
            self.at += timedelta(days=3)
            reason = CloseReason.CONFIRMATION_WINDOW_PASSED
            self.told.append(CloseCase(occurred_at=self.at, reason=reason))
