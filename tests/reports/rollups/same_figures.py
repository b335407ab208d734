"""Figures from the sums beside those of the rows."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.projections.kpi.definition import Figures
from service.projections.kpi.expressions import PERCENTILES
from service.projections.kpi.population import Scope
from service.projections.kpi.statement import Measured

A_MONTH = timedelta(days=31)


def some_instant(dice: random.Random) -> datetime | None:
    """Return none, the begin of a day, or an instant within one."""
    minutes = dice.choice([0, 0, dice.randrange(1440)])
    at = datetime(2026, 2, 1, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(days=dice.randrange(150))
    return dice.choice([None, at + timedelta(minutes=minutes)])


def is_short(scope: Scope, by: str | None) -> bool:
    """Return whether a period may hold no whole day, or of accounts no whole month."""
    if scope.from_at is None or scope.to_at is None:
        return False
    length = scope.to_at - scope.from_at
    return length < (2 * A_MONTH if scope.account_key or by == "account" else timedelta(days=2))


def scope_of(one: datetime | None, other: datetime | None, account: str | None = None) -> Scope:
    """Return a period that runs forward."""
    if one is not None and other is not None and one > other:
        one, other = other, one
    return Scope(one, other, account)


def assert_same(found: Measured, expected: Measured) -> None:
    """Fail unless the figures are the same, medians and percentiles within 1 %."""
    assert found.position == expected.position
    assert found.groups.keys() == expected.groups.keys()
    for group, figures in expected.groups.items():
        assert found.groups[group].keys() == figures.keys()
        for slug, each in figures.items():
            assert_same_figures(found.groups[group][slug], each, f"{slug} of {group}")


def assert_same_figures(found: Figures, expected: Figures, what: str) -> None:
    for name, value in expected.model_dump(exclude={"is_approximate"}).items():
        told = getattr(found, name)
        if name in PERCENTILES and value is not None:
            assert told == pytest.approx(value, rel=0.01, abs=0), f"{name} of {what}"
        else:
            assert told == value, f"{name} of {what}"
