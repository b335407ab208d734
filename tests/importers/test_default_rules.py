"""The default policy holds every limit of the requirements, and is put on the record once."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from service.domain.clocks.policy import ClockRule
from service.domain.command import Command
from service.domain.guidelines import ReportSchedule
from service.domain.rulebook.decisions import decide
from service.domain.rulebook.evolve import evolve
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.vocabulary import EscalationLevel, Segment, WaitingOn
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers.rule_files.default_rules import (
    default_calendars,
    default_guidelines,
    default_policy,
    default_request,
    default_wishes,
    publish_default_rules,
)

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400
POLICY = default_policy().command.policy
RULES = {rule.rule: rule for rule in POLICY.rules}

# rule -> limit (seconds, or a number of something else), the time that counts: "The time limits in one line"
LIMITS: dict[str, tuple[str, int | None, str]] = {
    "acknowledgement": ("target_seconds", 5 * MINUTE, "always"),
    "counterpart_informed": ("target_seconds", 10 * MINUTE, "always"),
    "first_reply": ("target_seconds", 30 * MINUTE, "segment"),
    "complaint_answer": ("target_seconds", HOUR, "always"),
    "emergency_plan": ("target_seconds", 2 * HOUR, "always"),
    "resolution_basic": ("target_seconds", 30 * MINUTE, "segment"),
    "staged_plan": ("target_seconds", 24 * HOUR, "segment"),
    "progress_update": ("target_seconds", 24 * HOUR, "always"),
    "recovery": ("target_seconds", DAY, "always"),
    "survey": ("target_seconds", 24 * HOUR, "always"),
    "delivery_revisit": ("target_seconds", 3 * DAY, "always"),
    "complaint_revisit": ("target_seconds", 3 * DAY, "always"),
    "bill_check": ("days_before_promised", 7, "always"),
    "first_contact": ("target_seconds", 7 * DAY, "always"),
    "fault_follow_up": ("target_seconds", 7 * DAY, "always"),
    "planned_review_weekly": ("target_seconds", 7 * DAY, "always"),
    "planned_review_high_value": ("target_seconds", 7 * DAY, "always"),
    "planned_review_monthly": ("target_months", 1, "always"),
    "monthly_visit": ("target_months", 1, "always"),
    "visit_on_fixed_day": ("target_seconds", None, "always"),
    "problem_report": ("target_months", 1, "always"),
    "value_content": ("target_months", 1, "always"),
    "maintenance_advice": ("target_months", 6, "always"),
    "executive_meeting": ("target_months", 6, "always"),
    "monthly_news": ("target_months", 1, "always"),
    "quarterly_interview": ("target_months", 3, "always"),
    "quarterly_call": ("target_months", 3, "always"),
    "quarterly_survey": ("target_months", 3, "always"),
    "answer_progress": ("target_seconds", 2 * HOUR, "cn_5x8"),
    "order_step": ("target_working_days", 3, "cn_5x8"),
    "commitment": ("target_seconds", None, "always"),
    "open_question": ("target_seconds", 24 * HOUR, "segment"),
}
DEPARTMENTS = (
    "technical sales logistics finance product legal supply_chain warehouse after_sales".split()  # noqa: SIM905
)


@pytest.mark.parametrize("name", LIMITS)
def test_the_default_policy_holds_every_limit_of_the_requirements(name: str) -> None:
    field, number, counts = LIMITS[name]
    assert (getattr(RULES[name], field), RULES[name].counts) == (number, counts)


def test_the_two_plans_are_one_clock_so_that_the_shorter_holds() -> None:
    assert RULES["staged_plan"].clock == RULES["emergency_plan"].clock


def test_the_tiers_have_the_service_calendars_that_were_decided() -> None:
    assert POLICY.segment_calendars == {
        Segment.HIGH_VALUE: "cn_7x12",
        Segment.POTENTIAL: "cn_5x8",
        Segment.ORDINARY: "cn_5x8",
    }


def test_only_the_resolution_stands_still_while_we_wait_unless_it_is_to_be_on_the_spot() -> None:
    both = (WaitingOn.CUSTOMER, WaitingOn.SUPPLIER)
    for rule in POLICY.rules:
        stands_still = rule.clock == "resolution" and rule.rule != "resolution_basic"
        assert rule.pauses_on == (both if stands_still else ()), rule.rule


def test_every_promise_escalates_along_the_whole_chain() -> None:
    chain = [(80, "specialist"), (100, "supervisor"), (150, "manager"), (200, "director")]
    for rule in POLICY.rules:
        assert [(rung.percent, rung.level.value) for rung in rule.escalates] == chain, rule.rule
    assert [level for _, level in chain] == list(EscalationLevel)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_each_department_has_its_row_in_the_table_of_response_times(department: str) -> None:
    by_clock: dict[str, list[ClockRule]] = {}
    for rule in POLICY.rules:
        if rule.applies_to.departments == (department,) and not rule.applies_to.steps:
            by_clock.setdefault(rule.clock, []).append(rule)
    (accepted,), (answered,) = by_clock["collaboration_acceptance"], by_clock["collaboration_answer"]
    assert accepted.target_seconds is not None
    assert answered.target_seconds is not None
    assert accepted.target_seconds < answered.target_seconds


def test_no_department_is_held_to_the_limits_of_those_that_are_not_in_the_table() -> None:
    for clock, any_department in (
        ("collaboration_acceptance", "accept_any"),
        ("collaboration_answer", "answer_any"),
    ):
        slowest = max(rule.target_seconds or 0 for rule in POLICY.rules if rule.clock == clock)
        assert RULES[any_department].target_seconds == slowest


def test_every_promise_names_the_row_that_it_comes_from() -> None:
    sources = default_policy().sources
    assert set(sources) == set(RULES)
    rows = {ground for grounds in sources.values() for ground in grounds} - {"ours"}
    listed = (ROOT / "docs" / "requirements.toml").read_text(encoding="utf-8")
    assert [row for row in sorted(rows) if f"\nnumber = {row}\n" not in listed] == []


def published(now: datetime = NOW) -> Rulebook:
    book = EMPTY
    for wish in default_wishes():
        for fact in decide(book, wish, now):
            book = evolve(book, fact)
    return book


def test_the_default_rules_pass_the_rules_and_hold_for_any_time() -> None:
    book = published()
    assert book.policy_at(datetime(1980, 1, 1, tzinfo=UTC)) == POLICY
    assert {document.calendar_id for document in book.calendars} == {"always", "cn_5x8", "cn_7x12"}


def test_the_default_rules_are_one_request_with_the_same_id_at_every_start() -> None:
    assert default_request().command_id == default_request().command_id
    assert len(default_request().commands) == len(default_calendars()) + 1 + len(default_guidelines())


def began_at(book: Rulebook) -> datetime:
    """Return when the schedule of reports began: unlike the other rules it does not hold for any time."""
    (schedule,) = (known for known in book.guidelines if isinstance(known.content, ReportSchedule))
    return schedule.effective_at


async def test_starting_again_adds_nothing_to_the_record(application: Application) -> None:
    await publish_default_rules(application)
    first = await application.load(RULEBOOK_ID)
    await publish_default_rules(application)
    again = await application.load(RULEBOOK_ID)
    assert (again.version, again.position) == (first.version, first.position)
    assert first.version == len(default_wishes())
    assert isinstance(again.state, Rulebook)
    assert again.state == published(began_at(again.state))


async def test_a_record_of_before_gets_the_kinds_of_guidelines_that_came_later(
    application: Application,
) -> None:
    first, *later = default_guidelines()
    wishes: tuple[Command, ...] = (*default_calendars(), default_policy().command, first)
    await application.execute(
        Request(stream_id=RULEBOOK_ID, commands=wishes, command_id=uuid4(), actor="casebook")
    )
    await publish_default_rules(application)
    book = await application.rulebook()
    kinds = [known.content.guideline for known in book.guidelines]
    assert kinds == [wish.content.guideline for wish in (first, *later)]
