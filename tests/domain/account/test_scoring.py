"""Accounts scored by how lately, how often and how much they bought: by hand, and on a real log."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from pydantic import ValidationError

from service.domain.account.segments.scoring import Bought, Order, bought_by, limits_of, quintiles, scored
from service.domain.guidelines.segmentation import Segmentation, Tier
from service.domain.vocabulary import Segment

CDNOW = Path(__file__).parents[4] / "shared" / "data" / "cdnow"
ONE, OTHER, ON = UUID(int=1), UUID(int=2), date(2026, 3, 31)
TIERS = (
    Tier(segment=Segment.HIGH_VALUE, least_recency=4, least_monetary=4),
    Tier(segment=Segment.POTENTIAL, least_sum=8),
)


def by_limits(**fields: Any) -> Segmentation:
    limits: dict[str, Any] = {
        "recency_days": (7, 30, 90, 365),
        "frequency": (1, 2, 5, 10),
        "monetary_minor": (100, 1_000, 10_000, 100_000),
    }
    return Segmentation(**{"version": 3, "scoring": "limits", **limits, "tiers": TIERS, **fields})


def order(days_ago: int, amount: int, refunded: int = 0, **fields: Any) -> Order:
    usual: dict[str, Any] = {"account_id": ONE, "currency": "CNY", "on": ON - timedelta(days=days_ago)}
    return Order(**{**usual, "amount_minor": amount, "refunded_minor": refunded, **fields})


def test_an_account_is_scored_by_its_limits_and_the_scores_say_why() -> None:
    rule = by_limits()
    bought = bought_by([order(30, 9_000), order(3, 2_000), order(400, 500, account_id=OTHER)], ON, rule)
    limits = limits_of(bought, rule)
    assert limits is not None
    segment, scoring = scored(bought[ONE], limits, rule, ON)
    assert segment is Segment.HIGH_VALUE
    assert (scoring.recency_days, scoring.recency_score, scoring.recency_limits) == (3, 5, (7, 30, 90, 365))
    assert (scoring.frequency, scoring.frequency_score) == (2, 2)
    assert (scoring.monetary_minor, scoring.monetary_score, scoring.currency) == (11_000, 4, "CNY")
    assert (scoring.rules_version, scoring.scored_on) == (3, ON)
    other, scoring = scored(bought[OTHER], limits, rule, ON)
    assert (other, scoring.recency_score, scoring.monetary_score) == (Segment.ORDINARY, 1, 2)


def test_an_order_that_was_paid_back_is_none_and_one_that_was_in_part_is_worth_the_rest() -> None:
    bought = bought_by([order(1, 500, 500), order(9, 500, 200), order(12, 0)], ON, by_limits())
    assert bought == {ONE: Bought(recency_days=9, frequency=2, monetary_minor=300)}


def test_a_later_order_is_not_known_on_the_day_and_one_in_another_currency_has_no_amount() -> None:
    bought = bought_by([order(-1, 900), order(5, 70), order(6, 900, currency="USD")], ON, by_limits())
    assert bought == {ONE: Bought(recency_days=5, frequency=2, monetary_minor=70)}


def test_who_bought_before_the_span_only_is_scored_by_how_long_ago_that_is() -> None:
    bought = bought_by([order(90, 900), order(10, 5, account_id=OTHER)], ON, by_limits(within_days=90))
    assert bought[ONE] == Bought(recency_days=90, frequency=0, monetary_minor=0)


def test_limits_are_given_where_they_are_asked_for_and_ascend() -> None:
    for wrong, problem in (
        ({"recency_days": None}, "goes_with_limits"),
        ({"scoring": "quintiles"}, "goes_with_limits"),
        ({"frequency": (1, 5, 2, 10)}, "limits_must_ascend"),
    ):
        with pytest.raises(ValidationError) as refused:
            by_limits(**wrong)
        assert refused.value.errors()[0]["type"] == problem


def test_quintiles_are_interpolated() -> None:
    assert quintiles([10, 20, 30, 40]) == (16.0, 22.0, 28.0, 34.0)
    assert quintiles([7]) == (7, 7, 7, 7)


def read_cdnow() -> list[Order]:
    found = []
    for line in (CDNOW / "CDNOW_master.txt").read_text().splitlines()[1:]:
        customer, day, _, dollars = line.split()
        found.append(
            Order(
                account_id=uuid5(NAMESPACE_OID, customer),
                on=date(int(day[:4]), int(day[4:6]), int(day[6:])),
                amount_minor=int(Decimal(dollars) * 100),
                refunded_minor=0,
                currency="USD",
            )
        )
    return found


@pytest.mark.skipif(not CDNOW.is_dir(), reason="the purchases of CDNOW lie beside the project, not in it")
def test_the_figures_of_another_program_are_met_on_a_real_log() -> None:
    expected = json.loads((CDNOW / "expected.json").read_text())
    rule = Segmentation(version=1, scoring="quintiles", currency="USD", tiers=TIERS)
    orders, on = read_cdnow(), date.fromisoformat(expected["ref_date"][:10])
    bought = bought_by(orders, on, rule)
    assert (len(orders), len(bought)) == (expected["transactions"], expected["customers"])
    spent = {account: one.monetary_minor for account, one in bought.items()}
    assert sum(spent.values()) == round(expected["sum_amount"] * 100)
    top, dollars = expected["top_customer"]
    assert max(spent, key=lambda account: spent[account]) == uuid5(NAMESPACE_OID, top)
    assert max(spent.values()) == round(dollars * 100)
    assert quintiles([one.recency_days for one in bought.values()]) == tuple(
        expected["recency_days_quintile_edges_lin"]
    )
    assert quintiles([one.frequency for one in bought.values()]) == tuple(expected["frequency_rows_edges"])
    edges = quintiles(list(spent.values()))
    assert edges == pytest.approx([100 * edge for edge in expected["monetary_edges"]])
    limits = limits_of(bought, rule)
    assert limits is not None
    tiers = Counter(scored(one, limits, rule, on)[0] for one in bought.values())
    assert sum(tiers.values()) == expected["customers"]
    assert bought_by([each for each in orders if each.on <= on], on, rule) == bought
