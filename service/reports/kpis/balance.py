"""What several figures say together: three that must keep in balance, and where the time goes. Pure."""

from collections.abc import Mapping
from typing import Literal, get_args

from service.domain.case.readings.stages import StageName
from service.domain.described import Described
from service.projections.kpi.definition import Figures

Aspect = Literal["response", "resolution", "satisfaction"]
_KPIS: dict[Aspect, str] = {
    "response": "response_attainment",
    "resolution": "resolution_rate",
    "satisfaction": "csat",
}


class Balance(Described):
    """Response, resolution and satisfaction side by side, each as a share (REQUIREMENTS 76)."""

    response: float | None
    """Share of first answers in time; null if none was due."""
    resolution: float | None
    """Share of cases that are resolved; null if there are none."""
    satisfaction: float | None
    """Share of satisfied answers; null if nobody answered."""
    weakest: Aspect | None
    """The lowest of the three; null if none is known."""
    spread: float | None
    """Difference between the highest and the lowest: how far one goes at the cost of another; null if fewer
    than two are known."""


class Bottleneck(Described):
    """The stage in which cases spent most of their time (REQUIREMENTS 53)."""

    stage: StageName
    """Name of the stage."""
    share: float
    """Share of the time of all stages."""
    total_seconds: int
    """Time in the stage, in seconds in all."""


def balance_of(figures: Mapping[str, Figures]) -> Balance | None:
    """Return the three figures side by side; None where the groups have none of them."""
    if not figures.keys() & set(_KPIS.values()):
        return None
    found = {aspect: _ratio(figures, slug) for aspect, slug in _KPIS.items()}
    known: dict[Aspect, float] = {aspect: value for aspect, value in found.items() if value is not None}
    return Balance(
        **found,
        weakest=min(get_args(Aspect), key=lambda each: known.get(each, 2.0)) if known else None,
        spread=max(known.values()) - min(known.values()) if len(known) > 1 else None,
    )


def _ratio(figures: Mapping[str, Figures], slug: str) -> float | None:
    return figures[slug].ratio if slug in figures else None


def bottleneck_of(figures: Mapping[str, Figures]) -> Bottleneck | None:
    """Return the stage that took most of the time; None where no stage has ended."""
    spent = {
        stage: figures[f"{stage}_time"].total_seconds or 0
        for stage in StageName
        if f"{stage}_time" in figures
    }
    whole = sum(spent.values())
    if not whole:
        return None
    stage = max(spent, key=lambda each: spent[each])
    return Bottleneck(stage=stage, share=spent[stage] / whole, total_seconds=spent[stage])
