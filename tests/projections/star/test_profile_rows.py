"""The rows of profiles: who keeps them, what is known of each field, and what asked for a review."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from service.domain.account.record.contacts import ContactChanged
from service.domain.account.record.profile_values import ProfileReviewed
from service.domain.account.record.visits import VisitRecorded
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.vocabulary import Channel, VisitKind
from service.projections.care.profile_values import profile_values
from service.projections.care.profiles import profiles
from service.projections.engine.model import StreamWithoutBeginningError
from tests.domain.account.examples.agreements.agreements import signed
from tests.domain.account.examples.journey import reached
from tests.domain.account.examples.profile import closed_account
from tests.domain.account.examples.profile_values import value_set
from tests.domain.account.examples.stewards import steward_assigned
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened
from tests.projections.folded import Tables, entry, fold

ACCOUNT = UUID(int=1)
REVIEWED = ProfileReviewed(occurred_at=ELEVEN, occasion="periodic", confirmed=("decision_chain",))


def folded(*events: AnyEvent, at: datetime = NINE) -> Tables:
    tables = Tables()
    fold(tables, [entry(n, ACCOUNT, n, UUID(int=n), at, event) for n, event in enumerate(events, start=1)])
    return tables


def visit(new_needs: str | None) -> VisitRecorded:
    told: dict[str, Any] = {"kind": VisitKind.VISIT, "channel": Channel.ON_SITE, "reached": True}
    return VisitRecorded(occurred_at=TEN, new_needs=new_needs, **told)


def test_a_profile_says_who_keeps_it_how_far_the_account_is_and_what_last_asked_for_a_review() -> None:
    history = (opened(), signed(), visit("A second line"), reached(), steward_assigned(), closed_account())
    row = folded(*history).profiles[ACCOUNT]
    assert row.keys() == {column.name for column in profiles.c}
    assert (row["steward"], row["account_class"]) == ("li.na", "growing")
    assert (row["stage"], row["stage_at"], row["stage_changed_at"]) == ("renewal", TEN, TEN)
    assert (row["agreement_changed_at"], row["need_changed_at"], row["closed_at"]) == (NINE, TEN, TEN)


def test_a_visit_without_new_needs_asks_for_nothing() -> None:
    assert folded(opened(), visit(None)).profiles[ACCOUNT]["need_changed_at"] is None


def test_each_field_is_a_row_with_its_source_and_when_a_person_last_vouched_for_it() -> None:
    row = folded(opened(), value_set(), REVIEWED).profile_values[ACCOUNT, "decision_chain"]
    assert row.keys() == {column.name for column in profile_values.c}
    assert (row["learnt_at"], row["source"]) == (TEN, "sales_handover")
    assert (row["vouched_at"], row["outdated_at"]) == (ELEVEN, None)
    gone = REVIEWED.model_copy(update={"confirmed": (), "outdated": ("decision_chain",)})
    row = folded(opened(), value_set(), gone).profile_values[ACCOUNT, "decision_chain"]
    assert (row["vouched_at"], row["outdated_at"]) == (TEN, ELEVEN)


def test_the_opening_and_the_contacts_tell_of_the_profile_as_well() -> None:
    changed = ContactChanged(
        occurred_at=TEN, contact_id=CONTACT_ID, decision_role="buyer", vouched_by="li.na"
    )
    rows = folded(opened(industry="presses"), contact_added(preferences=("charts",)), changed).profile_values
    told = {field: (row["source"], row["vouched_at"]) for (_, field), row in rows.items()}
    assert told == {
        "industry": ("opening", None),
        "contact_preferences": ("contacts", None),
        "decision_chain": ("contacts", TEN),
    }


def test_a_profile_of_no_account_is_none() -> None:
    with pytest.raises(StreamWithoutBeginningError, match="StewardAssigned"):
        folded(steward_assigned())
