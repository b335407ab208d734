"""The rows of tasks, counted by hand: what is open, who holds it, and what ends it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.collaborations import (
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.record.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
)
from service.domain.case.record.dispatches import DispatchArranged, DispatchEnded
from service.domain.case.record.escalations import CaseDeescalated, CaseEscalated, EscalationTaken
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.record.following.plan_stages import PlanStageCompleted, StageDue
from service.domain.case.record.questions import QuestionAnswered, QuestionOpened
from service.domain.case.record.remedies import RemedyApproved, RemedyGranted, RemedyProposed, RemedyRejected
from service.domain.case.record.replies import PlanProposed, PlanStage
from service.domain.case.record.sales import OrderStatusRecorded
from service.domain.clocks.events import ClockEscalated
from service.domain.vocabulary import CloseReason, EscalationKind, EscalationLevel, FieldWork, OrderStatus
from tests.domain.clocks.examples import clock_started
from tests.domain.facts import ELEVEN, NINE, TEN, received
from tests.projections.folded import Tables, entry, fold

CASE, ONE, OTHER = UUID(int=1), UUID(int=11), UUID(int=12)
HIERARCHICAL, MANAGER = EscalationKind.HIERARCHICAL, EscalationLevel.MANAGER

Row = dict[str, Any]


def rows(*events: AnyEvent) -> list[Row]:
    tables = Tables()
    whole = (received(), *events)
    fold(tables, [entry(n, CASE, n, UUID(int=n), NINE, event) for n, event in enumerate(whole, start=1)])
    return list(tables.tasks.values())


def stand(*events: AnyEvent) -> list[tuple[str, str, str | None]]:
    """Return kind, status and holder of each task."""
    found = rows(*events)
    for row in found:
        assert row["is_open"] == (row["status"] in {"open", "taken", "answered"})
        assert row["is_open"] == (row["ended_at"] is None)
    return [(row["kind"], row["status"], row["holder"]) for row in found]


ASKED = CollaborationRequested(
    occurred_at=NINE, collaboration_id=ONE, department="logistics", step="ship_part", request="Send it"
)
TAKEN = CollaborationAccepted(occurred_at=TEN, collaboration_id=ONE, accepted_by="w.he", eta_at=ELEVEN)


def test_a_department_holds_what_it_took_until_it_is_done_or_declined() -> None:
    (row,) = rows(ASKED)
    assert (row["departments"], row["step"], row["opened_at"]) == (["logistics"], "ship_part", NINE)
    assert stand(ASKED) == [("collaboration", "open", None)]
    assert stand(ASKED, TAKEN) == [("collaboration", "taken", "w.he")]
    done = CollaborationCompleted(occurred_at=ELEVEN, collaboration_id=ONE)
    declined = CollaborationDeclined(occurred_at=ELEVEN, collaboration_id=ONE, reason="None")
    assert stand(ASKED, TAKEN, done) == [("collaboration", "done", "w.he")]
    assert stand(ASKED, declined) == [("collaboration", "declined", None)]


def test_the_first_who_took_it_holds_it_and_the_last_word_on_the_time_counts() -> None:
    again = CollaborationAccepted(occurred_at=ELEVEN, collaboration_id=ONE, accepted_by="x")
    later = CollaborationAnswered(occurred_at=ELEVEN, collaboration_id=ONE, answer="Later", eta_at=TEN)
    (row,) = rows(ASKED, TAKEN, again, later)
    assert (row["holder"], row["taken_at"], row["eta_at"]) == ("w.he", TEN, TEN)


def dispatched(dispatch_id: UUID, engineer: str) -> DispatchArranged:
    return DispatchArranged(
        occurred_at=NINE,
        dispatch_id=dispatch_id,
        engineer=engineer,
        work=FieldWork.REPAIR,
        planned_at=TEN,
        task="Change it",
    )


def came_back(dispatch_id: UUID, *, solved: bool, by: str | None = None) -> DispatchEnded:
    return DispatchEnded(
        occurred_at=TEN,
        dispatch_id=dispatch_id,
        solved=solved,
        outcome="x",
        needs_follow_up=not solved,
        follow_up_by=by,
    )


def test_what_a_dispatch_left_is_a_task_until_another_takes_it_up() -> None:
    first = (dispatched(ONE, "gao.f"), came_back(ONE, solved=False, by="tang.x"))
    assert stand(*first) == [("dispatch", "done", "gao.f"), ("follow_up", "open", "tang.x")]
    second = dispatched(OTHER, "tang.x").model_copy(update={"occurred_at": TEN})
    assert stand(*first, second)[1:] == [("follow_up", "done", "tang.x"), ("dispatch", "taken", "tang.x")]


def test_a_remedy_is_to_be_approved_and_to_be_handed_over() -> None:
    proposed = RemedyProposed(
        occurred_at=NINE,
        remedy_id=ONE,
        remedy_type="discount",
        what="x",
        amount_minor=1,
        currency="CNY",
        proposed_by="li.na",
        needs_approval_by=MANAGER,
    )
    approved = RemedyApproved(occurred_at=TEN, remedy_id=ONE, approved_by="c.zhao", level=MANAGER)
    rejected = RemedyRejected(occurred_at=TEN, remedy_id=ONE, rejected_by="c.zhao", reason="No")
    granted = RemedyGranted(occurred_at=ELEVEN, remedy_id=ONE, granted_by="li.na")
    assert stand(proposed) == [("approval", "open", None), ("remedy", "open", None)]
    assert stand(proposed, approved) == [("approval", "done", "c.zhao"), ("remedy", "open", None)]
    assert stand(proposed, approved, granted)[1] == ("remedy", "done", "li.na")
    assert [row[1] for row in stand(proposed, rejected)] == ["declined", "declined"]
    free = proposed.model_copy(update={"needs_approval_by": None})
    assert stand(free) == [("remedy", "open", None)]


def test_an_exception_waits_for_a_decision() -> None:
    asked = ExceptionRequested(
        occurred_at=NINE, exception_id=ONE, what="x", reason="y", departments=("sales",), requested_by="li.na"
    )
    refused = ExceptionDecided(
        occurred_at=TEN, exception_id=ONE, is_granted=False, decided_by="c.zhao", level=MANAGER
    )
    assert rows(asked)[0]["departments"] == ["sales"]
    assert stand(asked) == [("exception", "open", None)]
    assert stand(asked, refused) == [("exception", "declined", "c.zhao")]


def test_a_question_whose_answer_the_customer_awaits_is_open_until_the_customer_has_it() -> None:
    asked = QuestionOpened(occurred_at=NINE, question_id=ONE, text="x", awaited_by_customer=True)
    known = QuestionAnswered(occurred_at=TEN, question_id=ONE, text="y", told_to_customer=False)
    told = QuestionAnswered(occurred_at=ELEVEN, question_id=ONE, text="y", told_to_customer=True)
    assert [stand(asked)[0][1], stand(asked, known)[0][1]] == ["open", "answered"]
    assert stand(asked, known, told)[0][1] == "done"
    ours = asked.model_copy(update={"awaited_by_customer": False})
    assert stand(ours, known)[0][1] == "done"


def test_a_broken_commitment_is_over_until_another_time_is_agreed() -> None:
    made = CommitmentMade(occurred_at=NINE, commitment_id=ONE, what="x", due_at=TEN)
    broken = CommitmentBroken(occurred_at=NINE, commitment_id=ONE, reason="late")
    again = CommitmentRenegotiated(occurred_at=TEN, commitment_id=ONE, due_at=ELEVEN, reason="late")
    kept = CommitmentKept(occurred_at=ELEVEN, commitment_id=ONE)
    assert stand(made, broken)[0][1] == "broken"
    assert stand(made, broken, again)[0][1] == "open"
    assert rows(made, broken, again)[0]["due_at"] == ELEVEN
    assert stand(made, broken, again, kept)[0][1] == "done"


def test_a_call_ends_when_the_escalation_is_taken_back_or_the_case_is_over() -> None:
    def up(level: EscalationLevel) -> CaseEscalated:
        return CaseEscalated(
            occurred_at=NINE, kind=HIERARCHICAL, level=level, escalated_to="c.zhao", reason="x"
        )

    both = (up(EscalationLevel.SUPERVISOR), up(MANAGER))
    down = CaseDeescalated(occurred_at=TEN, kind=HIERARCHICAL, level=EscalationLevel.SUPERVISOR, reason="x")
    assert [row[1] for row in stand(*both, down)] == ["open", "ended"]
    taken = EscalationTaken(occurred_at=TEN, level=MANAGER, taken_by="d.sun")
    assert stand(*both, taken) == [
        ("call", "open", "c.zhao"),
        ("call", "done", "d.sun"),
        ("taking", "done", "d.sun"),
    ]
    closed = CaseClosed(occurred_at=TEN, reason=CloseReason.WITHDRAWN)
    assert [row[1] for row in stand(*both, closed)] == ["ended", "ended"]


def test_a_clock_calls_whom_it_names_once_and_what_came_too_late_calls_nobody() -> None:
    call = ClockEscalated(occurred_at=TEN, clock_id=ONE, percent=100, level=MANAGER, escalated_to="c.zhao")
    tables = Tables()
    silent = call.model_copy(update={"called": False})
    whole: tuple[AnyEvent, ...] = (received(), clock_started(clock_id=ONE), call, silent)
    fold(tables, [entry(n, CASE, n, UUID(int=n), NINE, each) for n, each in enumerate(whole, start=1)])
    (row,) = tables.clock_calls.values()
    assert (row["row_id"], row["stream_id"], row["clock_id"]) == (UUID(int=3), CASE, ONE)
    assert (row["level"], row["holder"], row["opened_at"]) == ("manager", "c.zhao", TEN)


def planned(*stages: StageDue, at: datetime = NINE) -> PlanProposed:
    told = tuple(PlanStage(title="Step", due_at=one.due_at, responsible=one.responsible) for one in stages)
    return PlanProposed(occurred_at=at, stages=told, schedule=stages)


def test_a_stage_is_open_until_it_is_done_or_another_plan_leaves_it_out() -> None:
    first, last = (
        StageDue(stage=number, due_at=due_at, responsible="li.na")
        for number, due_at in ((1, TEN), (2, ELEVEN))
    )
    done = PlanStageCompleted(occurred_at=TEN, stage=1, outcome="Ordered")
    assert stand(planned(first, last)) == [("stage", "open", "li.na"), ("stage", "open", "li.na")]
    assert stand(planned(first, last), done) == [("stage", "done", "li.na"), ("stage", "open", "li.na")]
    again = planned(last.model_copy(update={"stage": 1}), at=TEN)
    assert stand(planned(first, last), again) == [("stage", "ended", "li.na"), ("stage", "open", "li.na")]
    assert [one["step"] for one in rows(planned(first, last), again)] == ["1", "1"]
    back = planned(first, last, at=ELEVEN)
    assert {status for _, status, _ in stand(planned(first, last), again, back)} == {"open"}
    ended = CaseResolved(occurred_at=ELEVEN, cycle=1)
    assert [status for _, status, _ in stand(planned(first, last), done, ended)] == ["done", "ended"]


def test_an_order_is_open_since_its_last_step_until_it_arrives() -> None:
    def order(status: OrderStatus, at: datetime, eta_at: datetime | None = None) -> OrderStatusRecorded:
        return OrderStatusRecorded(occurred_at=at, order_reference="PO-7", status=status, eta_at=eta_at)

    placed = order(OrderStatus.PLACED, NINE)
    (row,) = rows(placed, order(OrderStatus.PLACED, TEN, ELEVEN))
    assert (row["step"], row["opened_at"], row["due_at"], row["status"]) == ("placed", NINE, ELEVEN, "open")
    (row,) = rows(placed, order(OrderStatus.SHIPPED, TEN))
    assert (row["step"], row["opened_at"], row["is_open"]) == ("shipped", TEN, True)
    assert stand(placed, order(OrderStatus.DELIVERED, TEN)) == [("order", "done", None)]
    assert stand(placed, order(OrderStatus.CANCELLED, TEN)) == [("order", "ended", None)]
