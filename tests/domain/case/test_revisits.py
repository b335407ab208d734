"""What is planned, held and marked when customers are revisited, by the guideline in force."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.account.state import CustomerAccount
from service.domain.case.decisions.revisits import (
    CancelRevisit,
    PlanRevisit,
    RevisitAlreadyPlannedError,
    RevisitCase,
    TooManyQuestionsError,
)
from service.domain.case.record.revisits import (
    CaseRevisited,
    PlannedQuestion,
    RevisitCancelled,
    RevisitPlanned,
)
from service.domain.case.state import Case
from service.domain.clocks.events import ClockStarted
from service.domain.clocks.policy import Title
from service.domain.guidelines.revisits import RevisitQuestion, Revisits, RevisitTemplate
from service.domain.vocabulary import Channel, Segment
from tests.domain.case.examples.revisits import PLANNED, REVISIT_ID
from tests.domain.facts import CLOSED, DUE, ELEVEN, TEN, received
from tests.rules import default_rulebook
from tests.specification import case_after, given

BOOK = default_rulebook()
WISH = PlanRevisit(revisit_id=REVISIT_ID, due_at=DUE)


def held(**fields: object) -> CaseRevisited:
    return CaseRevisited(**{"occurred_at": ELEVEN, "channel": Channel.PHONE, "reached": True, **fields})


@pytest.mark.parametrize("segment", Segment)
def test_a_plan_without_a_template_takes_the_one_for_customers_of_the_tier(segment: Segment) -> None:
    account = CustomerAccount(code="KA-0042", segment=segment)
    planned, promised = given(received()).when(WISH, at=ELEVEN, account=account, rulebook=BOOK).decided()
    assert isinstance(planned, RevisitPlanned)
    assert (planned.template, planned.guideline_version) == (segment.value, 1)
    assert isinstance(promised, ClockStarted)
    assert (promised.clock, promised.subject, promised.due_at) == ("planned_revisit", str(REVISIT_ID), DUE)


def test_without_a_guideline_any_template_is_planned_and_nothing_is_limited() -> None:
    command = WISH.model_copy(update={"template": "full_moon", "channel": Channel.MONITORING})
    (planned,) = given(received()).when(command, at=ELEVEN).decided()
    assert isinstance(planned, RevisitPlanned)
    assert (planned.template, planned.guideline_version) == ("full_moon", None)


def test_the_same_plan_again_adds_nothing_and_another_under_its_id_is_refused() -> None:
    history = (received(), PLANNED)
    same = PlanRevisit(
        revisit_id=REVISIT_ID, due_at=DUE, channel=PLANNED.channel, contact_id=PLANNED.contact_id
    )
    given(*history).when(same, at=ELEVEN).then_nothing()
    later = same.model_copy(update={"due_at": DUE + timedelta(days=1)})
    given(*history).when(later, at=ELEVEN).then_refused(RevisitAlreadyPlannedError, due_at=DUE)


def test_the_questions_of_the_template_count_among_those_that_are_asked() -> None:
    own = tuple(PlannedQuestion(question=f"q{n}", wording="?") for n in range(5))
    command = WISH.model_copy(update={"template": "festival", "channel": Channel.SMS, "questions": own})
    sent = given(received()).when(command, at=ELEVEN, rulebook=BOOK)
    sent.then_refused(TooManyQuestionsError, number=6, most=5)


@pytest.mark.parametrize(("seconds", "is_too_long"), [(900, False), (901, True)])
def test_what_took_longer_than_the_limit_is_recorded_and_marked(seconds: int, is_too_long: bool) -> None:
    command = RevisitCase(channel=Channel.PHONE, outcome="All runs", duration_seconds=seconds)
    marked = held(outcome="All runs", duration_seconds=seconds, is_too_long=is_too_long, guideline_version=1)
    given(received()).when(command, at=ELEVEN, rulebook=BOOK).then(marked)


def test_a_revisit_that_carries_out_a_plan_goes_by_its_template() -> None:
    command = RevisitCase(channel=Channel.PHONE, outcome="All runs", revisit_id=REVISIT_ID)
    sent = given(received(), PLANNED).when(command, at=ELEVEN, rulebook=BOOK)
    sent.then(held(outcome="All runs", revisit_id=REVISIT_ID, template="festival", guideline_version=1))


def planned_in(case: Case) -> tuple[int, bool, bool]:
    (plan,) = case.planned_revisits
    return plan.attempts, plan.held_at is not None, plan.is_cancelled


def test_a_plan_is_held_when_the_customer_was_reached_and_attempts_are_counted() -> None:
    attempt = held(revisit_id=REVISIT_ID, reached=False)
    assert planned_in(case_after(received(), PLANNED, attempt, attempt)) == (2, False, False)
    later, earlier = held(revisit_id=REVISIT_ID), held(revisit_id=REVISIT_ID, occurred_at=TEN)
    case = case_after(received(), PLANNED, later, earlier)
    assert case.planned_revisits[0].held_at == TEN


def test_a_revisit_of_another_plan_or_of_none_leaves_a_plan_open() -> None:
    other = held(revisit_id=UUID(int=7))
    assert planned_in(case_after(received(), PLANNED, held(), other)) == (0, False, False)


def test_a_plan_is_cancelled_once() -> None:
    cancelled = RevisitCancelled(occurred_at=TEN, revisit_id=REVISIT_ID, reason="On leave")
    again = CancelRevisit(revisit_id=REVISIT_ID, reason="Still on leave")
    given(received(), PLANNED, cancelled).when(again, at=ELEVEN).then_nothing()


TITLE = Title(zh="问", en="Ask")


def template(name: str = "delivery", questions: int = 1) -> RevisitTemplate:
    asked = tuple(RevisitQuestion(question=f"q{n}", title=TITLE) for n in range(questions))
    return RevisitTemplate(template=name, title=TITLE, questions=asked)


@pytest.mark.parametrize(
    ("templates", "wrong"),
    [
        ((template(), template()), "named_twice"),
        ((template(questions=3),), "too_many_questions"),
    ],
)
def test_a_guideline_keeps_its_own_limits(templates: tuple[RevisitTemplate, ...], wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Revisits(version=1, most_questions=2, longest_seconds=900, templates=templates)
    assert refused.value.errors()[0]["type"] == wrong


@pytest.mark.requirement(115)
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL, Channel.SMS])
def test_a_customer_is_revisited_by_phone_email_or_sms(channel: Channel) -> None:
    revisited = CaseRevisited(occurred_at=ELEVEN, channel=channel, reached=True, outcome="All runs")
    given(*CLOSED).when(RevisitCase(channel=channel, outcome="All runs"), at=ELEVEN).then(revisited)


def test_a_revisit_is_no_reopening() -> None:
    revisited = CaseRevisited(occurred_at=ELEVEN, channel=Channel.PHONE, reached=False)
    after = replace(case_after(*CLOSED, revisited), last_happened_at=None)
    assert after == replace(case_after(*CLOSED), last_happened_at=None)
