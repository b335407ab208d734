"""The rows that the star of the mart rests on, counted by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
)
from service.domain.account.record.care import AccountSurveyHeld, NewsSent
from service.domain.account.record.profile import AccountClosed, AccountOwnerAssigned, SegmentAssigned
from service.domain.account.record.settlements import BillChecked
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.assignment import CaseHandedOver
from service.domain.case.record.collaborations import CollaborationAnswered
from service.domain.case.record.commitments import CommitmentRenegotiated, OverPromiseFlagged
from service.domain.case.record.dispatches import DispatchArranged, DispatchEnded
from service.domain.case.record.questions import QuestionAnswered, QuestionOpened
from service.domain.case.record.replies import PlanProposed, PlanStage, ProgressShared, ResultReported
from service.domain.case.record.revisits import CaseRevisited
from service.domain.case.record.sales import PreSaleNeedRecorded
from service.domain.case.record.understanding import NeedIdentified
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.policy import AgreedTerm
from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.rulebook.events import CalendarPublished, GuidelinePublished, PolicyPublished
from service.domain.vocabulary import (
    BuyerDetail,
    Channel,
    FieldWork,
    Need,
    ResponseClass,
    Segment,
    VisitKind,
    WaitingOn,
)
from service.importers.rule_files.default_rules import default_policy, default_wishes
from service.projections.care.account_history import SINCE_EVER
from tests.domain.facts import (
    COLLABORATION_ID,
    COMMITMENT_ID,
    ELEVEN,
    NINE,
    QUESTION_ID,
    TEN,
    collaboration_requested,
    commitment_made,
    opened,
    received,
)
from tests.projections.folded import Tables, entry, fold

CASE, ACCOUNT, RULES = UUID(int=1), UUID(int=2), UUID(int=3)
EARLIER = NINE - timedelta(hours=1)


def folded(stream_id: UUID, *events: AnyEvent) -> Tables:
    """Return the rows after these events of a stream, told in this order."""
    tables = Tables()
    fold(tables, [entry(n, stream_id, n, UUID(int=n), ELEVEN, event) for n, event in enumerate(events, 1)])
    return tables


def of_case(*events: AnyEvent) -> Tables:
    return folded(CASE, received(), *events)


def versions(*events: AnyEvent) -> list[tuple[Any, ...]]:
    rows = sorted(folded(ACCOUNT, *events).account_history.values(), key=lambda row: row["valid_from"])
    return [
        (row["valid_from"], row["segment"], row["owner"], row["status"], row["version_key"]) for row in rows
    ]


def moved(at: datetime, segment: Segment) -> SegmentAssigned:
    return SegmentAssigned(occurred_at=at, segment=segment, reason="Turnover")


def owned(at: datetime, owner: str) -> AccountOwnerAssigned:
    return AccountOwnerAssigned(occurred_at=at, owner=owner, reason="Load")


def test_each_change_of_an_account_begins_a_version_from_its_time_on() -> None:
    closed = AccountClosed(occurred_at=ELEVEN, reason="Over")
    told = (opened(), moved(TEN, Segment.HIGH_VALUE), owned(TEN, "li"), closed)
    assert versions(*told) == [
        (SINCE_EVER, "ordinary", None, "open", 1),
        (TEN, "high_value", "li", "open", 2),
        (ELEVEN, "high_value", "li", "closed", 4),
    ]


def test_a_change_told_late_stands_where_it_happened() -> None:
    told = (opened(), owned(ELEVEN, "wang"), owned(TEN, "li"), owned(TEN + timedelta(minutes=1), "li"))
    assert versions(*told) == [
        (SINCE_EVER, "ordinary", None, "open", 1),
        (TEN, "ordinary", "li", "open", 3),
        (ELEVEN, "ordinary", "wang", "open", 2),
    ]


def test_what_is_told_of_the_time_before_the_opening_belongs_to_the_first_version() -> None:
    early = (owned(EARLIER, "li"), moved(EARLIER, Segment.HIGH_VALUE))
    assert versions(*early, opened()) == [(SINCE_EVER, "ordinary", "li", "open", 3)]
    assert versions(opened(), *early) == [(SINCE_EVER, "ordinary", "li", "open", 1)]


def test_an_agreement_has_one_row_however_often_it_is_amended() -> None:
    term = AgreedTerm(clock="first_reply", target_seconds=600)
    signed = AgreementSigned(occurred_at=NINE, agreement_id="C", title="T", terms=(), effective_at=TEN)
    amended = AgreementAmended(
        occurred_at=TEN, agreement_id="C", version=2, terms=(term,), effective_at=TEN, reason="R"
    )
    ended = AgreementEnded(occurred_at=ELEVEN, agreement_id="C", ends_at=ELEVEN, reason="R")
    (row,) = folded(ACCOUNT, opened(), signed, amended, ended).agreements.values()
    assert (row["version_count"], row["term_count"], row["amended_at"]) == (2, 1, TEN)
    assert (row["signed_at"], row["ends_at"], row["source_position"]) == (NINE, ELEVEN, 4)


def test_of_two_versions_told_out_of_order_the_higher_number_counts() -> None:
    term = AgreedTerm(clock="first_reply", target_seconds=600)
    signed = AgreementSigned(occurred_at=NINE, agreement_id="C", title="T", terms=(), effective_at=NINE)
    second, third = (
        AgreementAmended(
            occurred_at=at, agreement_id="C", version=n, terms=terms, effective_at=TEN, reason="R"
        )
        for n, at, terms in ((2, ELEVEN, (term,)), (3, TEN, (term, term)))
    )
    (row,) = folded(ACCOUNT, opened(), signed, second, third).agreements.values()
    assert (row["version_count"], row["term_count"]) == (3, 2)


def test_each_contact_of_our_own_accord_is_a_row_and_an_attempt_is_told_from_a_contact() -> None:
    visited = {"occurred_at": TEN, "kind": VisitKind.VISIT, "channel": Channel.ON_SITE}
    events = (
        VisitRecorded.model_validate({**visited, "reached": True}),
        VisitRecorded.model_validate({**visited, "kind": VisitKind.CALL, "reached": False}),
        FirstContactMade(occurred_at=TEN, channel=Channel.PHONE, record="R"),
        NewsSent(occurred_at=TEN, topic="T", channel=Channel.EMAIL),
        AccountSurveyHeld(occurred_at=TEN, survey="S", channel=Channel.EMAIL),
        BillChecked(occurred_at=TEN, settlement_on=date(2026, 3, 5)),
    )
    rows = folded(ACCOUNT, opened(), *events).visits.values()
    assert [(row["kind"], row["reached"], row["channel"]) for row in rows] == [
        ("visit", True, "on_site"),
        ("call", False, "on_site"),
        ("first_contact", True, "phone"),
        ("news", True, "email"),
        ("survey", True, "email"),
        ("bill_check", True, None),
    ]


def waited(*events: AnyEvent) -> list[tuple[Any, ...]]:
    rows = of_case(*events).waits.values()
    return [(row["waiting_on"], row["started_at"], row["ended_at"]) for row in rows]


def test_a_wait_lasts_from_its_beginning_to_its_end() -> None:
    begun = WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.CUSTOMER)
    ended = WaitingEnded(occurred_at=ELEVEN, waiting_on=WaitingOn.CUSTOMER)
    assert waited(begun) == [("customer", TEN, None)]
    assert waited(begun, ended) == [("customer", TEN, ELEVEN)]
    assert waited(begun, ended, ended) == [("customer", TEN, ELEVEN)]
    assert waited(ended) == []


def test_a_wait_told_late_ends_the_one_during_which_it_began() -> None:
    first = WaitingStarted(occurred_at=NINE, waiting_on=WaitingOn.CUSTOMER)
    told_late = WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER)
    ended = WaitingEnded(occurred_at=ELEVEN, waiting_on=WaitingOn.CUSTOMER)
    assert sorted(waited(first, ended, told_late)) == [("customer", NINE, TEN), ("supplier", TEN, ELEVEN)]


def test_a_hand_over_says_from_whom_to_whom() -> None:
    handed = CaseHandedOver(occurred_at=TEN, from_owner="li", to_owner="wang", to_team="two")
    (row,) = of_case(handed).handovers.values()
    assert (row["from_owner"], row["from_team"], row["to_owner"], row["to_team"]) == (
        "li",
        None,
        "wang",
        "two",
    )
    assert (row["case_id"], row["handed_over_at"], row["source_position"]) == (CASE, TEN, 2)


def test_what_a_customer_was_told_of_the_work_is_a_row_each_time() -> None:
    shared = ProgressShared(
        occurred_at=TEN,
        problem="P",
        solution="S",
        eta_at=ELEVEN,
        channel=Channel.PHONE,
        missing=(Need.PLAN,),
    )
    stage = PlanStage(title="T", due_at=ELEVEN, responsible="li")
    plan = PlanProposed(occurred_at=TEN, stages=(stage,), channel=Channel.EMAIL)
    result = ResultReported(occurred_at=ELEVEN, cycle=1, channel=Channel.PHONE)
    rows = of_case(shared, plan, result).progress.values()
    assert [(row["kind"], row["channel"], row["eta_at"], row["missing_count"]) for row in rows] == [
        ("progress", "phone", ELEVEN, 1),
        ("plan", "email", None, 0),
        ("result", "phone", None, 0),
    ]


def test_a_need_is_a_row_and_a_currency_stands_beside_a_budget_alone() -> None:
    behind = NeedIdentified(occurred_at=TEN, stated="S", real="R")
    wish = PreSaleNeedRecorded(occurred_at=TEN, need="N", industry="steel")
    budget = PreSaleNeedRecorded(
        occurred_at=ELEVEN, need="N", budget_to_minor=5, buyer_details=(BuyerDetail.INDUSTRY,)
    )
    rows = of_case(behind, wish, budget).needs.values()
    assert [(row["kind"], row.get("budget_to_minor"), row.get("currency")) for row in rows] == [
        ("behind_demand", None, None),
        ("pre_sale", None, None),
        ("pre_sale", 5, "CNY"),
    ]
    assert [row["detail_count"] for row in rows] == [0, 0, 1]


def test_a_revisit_says_how_long_it_took_and_whether_it_was_planned() -> None:
    held = CaseRevisited(
        occurred_at=TEN, channel=Channel.PHONE, reached=True, duration_seconds=90, is_too_long=False
    )
    (row,) = of_case(held).revisits.values()
    assert (row["channel"], row["call_seconds"], row["is_too_long"], row["revisit_id"]) == (
        "phone",
        90,
        False,
        None,
    )


def test_the_first_answer_counts_however_many_follow() -> None:
    answers = (
        CollaborationAnswered(occurred_at=at, collaboration_id=COLLABORATION_ID, answer="A")
        for at in (ELEVEN, TEN)
    )
    (row,) = of_case(collaboration_requested(NINE), *answers).tasks.values()
    assert row["answered_at"] == TEN
    question = QuestionOpened(occurred_at=NINE, question_id=QUESTION_ID, text="Q", awaited_by_customer=True)
    said = (
        QuestionAnswered(occurred_at=at, question_id=QUESTION_ID, text="A", told_to_customer=told)
        for at, told in ((TEN, False), (ELEVEN, True))
    )
    (row,) = of_case(question, *said).tasks.values()
    assert (row["answered_at"], row["ended_at"]) == (TEN, ELEVEN)


def test_a_commitment_remembers_what_was_promised_first() -> None:
    other = CommitmentRenegotiated(
        occurred_at=TEN, commitment_id=COMMITMENT_ID, due_at=ELEVEN + timedelta(days=9), reason="R"
    )
    flagged = OverPromiseFlagged(
        occurred_at=NINE,
        commitment_id=COMMITMENT_ID,
        response_class=ResponseClass.ROUTINE,
        promised_seconds=1,
        usual_seconds=2,
        elapsed_seconds=0,
        guideline_version=1,
    )
    promised = commitment_made(at=NINE)
    (row,) = of_case(promised, flagged, other).tasks.values()
    assert (row["first_due_at"], row["due_at"]) == (promised.due_at, other.due_at)
    assert (row["renegotiation_count"], row["is_over_promise"], row["is_interim"]) == (1, True, False)


@pytest.mark.parametrize("solved", [True, False])
def test_a_dispatch_says_whether_it_settled_the_matter(solved: bool) -> None:
    sent = DispatchArranged(
        occurred_at=NINE,
        dispatch_id=COMMITMENT_ID,
        engineer="zhou",
        work=FieldWork.REPAIR,
        planned_at=TEN,
        task="T",
    )
    ended = DispatchEnded(
        occurred_at=TEN, dispatch_id=COMMITMENT_ID, solved=solved, outcome="O", needs_follow_up=False
    )
    (row,) = of_case(sent, ended).tasks.values()
    assert row["is_solved"] is solved


def test_each_rule_of_a_policy_is_a_promise_with_its_titles_and_what_keeps_it() -> None:
    policy = default_policy().command.policy
    published = PolicyPublished(occurred_at=NINE, policy=policy, effective_at=NINE)
    rows = folded(RULES, published).promises.values()
    assert {row["rule"] for row in rows} == {rule.rule for rule in policy.rules}
    revisit = next(row for row in rows if row["clock"] == "complaint_revisit")
    assert (revisit["policy_id"], revisit["policy_version"]) == (policy.policy_id, policy.version)
    assert "revisited" in revisit["met_by"]
    assert "回访" in revisit["title_zh"]


def test_the_directory_names_people_in_one_form_and_departments_in_both_languages() -> None:
    people = StaffDirectory(
        version=2, people=(StaffMember(staff_id="Li.Na", team="one", departments=("sales", "legal")),)
    )
    published = GuidelinePublished(occurred_at=NINE, content=people, effective_at=TEN)
    (row,) = folded(RULES, published).directory.values()
    assert (row["kind"], row["name"], row["team"], row["department"]) == ("person", "li.na", "one", "sales")
    assert (row["version"], row["effective_at"], row["level"]) == (2, TEN, "specialist")
    guidelines = [wish.content for wish in default_wishes() if hasattr(wish, "content")]
    events = [GuidelinePublished(occurred_at=NINE, content=each, effective_at=NINE) for each in guidelines]
    rows = folded(RULES, *events).directory.values()
    assert ("logistics", "物流部") in [(row["name"], row["title_zh"]) for row in rows]


def test_a_calendar_tells_holidays_from_the_days_that_make_up_for_them() -> None:
    weekly = {"friday": ["09:00-18:00"], "saturday": []}
    special = [
        {"date": "2026-10-02", "name": {"zh": "国庆节", "en": "National Day"}, "windows": []},
        {"date": "2026-10-10", "name": {"zh": "调休补班", "en": "Make-up"}, "windows": ["09:00-18:00"]},
    ]
    calendar = CalendarDocument.model_validate(
        {
            "calendar_id": "cn_5x8",
            "version": 1,
            "title": {"zh": "日历", "en": "Calendar"},
            "zone": "Asia/Shanghai",
            "weekly": weekly,
            "special_days": special,
            "covered_until": "2026-12-31",
        }
    )
    published = CalendarPublished(occurred_at=datetime(2026, 1, 1, tzinfo=UTC), calendar=calendar)
    rows = folded(RULES, published).calendar_days.values()
    assert [(row["day"], row["is_workday"], row["is_usual_workday"]) for row in rows] == [
        (date(2026, 10, 2), False, True),
        (date(2026, 10, 10), True, False),
    ]
    assert {row["covered_until"] for row in rows} == {date(2026, 12, 31)}
