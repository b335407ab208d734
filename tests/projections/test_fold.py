"""Given events, when folded, then rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.domain.account.event import AccountFact
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.profile import AccountOpened, AccountOwnerAssigned, SegmentAssigned
from service.domain.account.record.reminders import ReminderDropped, ReminderMoved
from service.domain.aggregates.aggregate import EVENTS, AnyEvent
from service.domain.case.events import CASE_EVENTS
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import (
    CaseClosed,
    CaseReopened,
    CaseResolved,
    ResolutionConfirmed,
    ServiceDelivered,
)
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
    OverPromiseFlagged,
)
from service.domain.case.record.emergencies import (
    ContingencyPlanActivated,
    CounterpartInformed,
    GreenChannelOpened,
)
from service.domain.case.record.escalations import CaseEscalated
from service.domain.case.record.intake import CaseReceived, ReceiptAcknowledged, SourceUpdateRecorded
from service.domain.case.record.links import CaseMerged, CaseUnmerged
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.replies import (
    CustomerMessaged,
    NoteAdded,
    PlanProposed,
    PlanStage,
    ProgressShared,
    ReplySent,
)
from service.domain.case.record.revisits import CaseRevisited
from service.domain.case.record.surveys import SurveySent
from service.domain.case.record.understanding import ClarificationAsked, UnderstandingConfirmed
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.clocks.events import ClockEvent
from service.domain.rulebook.events import RulebookFact
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    EscalationKind,
    EscalationLevel,
    Phase,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    SurveyMode,
    WaitingOn,
)
from service.projections import accounts as account_rows
from service.projections.accounts import accounts
from service.projections.cases import fold as case_rows
from service.projections.cases.table import cases
from service.projections.cases.turns import NOTHING_DONE
from service.projections.engine.model import StreamWithoutBeginningError
from service.projections.ratings import ratings
from tests.domain.account.examples.agreements.obligations import dropped
from tests.domain.account.examples.reminders import gave_way
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.themes_by_example import ACCOUNT_EXAMPLES, CASE_EXAMPLES, gathered
from tests.projections.folded import Tables, entry, fold, needs

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
ACCOUNT, CASE = UUID(int=1), UUID(int=2)
PROMISE, TASK = UUID(int=3), UUID(int=4)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


RECEIVED = CaseReceived(
    occurred_at=START,
    account_id=ACCOUNT,
    segment=Segment.POTENTIAL,
    channel=Channel.PHONE,
    kind=CaseKind.TECHNICAL,
    phase=Phase.AFTER_SALE,
    subject="broken",
)
OPENED = AccountOpened(occurred_at=START, code="KA-1", name="ACME", segment=Segment.HIGH_VALUE)
EXAMPLES: dict[type, AnyEvent] = {
    type(event): event
    for event in (
        *(followed for way in GOOD_WAYS.values() for followed in way.events),
        OverPromiseFlagged(
            occurred_at=at(1),
            commitment_id=UUID(int=3),
            response_class=ResponseClass.URGENT,
            promised_seconds=3_600,
            usual_seconds=86_400,
            elapsed_seconds=60,
            guideline_version=1,
        ),
        dropped(),
        gave_way(),
        ReminderMoved(occurred_at=at(1), reminder="memo:1", due_on=date(2026, 3, 9)),
        ReminderDropped(occurred_at=at(1), reminder="memo:1"),
        OPENED,
        ContactAdded(occurred_at=at(1), contact_id=UUID(int=9), name="Li"),
        SegmentAssigned(occurred_at=at(1), segment=Segment.ORDINARY, reason="r"),
        AccountOwnerAssigned(occurred_at=at(1), owner="a", reason="r"),
        RECEIVED,
        CaseClassified(occurred_at=at(1), priority=Priority.HIGH),
        OwnerAssigned(occurred_at=at(1), owner="x"),
        ReceiptAcknowledged(occurred_at=at(1)),
        ReplySent(
            occurred_at=at(1),
            audience=Audience.PUBLIC,
            author_kind=AuthorKind.HUMAN,
            substantive=True,
            text="t",
        ),
        CaseHandedOver(occurred_at=at(1), to_owner="y"),
        WaitingStarted(occurred_at=at(1), waiting_on=WaitingOn.CUSTOMER),
        WaitingEnded(occurred_at=at(1), waiting_on=WaitingOn.CUSTOMER),
        CaseEscalated(
            occurred_at=at(1), kind=EscalationKind.FUNCTIONAL, level=EscalationLevel.MANAGER, reason="r"
        ),
        CaseResolved(occurred_at=at(1), cycle=1),
        ResolutionConfirmed(occurred_at=at(1), cycle=1),
        CaseReopened(occurred_at=at(1), cycle=2),
        SatisfactionRated(occurred_at=at(1), cycle=1, scale=RatingScale.CSAT, score=5),
        CaseRevisited(occurred_at=at(1), channel=Channel.PHONE, reached=True),
        CaseClosed(occurred_at=at(1), reason=CloseReason.WITHDRAWN),
        NoteAdded(occurred_at=at(1), text="t"),
        SourceUpdateRecorded(occurred_at=at(1), source="s", reference="r", update="1"),
        CustomerMessaged(occurred_at=at(1), channel=Channel.EMAIL, text="t"),
        ProgressShared(occurred_at=at(1), problem="p", solution="s", channel=Channel.EMAIL),
        PlanProposed(occurred_at=at(1), stages=(PlanStage(title="t", due_at=at(9), responsible="x"),)),
        CounterpartInformed(occurred_at=at(1), counterpart="x", delivery_proof="Read at nine"),
        ContingencyPlanActivated(occurred_at=at(1), plan_id="p"),
        GreenChannelOpened(occurred_at=at(1), task_force=("x",), reason="r"),
        CommitmentMade(occurred_at=at(1), commitment_id=PROMISE, what="w", due_at=at(9)),
        CommitmentRenegotiated(occurred_at=at(1), commitment_id=PROMISE, due_at=at(10), reason="r"),
        CommitmentKept(occurred_at=at(1), commitment_id=PROMISE),
        CommitmentBroken(occurred_at=at(1), commitment_id=PROMISE, reason="r"),
        CollaborationRequested(
            occurred_at=at(1), collaboration_id=TASK, department="d", step="s", request="r"
        ),
        CollaborationAccepted(occurred_at=at(1), collaboration_id=TASK),
        CollaborationAnswered(occurred_at=at(1), collaboration_id=TASK, answer="a"),
        CollaborationCompleted(occurred_at=at(1), collaboration_id=TASK),
        CollaborationDeclined(occurred_at=at(1), collaboration_id=TASK, reason="r"),
        ServiceDelivered(occurred_at=at(1), what="w"),
        SurveySent(
            occurred_at=at(1),
            survey_id=UUID(int=5),
            channel=Channel.EMAIL,
            mode=SurveyMode.PHONE,
            cycle=1,
        ),
        CaseMerged(occurred_at=at(1), into_case_id=UUID(int=6), reason="r"),
        CaseUnmerged(occurred_at=at(1), reason="r"),
    )
}


def folded(*events: AnyEvent, stream_id: UUID = CASE) -> Tables:
    tables = Tables()
    facts = [
        entry(n, stream_id, n, UUID(int=1000 + n), at(5000 + n), event) for n, event in enumerate(events, 1)
    ]
    fold(tables, facts)
    return tables


def case_of(*events: AnyEvent) -> dict[str, Any]:
    row: dict[str, Any] = folded(RECEIVED, *events).cases[CASE]
    return row


def resolved(minutes: float, cycle: int = 1) -> AnyEvent:
    return CaseResolved(occurred_at=at(minutes), cycle=cycle)


def reopened(minutes: float, cycle: int = 2) -> AnyEvent:
    return CaseReopened(occurred_at=at(minutes), cycle=cycle)


def closed(minutes: float) -> AnyEvent:
    return CaseClosed(occurred_at=at(minutes), reason=CloseReason.SOURCE_CLOSED)


def reply(minutes: float, **kind: Any) -> AnyEvent:
    first = {"audience": "public", "author_kind": "human", "substantive": True, "text": "t"}
    return ReplySent.model_validate({"occurred_at": at(minutes), **first, **kind})


def waited(start: float, end: float, on: WaitingOn = WaitingOn.CUSTOMER) -> tuple[AnyEvent, AnyEvent]:
    return (
        WaitingStarted(occurred_at=at(start), waiting_on=on),
        WaitingEnded(occurred_at=at(end), waiting_on=on),
    )


def verdict(minutes: float, *, kept: bool | None, due: float | None = None) -> AnyEvent:
    due_at = None if due is None else at(due)
    return SourceUpdateRecorded(
        occurred_at=at(minutes),
        source="s",
        reference="r",
        update="1",
        promise_kept=kept,
        promise_due_at=due_at,
    )


def rated(minutes: float, score: int, cycle: int = 1, scale: RatingScale = RatingScale.CSAT) -> AnyEvent:
    return SatisfactionRated(occurred_at=at(minutes), cycle=cycle, scale=scale, score=score)


OF_EVERY_ACT = {"last_worked_at", "longest_idle_seconds"}
OF_STREAMS = [name for name, kind in EVENTS.items() if not issubclass(kind, ClockEvent | RulebookFact)]


@pytest.mark.parametrize("name", OF_STREAMS)
def test_every_event_changes_a_figure_or_is_listed_as_changing_none(name: str) -> None:
    event = EXAMPLES[EVENTS[name]]
    counted = {"version", "source_position", "updated_at"}
    if issubclass(EVENTS[name], AccountFact):
        ignored: tuple[type, ...] = tuple(gathered("WITHOUT_FIGURES", ACCOUNT_EXAMPLES))
        change = account_rows.CHANGES.get(type(event))
        changes = change(folded(OPENED, stream_id=ACCOUNT).accounts[ACCOUNT], event) if change else {}
        columns = {column.name for column in accounts.c}
    else:
        row = case_of() if event is not RECEIVED else case_rows.NO_CASE
        ignored = tuple(gathered("WITHOUT_FIGURES", CASE_EXAMPLES))
        changes = case_rows.case_changes(row, event)
        columns = {column.name for column in cases.c}
    assert bool(changes.keys() - OF_EVERY_ACT) != isinstance(event, ignored)
    assert changes.keys() <= columns - counted


@pytest.mark.parametrize("name", [name for name in OF_STREAMS if EVENTS[name] in CASE_EVENTS])
def test_the_time_without_work_ends_by_every_act_and_by_nothing_else(name: str) -> None:
    event = EXAMPLES[EVENTS[name]]
    if event is RECEIVED:
        pytest.skip("A case begins by it.")
    changes = case_rows.case_changes(case_of(), event)
    assert (changes.keys() >= OF_EVERY_ACT) == (EVENTS[name] not in NOTHING_DONE)


def test_a_row_has_every_column_of_its_table() -> None:
    assert case_of().keys() == {column.name for column in cases.c}
    opened = folded(OPENED, stream_id=ACCOUNT).accounts[ACCOUNT]
    assert opened.keys() == {column.name for column in accounts.c}
    (rating,) = folded(RECEIVED, rated(1, 5)).ratings.values()
    assert rating.keys() == {column.name for column in ratings.c}


def test_a_case_that_was_only_received_has_counts_of_zero_and_no_times() -> None:
    row = case_of()
    assert (row["status"], row["received_at"], row["segment"]) == ("open", START, "potential")
    assert {row[name] for name in row if name.endswith("_count") and not cases.c[name].nullable} == {0}
    assert {row[f"{name}_seconds"] for name in ("acknowledge", "first_response", "close")} == {None}
    assert (row["version"], row["source_position"], row["updated_at"]) == (1, 1, at(5001))


def test_a_case_carries_the_code_of_its_account() -> None:
    tables = folded(OPENED, stream_id=ACCOUNT)
    fold(tables, [entry(2, CASE, 1, UUID(int=5), at(1), RECEIVED)])
    assert tables.cases[CASE]["account_code"] == "KA-1"


def test_an_event_without_a_beginning_is_an_error() -> None:
    with pytest.raises(StreamWithoutBeginningError, match=r"position 1: NoteAdded\.v1"):
        folded(EXAMPLES[NoteAdded])
    with pytest.raises(StreamWithoutBeginningError, match="Rebuild"):
        folded(EXAMPLES[SegmentAssigned], stream_id=ACCOUNT)


def test_a_batch_names_the_rows_it_needs() -> None:
    def of(*events: AnyEvent) -> list[set[UUID]]:
        found = needs([entry(1, CASE, 1, UUID(int=5), at(1), event) for event in events])
        return [found["accounts"], found["cases"], found["ratings"]]

    assert of(RECEIVED, rated(1, 5)) == [{ACCOUNT}, set(), {CASE}]  # what begins in it has no row yet
    assert of(rated(1, 5)) == [set(), {CASE}, {CASE}]


def test_the_first_response_is_the_earliest_public_human_substantive_reply() -> None:
    row = case_of(
        reply(1, author_kind="bot"),
        reply(2, audience="internal"),
        reply(3, substantive=False),
        reply(20),
        reply(10),
        reply(30),
    )
    assert (row["first_response_at"], row["first_response_seconds"]) == (at(10), 600)
    assert row["reply_count"] == 6


def test_an_automatic_receipt_is_no_acknowledgement() -> None:
    automatic = ReceiptAcknowledged(occurred_at=at(1), author_kind=AuthorKind.SYSTEM)
    assert case_of(automatic)["acknowledged_at"] is None
    row = case_of(automatic, ReceiptAcknowledged(occurred_at=at(2)))
    assert row["acknowledged_at"] == at(2)


def test_a_case_counts_its_rounds_of_questions_and_those_until_the_first_agreement() -> None:
    def asked(number: int) -> ClarificationAsked:
        return ClarificationAsked(
            occurred_at=at(number), clarification_id=UUID(int=number), round=number, question="Which?"
        )

    def agreed(minutes: int, rounds: int) -> UnderstandingConfirmed:
        return UnderstandingConfirmed(occurred_at=at(minutes), rounds=rounds, problem="The bearing")

    row = case_of(asked(1))
    assert (row["clarification_round_count"], row["understanding_round_count"]) == (1, None)
    row = case_of(asked(1), asked(2), agreed(2, 2), asked(3), agreed(20, 3))
    assert (row["clarification_round_count"], row["understanding_round_count"]) == (3, 2)
    assert row["understanding_confirmed_at"] == at(2)


def test_a_duration_is_whole_seconds_rounded_down() -> None:
    row = case_of(ReceiptAcknowledged(occurred_at=START + timedelta(seconds=59, milliseconds=999)))
    assert row["acknowledge_seconds"] == 59


def test_a_reopened_case_keeps_its_first_resolution_and_takes_its_last() -> None:
    row = case_of(resolved(60), reopened(90), resolved(120, cycle=2))
    assert (row["first_resolution_seconds"], row["final_resolution_seconds"]) == (3600, 7200)
    assert (row["status"], row["reopen_count"], row["ended_at"]) == ("resolved", 1, at(120))


def test_a_closed_case_ended_when_it_was_resolved() -> None:
    row = case_of(resolved(60), closed(90))
    assert (row["status"], row["ended_at"], row["close_seconds"]) == ("closed", at(60), 5400)


def test_while_reopened_a_case_has_not_ended_though_its_last_closing_is_known() -> None:
    row = case_of(resolved(60), closed(90), reopened(100))
    assert (row["status"], row["ended_at"], row["closed_at"]) == ("open", None, at(90))
    row = case_of(resolved(60), closed(90), reopened(100), closed(110))
    assert (row["status"], row["ended_at"], row["close_seconds"]) == ("closed", at(110), 6600)
    assert row["final_resolution_seconds"] == 3600


@pytest.mark.parametrize("reason", [CloseReason.WITHDRAWN, CloseReason.DUPLICATE])
def test_a_reopened_case_that_is_withdrawn_has_no_resolution(reason: CloseReason) -> None:
    withdrawn = CaseClosed(occurred_at=at(110), reason=reason)
    row = case_of(resolved(60), reopened(100), withdrawn)
    assert (row["final_resolved_at"], row["final_resolution_seconds"]) == (None, None)
    assert (row["first_resolution_seconds"], row["ended_at"]) == (3600, at(110))
    row = case_of(resolved(60), withdrawn)
    assert row["final_resolution_seconds"] == 3600


def test_only_ended_waits_count_and_each_under_its_own_name() -> None:
    supplier = WaitingOn.SUPPLIER
    running = WaitingStarted(occurred_at=at(100), waiting_on=WaitingOn.OTHER)
    row = case_of(*waited(0, 10), *waited(20, 20), *waited(30, 35, supplier), running)
    assert (row["waiting_customer_count"], row["waiting_customer_seconds"]) == (2, 600)
    assert (row["waiting_supplier_count"], row["waiting_supplier_seconds"]) == (1, 300)
    assert (row["waiting_other_count"], row["waiting_other_seconds"]) == (0, 0)
    assert (row["waiting_on"], row["waiting_started_at"]) == ("other", at(100))


def test_an_end_before_which_no_wait_began_ends_none() -> None:
    row = case_of(*waited(20, 10))
    assert (row["waiting_customer_count"], row["waiting_customer_seconds"]) == (0, 0)
    assert (row["waiting_on"], row["waiting_started_at"]) == ("customer", at(20))


def test_a_wait_that_began_while_another_lasted_ended_it() -> None:
    second = WaitingStarted(occurred_at=at(10), waiting_on=WaitingOn.SUPPLIER)
    row = case_of(WaitingStarted(occurred_at=at(5), waiting_on=WaitingOn.CUSTOMER), second)
    assert (row["waiting_customer_count"], row["waiting_customer_seconds"]) == (1, 300)
    assert (row["waiting_on"], row["waiting_started_at"]) == ("supplier", at(10))


def test_a_hand_over_is_counted_and_moves_the_case_and_a_first_assignment_is_not() -> None:
    first = OwnerAssigned(occurred_at=at(1), owner="x", team="one")
    moved = CaseHandedOver(occurred_at=at(2), from_owner="x", to_owner="y", to_team="two")
    row = case_of(first, moved)
    assert (row["handover_count"], row["owner"], row["team"]) == (1, "y", "two")


def test_the_sources_latest_verdict_counts_and_silence_does_not_overwrite_it() -> None:
    row = case_of(verdict(1, kept=True, due=9), verdict(2, kept=False), verdict(3, kept=None))
    assert (row["source"], row["source_promise_kept"], row["source_promise_due_at"]) == ("s", False, at(9))


def test_of_two_answers_about_one_resolution_the_later_by_business_time_is_the_latest() -> None:
    nps = RatingScale.NPS
    tables = folded(RECEIVED, rated(20, 1), rated(10, 5), rated(30, 4, cycle=2), rated(5, 9, scale=nps))
    answers = {(each["score"], each["is_latest_of_cycle"]) for each in tables.ratings.values()}
    assert answers == {(1, True), (5, False), (4, True), (9, True)}
    assert folded(RECEIVED, rated(10, 1), rated(20, 5)).ratings[UUID(int=1002)]["is_latest_of_cycle"] is False
