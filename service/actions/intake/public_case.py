"""A case as its customer may see it. Pure."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.actions.intake.documents import NEVER_SHOWN, PromiseView, PublicCase, PublicUpdate
from service.domain.case.record.closure import CaseClosed, CaseReopened, CaseResolved
from service.domain.case.record.intake import CaseReceived, ReceiptAcknowledged, is_acknowledgement
from service.domain.case.record.questions import QuestionAnswered
from service.domain.case.record.replies import PlanProposed, ProgressShared, ReplySent, is_answer
from service.domain.case.record.understanding import ClarificationAsked
from service.domain.case.state import Case
from service.domain.clocks.clock import Clock
from service.domain.event import Event
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import Audience, WaitingOn
from service.reports.policies.titles import promise_title

TOLD_TO_CUSTOMERS = {
    "acknowledgement",
    "first_reply",
    "complaint_answer",
    "plan",
    "progress_update",
    "next_reply",
    "commitment",
    "resolution",
}
"""The promises that are made to the customer; the others are between us."""


def public_case(case_id: UUID, case: Case, events: Iterable[Event], book: Rulebook) -> PublicCase:
    """Return what the customer may see of a case. What is not named here is not shown."""
    facts = list(events)
    received = next(event for event in facts if isinstance(event, CaseReceived))
    told = _told_once([fact for fact in facts if getattr(fact, "channel", None) not in NEVER_SHOWN])
    updates = [update for event in told if (update := _update(event)) is not None]
    if case.status == "absent":
        raise TypeError("a case that was received is never absent")
    return PublicCase.made_of(
        received,
        case_id=case_id,
        status=case.status,
        received_at=received.occurred_at,
        waits_for_you=case.waiting_on is WaitingOn.CUSTOMER,
        continues_in=case.merged_into,
        promises=promises(case, book),
        updates=sorted(updates, key=lambda update: update.at),
    )


def promises(case: Case, book: Rulebook) -> list[PromiseView]:
    """Return the promises to the customer that are still to be kept, the next first."""
    is_over = case.status != "open"
    running = [clock for clock in case.clocks.clocks if clock.is_open and clock.clock in TOLD_TO_CUSTOMERS]
    views = [_promise(clock, book) for clock in running if not (is_over and clock.clock != "commitment")]
    return sorted(views, key=lambda view: (view.due_at, view.promise))


def _promise(clock: Clock, book: Rulebook) -> PromiseView:
    policy = book.policy_version(clock.policy_id, clock.policy_version)
    rule = next(rule for rule in policy.rules if rule.rule == clock.rule)
    return PromiseView(promise=clock.clock, title=promise_title(rule, clock), due_at=clock.due_at)


def _told_once(facts: list[Event]) -> list[Event]:
    """Leave out the answers that a reply tells in the same words: one command records both."""
    replies = {
        (fact.occurred_at, fact.text)
        for fact in facts
        if isinstance(fact, ReplySent) and fact.audience is Audience.PUBLIC
    }
    return [
        fact
        for fact in facts
        if not (isinstance(fact, QuestionAnswered) and (fact.occurred_at, fact.text) in replies)
    ]


def _update(event: Event) -> PublicUpdate | None:
    """Return what the customer was told by a fact; None where it is none of the customer's business."""
    at = event.occurred_at
    match event:
        case ReplySent(audience=Audience.PUBLIC):
            return PublicUpdate(kind="reply", at=at, text=event.text)
        case ProgressShared():
            words = f"{event.problem}\n{event.solution}"
            needed = event.waiting_on_customer_for
            return PublicUpdate(
                kind="progress", at=at, text=words, eta_at=event.eta_at, needed_from_you=needed
            )
        case PlanProposed() if is_answer(event):
            return PublicUpdate(kind="plan", at=at, text=_stages(event))
        case ClarificationAsked():
            return PublicUpdate(kind="question", at=at, text=event.question)
        case QuestionAnswered(told_to_customer=True):
            return PublicUpdate(kind="answer", at=at, text=event.text)
        case ReceiptAcknowledged() if is_acknowledgement(event):
            return PublicUpdate(kind="acknowledged", at=at, text=None)
        case _:
            return _turn(event, at)


def _turn(event: Event, at: datetime) -> PublicUpdate | None:
    """Return a turn of the case; the words about it may be for colleagues only."""
    match event:
        case CaseResolved():
            return PublicUpdate(kind="resolved", at=at, text=None)
        case CaseReopened():
            return PublicUpdate(kind="reopened", at=at, text=None)
        case CaseClosed():
            return PublicUpdate(kind="closed", at=at, text=None)
        case _:
            return None


def _stages(plan: PlanProposed) -> str:
    return "\n".join(f"{stage.title} ({stage.due_at:%Y-%m-%dT%H:%MZ})" for stage in plan.stages)
