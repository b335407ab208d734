"""The KPI report: every registered KPI over the cases of a period, in all and by group."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import Connection

from service.domain.event import Instant
from service.domain.invalid import invalid
from service.language import text
from service.projections.kpi.definition import Figures, Grain, Unit
from service.projections.kpi.population import Grouping
from service.projections.kpi.registry import KPIS
from service.projections.kpi.statement import measured


class KpiQuery(BaseModel):
    """What to report on: cases received in [from_at, to_at), and promises due then."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    from_at: Instant | None = None
    """Only what was received or due at this instant or later; left out, from the first case."""
    to_at: Instant | None = None
    """Only what was received or due before this instant; left out, as of now."""
    by: Grouping | None = None
    """Also give the figures of each value of this; `unknown` gathers what has none. Only KPIs of promises are
    grouped by `clock`."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.from_at is not None and self.to_at is not None and self.from_at >= self.to_at:
            raise invalid("period_runs_backward", field="to_at")
        return self


class KpiDefinition(BaseModel):
    """What a KPI means."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    slug: str
    """Its name in reports and URLs."""
    unit: Unit
    """What its figures are."""
    grain: Grain
    """What it counts or measures one of."""
    version: int
    """Grows with each change of meaning."""
    title_en: str
    """Its title in English."""
    title_zh: str
    """Its title in Chinese."""
    definition_en: str
    """Population, clock and rules in English."""
    definition_zh: str
    """Population, clock and rules in Chinese."""


class KpiGroup(BaseModel):
    """The figures of one group."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    group: str | None
    """The value grouped by; none for all together."""
    figures: dict[str, Figures]
    """KPI slug -> its figures."""


class KpiReport(BaseModel):
    """All KPIs of a period, with the position of the record that they are true of."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    from_at: datetime | None
    """The period's start."""
    to_at: datetime | None
    """The period's end."""
    by: Grouping | None
    """What the groups are values of."""
    position: int
    """Every event up to this position is in the figures, and none after it."""
    definition_versions: dict[str, int]
    """KPI slug -> the version of its definition."""
    total: KpiGroup
    """All cases of the period."""
    groups: tuple[KpiGroup, ...]
    """Each group, in order of its name; empty where nothing is grouped by."""


def kpi_report(connection: Connection, query: KpiQuery) -> KpiReport:
    """Compute the report in one statement, so that all its figures are of one moment."""
    found = measured(connection, (query.from_at, query.to_at), query.by)
    total, *groups = (KpiGroup(group=group, figures=figures) for group, figures in found.groups.items())
    return KpiReport(
        from_at=query.from_at,
        to_at=query.to_at,
        by=query.by,
        position=found.position,
        definition_versions={kpi.slug: kpi.version for kpi in KPIS},
        total=total,
        groups=tuple(groups),
    )


def kpi_definitions() -> list[KpiDefinition]:
    """Return what each KPI means, in the order of the report."""
    return [
        KpiDefinition(
            slug=kpi.slug,
            unit=kpi.unit,
            grain=kpi.grain,
            version=kpi.version,
            title_en=text(f"kpi.{kpi.slug}.title", "en"),
            title_zh=text(f"kpi.{kpi.slug}.title", "zh"),
            definition_en=text(f"kpi.{kpi.slug}.definition", "en"),
            definition_zh=text(f"kpi.{kpi.slug}.definition", "zh"),
        )
        for kpi in KPIS
    ]
