"""With what a period is compared: the one before it and the same a year before, in the zone of the record."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from service.reports.documents.periods import periods_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)


def days(period: object) -> list[str]:
    return [
        f"{each.astimezone(SHANGHAI):%Y-%m-%d %H:%M}".removesuffix(" 00:00")
        for each in (period.from_at, period.to_at)  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(
    ("period", "previous", "year_before"),
    [
        (("2026-03-01", "2026-04-01"), ["2026-02-01", "2026-03-01"], ["2025-03-01", "2025-04-01"]),
        (("2026-01-01", "2026-04-01"), ["2025-10-01", "2026-01-01"], ["2025-01-01", "2025-04-01"]),
        (("2026-01-01", "2027-01-01"), ["2025-01-01", "2026-01-01"], ["2025-01-01", "2026-01-01"]),
        (("2026-03-02", "2026-03-09"), ["2026-02-23", "2026-03-02"], ["2025-03-02", "2025-03-09"]),
        (("2024-02-29", "2024-03-01"), ["2024-02-28", "2024-02-29"], ["2023-02-28", "2023-03-01"]),
        (
            ("2026-03-02T08:00", "2026-03-02T20:00"),
            ["2026-03-01 20:00", "2026-03-02 08:00"],
            ["2025-03-02 08:00", "2025-03-02 20:00"],
        ),
    ],
    ids=["a month", "a quarter", "a year", "a week", "the 29th of February", "some hours"],
)
def test_a_period_is_compared(period: tuple[str, str], previous: list[str], year_before: list[str]) -> None:
    found = periods_of(at(period[0]), at(period[1]), SHANGHAI)
    assert days(found.previous) == previous
    assert days(found.year_before) == year_before


def test_the_period_before_ends_where_the_period_begins() -> None:
    found = periods_of(at("2026-03-02"), at("2026-03-09"), SHANGHAI)
    assert found.previous.to_at == found.now.from_at
