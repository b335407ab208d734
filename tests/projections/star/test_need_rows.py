"""Needs with who asks for them, and opportunities: rows counted by hand."""

from uuid import UUID

from service.domain.account.needs.vocabulary import NeedStage
from service.domain.account.record.needs.needs import AskerTold, NeedWithdrawn
from service.domain.account.record.needs.opportunities import OpportunityWon
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.vocabulary import Channel
from tests.domain.account.examples.needs.needs import IN_JUNE, NUMBER, assessed, delivered, planned, raised
from tests.domain.account.examples.needs.opportunities import OPPORTUNITY_ID, passed, taken
from tests.domain.account.examples.needs.purchases import bought, refunded
from tests.domain.account.examples.needs.signals import dismissed, signal_taken, signalled
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened
from tests.projections.folded import Tables
from tests.projections.star.test_rows import ACCOUNT, folded

ANOTHER = UUID(int=8)
WITH_TWO = (opened(), contact_added(), contact_added(contact_id=ANOTHER), raised(occurred_at=NINE))
TOLD = AskerTold(
    occurred_at=ELEVEN,
    need_number=NUMBER,
    contact_id=CONTACT_ID,
    stage=NeedStage.DELIVERED,
    channel=Channel.PHONE,
    text="It is there",
)


def rows(*events: AnyEvent) -> Tables:
    return folded(ACCOUNT, *events)


def test_a_need_of_an_account_has_one_row_and_counts_who_asked_and_was_not_told() -> None:
    asked = (*WITH_TWO, raised(occurred_at=NINE, contact_id=ANOTHER))
    (row,) = rows(*asked).need_askers.values()
    assert (row["stage"], row["asker_count"], row["untold_count"]) == ("raised", 2, 0)
    moved = (*asked, assessed(responsible="wu.p"), planned(), delivered(), TOLD)
    (row,) = rows(*moved).need_askers.values()
    assert (row["stage"], row["responsible"], row["due_on"], row["release"]) == (
        "delivered",
        "wu.p",
        IN_JUNE,
        "4.2",
    )
    assert (row["asker_count"], row["untold_count"], row["untold"]) == (2, 1, [str(ANOTHER)])
    assert (row["raised_at"], row["delivered_at"], row["told_at"]) == (NINE, TEN, ELEVEN)
    assert row["source_position"] == 9


def test_a_need_that_was_withdrawn_begins_anew_when_it_is_asked_for_again() -> None:
    withdrawn = NeedWithdrawn(occurred_at=TEN, need_number=NUMBER, reason="R")
    (row,) = rows(*WITH_TWO, assessed(occurred_at=NINE), withdrawn).need_askers.values()
    assert (row["stage"], row["untold_count"]) == ("withdrawn", 0)
    again = raised(occurred_at=ELEVEN, contact_id=ANOTHER)
    (row,) = rows(*WITH_TWO, withdrawn, again).need_askers.values()
    assert (row["stage"], row["raised_at"], row["askers"]) == ("raised", ELEVEN, [str(ANOTHER)])


def test_an_opportunity_has_one_row_with_what_sales_answered() -> None:
    won = OpportunityWon(
        occurred_at=ELEVEN,
        opportunity_id=OPPORTUNITY_ID,
        order_reference="PO-7",
        value_minor=900,
        currency="CNY",
    )
    (row,) = rows(opened(), passed(), taken(), won).opportunities.values()
    assert (row["stage"], row["holder"], row["value_minor"], row["order_reference"]) == (
        "won",
        "c.zhao",
        900,
        "PO-7",
    )
    assert (row["passed_at"], row["taken_at"], row["ended_at"], row["source_position"]) == (
        TEN,
        TEN,
        ELEVEN,
        4,
    )


def test_a_signal_has_one_row_with_its_evidence_and_who_looked_at_it() -> None:
    found, took, gone = signalled(), signal_taken(), dismissed(occurred_at=ELEVEN, dismissed_by="wang")
    (row,) = rows(opened(), found, took).signals.values()
    assert (row["stage"], row["holder"], row["taken_at"], row["about"]) == ("taken", "c.zhao", TEN, "PRESS-3")
    assert (row["title_en"], row["number"], row["case_ids"]) == (
        "Several faults",
        3,
        [str(case_id) for case_id in found.case_ids],
    )
    (row,) = rows(opened(), found, took, gone).signals.values()
    assert (row["stage"], row["holder"], row["dismissed_at"]) == ("dismissed", "wang", ELEVEN)


def test_each_purchase_and_each_refund_is_a_row() -> None:
    found = rows(opened(), bought(), refunded(occurred_at=ELEVEN)).purchases.values()
    assert [(row["kind"], row["amount_minor"], row["currency"], row["bought_at"]) for row in found] == [
        ("purchase", 4_800_000, "CNY", TEN),
        ("refund", 800_000, None, ELEVEN),
    ]
