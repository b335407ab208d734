"""How an account does, as rows: its uses, its silences, what its customers say, what may be lost."""

from uuid import UUID

import pytest

from service.domain.account.record.agreements.agreements import AgreementEnded
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.replies import CustomerMessaged
from service.projections.engine.model import StreamWithoutBeginningError
from tests.domain.account.examples.agreements.agreements import signed
from tests.domain.account.examples.health.churn import DONE, RISK_ID, risk_ended, risk_raised, step_done
from tests.domain.account.examples.health.competitors import competitor_noted
from tests.domain.account.examples.health.silences import alive, silent
from tests.domain.account.examples.health.treatments import treatment_given
from tests.domain.account.examples.health.usage import USE, used
from tests.domain.facts import ELEVEN, NINE, TEN, opened, received
from tests.projections.folded import Tables, entry, fold

ACCOUNT, CASE = UUID(int=42), UUID(int=43)


def folded(*events: AnyEvent, stream: UUID = ACCOUNT) -> Tables:
    tables = Tables()
    fold(tables, [entry(n, stream, n, UUID(int=n), NINE, event) for n, event in enumerate(events, start=1)])
    return tables


def test_a_use_is_a_row_and_the_same_row_when_it_is_told_again() -> None:
    other = USE.model_copy(update={"external_id": "v-82", "count": 1})
    tables = folded(opened(), used(USE), used(USE, other))
    assert sorted((row["external_id"], row["use_count"]) for row in tables.usage.values()) == [
        ("v-81", 3),
        ("v-82", 1),
    ]


def test_a_silence_is_a_row_that_life_ends() -> None:
    [row] = folded(opened(), silent(), alive()).silences.values()
    assert (row["since_at"], row["life_at"], row["life_sign"]) == (NINE, TEN, "visit")
    with pytest.raises(StreamWithoutBeginningError):
        folded(opened(), alive())


def test_each_message_of_a_customer_is_a_row() -> None:
    said = (CustomerMessaged(occurred_at=at, channel="email", text="Is there news?") for at in (TEN, ELEVEN))
    tables = folded(received(), *said, stream=CASE)
    assert [row["said_at"] for row in tables.customer_messages.values()] == [TEN, ELEVEN]


def test_the_end_of_an_agreement_is_a_row() -> None:
    ended = AgreementEnded(occurred_at=TEN, agreement_id="C-7", ends_at=ELEVEN, reason="Sold")
    first, last = folded(opened(), signed(), ended).agreement_facts.values()
    assert first["agreement_id"] == last["agreement_id"] == "C-7"
    assert (first["ends_at"], last["happened_at"], last["ends_at"]) == (signed().ends_at, TEN, ELEVEN)


def test_a_contact_with_a_competitor_is_a_row() -> None:
    [row] = folded(opened(), competitor_noted()).competitor_contacts.values()
    assert row["account_id"] == ACCOUNT


def test_what_an_account_was_given_by_its_tier_is_a_row() -> None:
    [row] = folded(opened(), treatment_given(given_by="li.na")).treatments.values()
    assert (row["account_id"], row["item"], row["given_by"]) == (ACCOUNT, "custom_solution", "li.na")


def test_a_warning_is_a_row_that_goes_on_with_its_causes_and_steps() -> None:
    [row] = folded(*DONE, risk_ended()).churn_risks.values()
    assert (row["risk_id"], row["play"], row["done"]) == (RISK_ID, "limited_offer", ["send_offer"])
    assert (row["result"], row["next_due_on"]) == ("retained", None)
    [again] = folded(opened(), risk_raised(), risk_raised(risk_cause="competitor")).churn_risks.values()
    assert again["causes"][-1] == "competitor"
    with pytest.raises(StreamWithoutBeginningError):
        folded(opened(), step_done())
