"""The KPI report: every registered KPI over the cases of a period, in all and by group."""

from datetime import datetime

from pydantic import model_validator
from sqlalchemy import Connection

from service.domain.described import Described
from service.domain.event import Instant
from service.language import text
from service.projections.kpi.definition import Figures, Grain, Unit
from service.projections.kpi.population import Grouping
from service.projections.kpi.registry import KPIS
from service.projections.kpi.statement import measured
from service.reports.period import must_run_forward


class KpiQuery(Described, extra="forbid"):
    """Period of the report: cases received in [from_at, to_at), and promises due then."""

    from_at: Instant | None = None
    """Only what was received or due at this time or later. If omitted, from the first case."""
    to_at: Instant | None = None
    """Only what was received or due before this time. If omitted, up to now."""
    by: Grouping | None = None
    """Dimension for the groups; `unknown` contains the rest. Only KPIs of promises can be grouped by
    `clock`, `end_reason` and `voided_by`. Omit for the total only."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


class KpiDefinition(Described):
    """Definition of a KPI."""

    slug: str
    """Name of the KPI in reports and URLs."""
    unit: Unit
    """Unit of the figures."""
    grain: Grain
    """Unit that is counted or measured."""
    version: int
    """Version of the definition; it increases with each change of meaning."""
    title_en: str
    """Title in English."""
    title_zh: str
    """Title in Chinese."""
    definition_en: str
    """Population, clock and rules in English."""
    definition_zh: str
    """Population, clock and rules in Chinese."""


class KpiGroup(Described):
    """KPIs of one group."""

    group: str | None
    """Value of the dimension; null for the total."""
    figures: dict[str, Figures]
    """Figures by KPI slug."""


class KpiReport(Described):
    """All KPIs of a period, with the position of the record at which they hold."""

    from_at: datetime | None
    """Start of the period (UTC); null if it has none."""
    to_at: datetime | None
    """End of the period (UTC); null if it has none."""
    by: Grouping | None
    """Dimension of the groups; null if there is none."""
    position: int
    """Position of the record: the figures contain exactly the events up to it."""
    definition_versions: dict[str, int]
    """Version of the definition by KPI slug."""
    total: KpiGroup
    """Figures of all cases of the period."""
    groups: tuple[KpiGroup, ...]
    """Groups in order of their name; empty without a dimension."""


def kpi_report(connection: Connection, query: KpiQuery) -> KpiReport:
    """Compute the report in one statement, so that all its figures are of one moment."""
    found = measured(connection, (query.from_at, query.to_at), query.by)
    total, *groups = (KpiGroup(group=group, figures=figures) for group, figures in found.groups.items())
    return KpiReport.made_of(
        query,
        position=found.position,
        definition_versions={kpi.slug: kpi.version for kpi in KPIS},
        total=total,
        groups=tuple(groups),
    )


def kpi_definitions() -> list[KpiDefinition]:
    """Return what each KPI means, in the order of the report."""
    return [
        KpiDefinition.made_of(
            kpi,
            title_en=text(f"kpi.{kpi.slug}.title", "en"),
            title_zh=text(f"kpi.{kpi.slug}.title", "zh"),
            definition_en=text(f"kpi.{kpi.slug}.definition", "en"),
            definition_zh=text(f"kpi.{kpi.slug}.definition", "zh"),
        )
        for kpi in KPIS
    ]
