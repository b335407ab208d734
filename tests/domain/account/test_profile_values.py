"""What is known of a customer: who vouches for it, how long it holds, and what asks for it again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.account.decisions.journey import MoveToStage
from service.domain.account.decisions.profile_values import ReviewProfile, SetProfileValue
from service.domain.account.profile.gaps import (
    ProfileFacts,
    Score,
    Standing,
    completeness,
    freshness,
    latest_asked,
    review_due_at,
    standings,
)
from service.domain.account.record.profile_values import KnownValue, ProfileReviewed
from service.domain.account.record.visits import VisitRecorded
from service.domain.clocks.policy import Title
from service.domain.guidelines.profiles import AskingOccasion, Named, ProfileField, ProfileGuide
from service.domain.refusal import LaterEventContradictsError
from service.domain.vocabulary import Channel, VisitKind
from tests.domain.account.examples.agreements.agreements import signed
from tests.domain.account.examples.journey import reached
from tests.domain.account.examples.profile_values import CHAIN, digest, new_value, value_set
from tests.domain.example import A_MOMENT, AT
from tests.domain.facts import ELEVEN, NINE, TEN, contact_added, opened
from tests.rules import default_rulebook
from tests.specification import account_after, given

DAY = timedelta(days=1)
TITLE = Title(zh="甲", en="A")
COMPANY = (Named(word="company", title=TITLE),)


def guide(**fields: Any) -> ProfileGuide:
    """Return a guideline of one field."""
    one = ProfileField(**{"field": "size", "section": "company", "title": TITLE, "weight": 3, **fields})
    return ProfileGuide(version=1, sections=COMPANY, fields=(one,), renewal_notice_seconds=86_400)


def standing(known: KnownValue | None, at: datetime = AT, **fields: Any) -> Standing:
    """Return how the one field stands."""
    asked = fields.pop("asked", ())
    ends = fields.pop("ends", ())
    values = {} if known is None else {"size": known}
    facts = ProfileFacts(opened_at=NINE, values=values, asked=asked, agreements_end_at=ends)
    (found,) = standings(guide(**fields), facts, at)
    return found


def known(**fields: Any) -> KnownValue:
    return KnownValue(**{"field": "size", "learnt_at": TEN, "source": "visit", "vouched_at": TEN, **fields})


def test_nothing_known_is_missing_since_the_opening_unless_it_weighs_nothing() -> None:
    assert (standing(None).gap, standing(None).since) == ("missing", NINE)
    assert standing(None, weight=0).gap is None


def test_a_value_is_out_of_date_from_the_instant_on_and_not_before() -> None:
    fresh = standing(known(), TEN + timedelta(seconds=59), valid_seconds=60)
    assert (fresh.gap, fresh.due_at) == (None, TEN + timedelta(minutes=1))
    old = standing(known(), TEN + timedelta(minutes=1), valid_seconds=60)
    assert (old.gap, old.since) == ("outdated", TEN + timedelta(minutes=1))
    assert (old.complete_points, old.fresh_points) == (3, 0)


def test_what_was_found_to_hold_no_longer_is_a_gap_until_somebody_vouches_again() -> None:
    gone = standing(known(outdated_at=ELEVEN))
    assert (gone.gap, gone.since, gone.complete_points) == ("outdated", ELEVEN, 0)


def test_what_no_person_vouches_for_is_on_the_list_since_it_was_learnt() -> None:
    found = standing(known(vouched_at=None))
    assert (found.gap, found.since, found.complete_points, found.fresh_points) == ("unvouched", TEN, 3, 0)


@pytest.mark.parametrize(("asked_at", "gap"), [(TEN, None), (TEN + A_MOMENT, "review_asked")])
def test_an_occasion_asks_for_a_review_only_after_the_last_one(asked_at: datetime, gap: str | None) -> None:
    asked: tuple[tuple[AskingOccasion, datetime], ...] = (("need_changed", asked_at),)
    found = standing(known(), asked=asked, asked_by=("need_changed",))
    assert found.gap == gap
    assert standing(known(), asked=asked, asked_by=("renewal",)).gap is None


def test_a_renewal_asks_some_days_before_the_agreement_ends() -> None:
    end = AT + DAY
    found = standing(known(), ends=(end,), asked_by=("renewal",))
    assert (found.gap, found.asked_by, found.since) == ("review_asked", "renewal", AT)
    early = standing(known(), AT - A_MOMENT, ends=(end,), asked_by=("renewal",))
    assert (early.gap, early.due_at) == (None, AT)
    assert review_due_at([early, standing(None)]) == AT


def test_scores_are_sums_of_the_points_of_the_fields() -> None:
    found = (standing(known()), standing(None, weight=1), standing(known(vouched_at=None), weight=2))
    assert (completeness(found), freshness(found)) == (
        Score(points=5, most_points=6),
        Score(points=3, most_points=6),
    )
    assert completeness(found).percent == 83
    assert Score(points=0, most_points=0).percent == 100


def test_of_each_occasion_the_latest_asks_and_a_visit_only_with_new_needs() -> None:
    told: dict[str, Any] = {"kind": VisitKind.VISIT, "channel": Channel.ON_SITE, "reached": True}
    silent = VisitRecorded(occurred_at=ELEVEN, **told)
    need = VisitRecorded(occurred_at=TEN, new_needs="A second line", **told)
    asked = dict(latest_asked((opened(), signed(), need, silent, reached(occurred_at=ELEVEN))))
    assert asked == {"agreement_changed": NINE, "need_changed": TEN, "stage_changed": ELEVEN}


def test_a_review_records_what_changed_as_values_of_their_own() -> None:
    review = ReviewProfile(new_values=(new_value(),), reviewed_by="gao.f")
    words = "The board alone"
    given(opened(), value_set()).when(review, at=AT).then(
        value_set(words, occurred_at=AT, source="visit"),
        ProfileReviewed(
            occurred_at=AT, occasion="periodic", reviewed_by="gao.f", changed=("decision_chain",)
        ),
    )


def test_the_same_value_is_a_repeat_for_a_day_and_learnt_anew_after_it() -> None:
    again = SetProfileValue(field="decision_chain", words=CHAIN, source="sales_handover", vouched_by="gao.f")
    given(opened(), value_set()).when(again, at=TEN + DAY - A_MOMENT).then_nothing()
    given(opened(), value_set()).when(again, at=TEN + DAY).then(value_set(occurred_at=TEN + DAY))


def test_a_value_told_late_does_not_replace_a_newer_one() -> None:
    late = value_set("Plant manager", occurred_at=TEN - A_MOMENT, value_digest=digest("Plant manager"))
    account = account_after(opened(), value_set(), late)
    found = account.value_of("decision_chain")
    assert found is not None
    assert (found.learnt_at, found.digest) == (TEN, digest())
    assert len(account.values) == 1


def test_a_review_is_not_of_a_value_that_was_learnt_only_later() -> None:
    review = ReviewProfile(outdated=("decision_chain",), occurred_at=NINE + timedelta(minutes=30))
    late = given(opened(), value_set()).when(review, at=ELEVEN)
    with pytest.raises(Exception, match="profile_value_not_recorded"):
        late.decided()


def test_the_industry_of_the_opening_and_the_parts_of_contacts_are_known_values() -> None:
    history = (opened(industry="presses"), contact_added(decision_role="buyer", vouched_by="gao.f"))
    account = account_after(*history)
    told = {one.field: (one.source, one.vouched_at) for one in account.values}
    assert told == {"industry": ("opening", None), "decision_chain": ("contacts", NINE)}


def test_a_way_back_that_a_stage_told_late_would_make_is_refused() -> None:
    history = (opened(), reached("implementation", 2))
    early = MoveToStage(stage="expansion", occurred_at=NINE + timedelta(minutes=30))
    refused = given(*history).when(early, at=ELEVEN, rulebook=default_rulebook())
    refused.then_refused(LaterEventContradictsError)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sections": ()},
        {"fields": (*guide().fields, *guide().fields)},
        {"stages": (*COMPANY, *COMPANY)},
    ],
    ids=["a field without section", "a field twice", "a stage twice"],
)
def test_a_guideline_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ProfileGuide.model_validate({**guide().model_dump(), **wrong})
