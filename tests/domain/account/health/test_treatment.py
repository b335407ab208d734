"""What an account is due by its tier, and what it lacks: computed by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.account.health.treatment import Treated, treatment_items
from service.domain.account.vocabulary import AttentionKind, NewsKind
from service.domain.clocks.policy import Title
from service.domain.guidelines.care.treatments import KINDS, Treatment, TreatmentDue
from service.domain.vocabulary import Segment, VisitKind

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
TITLE = Title(zh="服务", en="Service")
HIGH = Treatment(
    segment=Segment.HIGH_VALUE,
    has_advisor=True,
    most_accounts_of_advisor=2,
    items=(
        TreatmentDue(item="solution", title=TITLE, within_days=10, every_days=100),
        TreatmentDue(item="visit", title=TITLE, kinds=("visit", "call"), within_days=30, every_days=30),
        TreatmentDue(item="diagnosis", title=TITLE, within_days=60),
    ),
)


def lacking(until: datetime, **had: Any) -> dict[str, datetime | None]:
    usual: dict[str, Any] = {"owner": "li.na", "owner_since": FIRST}
    usual |= {"contacts": {}, "given": {}}
    account = Treated(
        account_id=UUID(int=1),
        code="KA-1",
        segment=Segment.HIGH_VALUE,
        tier_since=FIRST,
        **{**usual, **had},
    )
    items = treatment_items(account, HIGH, until)
    assert all(one.is_met == (one.lacking_since is None) for one in items)
    return {one.item: one.lacking_since for one in items}


def test_an_advisor_is_dedicated_who_answers_for_no_more_accounts_than_the_tier_allows() -> None:
    assert lacking(FIRST)["advisor"] is None
    assert lacking(FIRST + DAY, owner=None, owner_since=FIRST + DAY)["advisor"] == FIRST + DAY
    assert lacking(FIRST, owner=None, owner_since=FIRST - DAY)["advisor"] == FIRST
    assert lacking(FIRST + DAY, crowded_since=FIRST + DAY)["advisor"] == FIRST + DAY


def test_the_kinds_that_meet_an_item_are_those_of_the_record_and_no_others() -> None:
    besides = {"first_contact", "survey", "bill_check", "training"}
    assert {*VisitKind, *NewsKind, *AttentionKind, *besides} == KINDS
    with pytest.raises(ValidationError, match="kind of care unknown"):
        TreatmentDue(item="visit", title=TITLE, kinds=("vist",), within_days=1)


def test_a_closed_account_is_due_nothing() -> None:
    assert lacking(FIRST + 400 * DAY, is_closed=True) == {}


def test_a_contact_is_due_within_its_days_from_the_last_one_or_from_the_beginning_of_the_tier() -> None:
    assert lacking(FIRST + 30 * DAY - SECOND)["visit"] is None
    assert lacking(FIRST + 30 * DAY)["visit"] == FIRST + 30 * DAY
    called = {"call": FIRST + 20 * DAY, "news": FIRST + 29 * DAY}
    assert lacking(FIRST + 49 * DAY, contacts=called)["visit"] is None
    assert lacking(FIRST + 60 * DAY, contacts=called)["visit"] == FIRST + 50 * DAY
    before = {"call": FIRST - 20 * DAY}
    assert lacking(FIRST + 29 * DAY, contacts=before)["visit"] is None


def test_what_is_told_as_a_treatment_is_met_by_its_name_alone_and_is_renewed() -> None:
    assert lacking(FIRST + 10 * DAY - SECOND)["solution"] is None
    assert lacking(FIRST + 10 * DAY, contacts={"solution": FIRST})["solution"] == FIRST + 10 * DAY
    given = {"solution": FIRST + 10 * DAY}
    assert lacking(FIRST + 109 * DAY, given=given)["solution"] is None
    assert lacking(FIRST + 120 * DAY, given=given)["solution"] == FIRST + 110 * DAY


def test_what_is_given_once_counts_in_the_tier_only_and_is_never_due_again() -> None:
    assert lacking(FIRST + 60 * DAY)["diagnosis"] == FIRST + 60 * DAY
    assert lacking(FIRST + 60 * DAY, given={"diagnosis": FIRST - SECOND})["diagnosis"] == FIRST + 60 * DAY
    for years_later in (1, 5):
        assert lacking(FIRST + 365 * years_later * DAY, given={"diagnosis": FIRST})["diagnosis"] is None
