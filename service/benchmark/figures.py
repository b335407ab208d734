"""What measuring yields, and whether it is enough. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median
from types import MappingProxyType


class Unit(Enum):
    """A unit, as JSON has it; the name is its key in the catalogue."""

    APPENDS_A_SECOND = "appends/s"
    REQUESTS_A_SECOND = "requests/s"
    COMMANDS_A_SECOND = "commands/s"
    MILLISECONDS = "ms"
    EVENTS_A_SECOND = "events/s"
    CASES_A_SECOND = "cases/s"
    PERCENT = "%"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How a ratio is judged: at least `limit`, or at most where `is_ceiling`.

    A figure of `enough` or more is good enough whatever the ratio; null if only the ratio counts. Where it
    is `of_figure`, the figure itself is judged.
    """

    limit: float
    unit: Unit
    is_ceiling: bool = False
    enough: float | None = None
    of_figure: bool = False

    def is_met(self, ratio: float, figure: float = 0.0) -> bool:
        """Whether a ratio, or else the figure itself, is good enough."""
        if self.enough is not None and figure >= self.enough:
            return True
        if self.of_figure:
            ratio = figure
        return ratio <= self.limit if self.is_ceiling else ratio >= self.limit


BARS: Mapping[str, Bar] = MappingProxyType(
    {
        "append_vs_pgbench": Bar(limit=1.5, unit=Unit.APPENDS_A_SECOND),
        "http_vs_validating_route": Bar(limit=0.6, unit=Unit.REQUESTS_A_SECOND),
        "http_vs_stock_application": Bar(limit=5, unit=Unit.REQUESTS_A_SECOND),
        "batch_vs_single": Bar(limit=4, unit=Unit.COMMANDS_A_SECOND),
        "p99_vs_raw_commit": Bar(limit=5, unit=Unit.MILLISECONDS, is_ceiling=True),
        "long_stream_vs_short": Bar(limit=1.2, unit=Unit.MILLISECONDS, is_ceiling=True),
    }
)
PROJECTION_BARS: Mapping[str, Bar] = MappingProxyType(
    {"projections_vs_plain_insert": Bar(limit=0.5, unit=Unit.EVENTS_A_SECOND, enough=30_000)}
)


def _at_most(limit: float, unit: Unit = Unit.MILLISECONDS, *, of_figure: bool = True) -> Bar:
    return Bar(limit=limit, unit=unit, is_ceiling=True, of_figure=of_figure)


READING_BARS: Mapping[str, Bar] = MappingProxyType(
    {
        "dashboard_vs_rows": _at_most(50),
        "dashboard_vs_a_tenth": _at_most(1.2, of_figure=False),
        "dashboard_while_told": _at_most(50),
        "account": _at_most(50),
        "case_list": _at_most(20),
        "clock_queue": _at_most(20),
        "one_case": _at_most(20),
        "percentile_error": _at_most(1, Unit.PERCENT),
        "settled_vs_counted": Bar(limit=0.1, unit=Unit.CASES_A_SECOND),
    }
)


ACCOUNT_BARS: Mapping[str, Bar] = MappingProxyType(
    {
        "long_account_vs_short": Bar(limit=1.2, unit=Unit.MILLISECONDS, is_ceiling=True),
        "long_account_processor_time": Bar(limit=1.2, unit=Unit.MILLISECONDS, is_ceiling=True),
    }
)

HEALTH_BARS: Mapping[str, Bar] = MappingProxyType({"shadow_of_two_years": _at_most(10_000)})

UNDER_ATTACK = Bar(limit=2, unit=Unit.MILLISECONDS, is_ceiling=True)
"""Others are at most so many times slower while somebody attacks, by their median."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A figure and its reference, both in the unit of the bar, and what else was seen (`asides`)."""

    name: str
    figure: float
    reference: float
    asides: Mapping[str, float] = field(default_factory=dict)

    @property
    def bar(self) -> Bar:
        bars = {**BARS, **PROJECTION_BARS, **READING_BARS, **ACCOUNT_BARS, **HEALTH_BARS}
        return UNDER_ATTACK if "_under_" in self.name else bars[self.name]

    @property
    def ratio(self) -> float:
        return self.figure / self.reference

    @property
    def is_met(self) -> bool:
        return self.bar.is_met(self.ratio, self.figure)

    def as_json(self) -> dict[str, str | float]:
        """Return it with exactly `name`, `figure`, `unit`, `reference`, `ratio`, `bar`, `met`."""
        return {
            "name": self.name,
            "figure": _rounded(self.figure),
            "unit": self.bar.unit.value,
            "reference": _rounded(self.reference),
            "ratio": _rounded(self.ratio),
            "bar": self.bar.limit,
            "met": self.is_met,
        }


def of_rounds(
    name: str,
    figures: Sequence[float],
    references: Sequence[float],
    asides: Mapping[str, float] = MappingProxyType({}),
) -> Finding:
    """Return the medians of interleaved rounds: one disturbed round does not count."""
    return Finding(name=name, figure=median(figures), reference=median(references), asides=asides)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` (0 to 1) of the values do not exceed; `values` is not empty."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def _rounded(value: float) -> float:
    """Four significant digits: more would pretend."""
    return float(f"{value:.4g}")
