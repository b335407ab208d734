"""A figure explained: what it means, and the rows behind it, from which one gets on to cases and events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy import Connection

from service.domain.described import Described
from service.domain.invalid import invalid
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Figures, Kpi, Population
from service.projections.kpi.explanation import Part, RowPlace, figures_of, rows_of
from service.projections.kpi.population import ROWS, Scope
from service.projections.kpi.registry import KPIS
from service.projections.kpi.rollups.reading import from_sums
from service.reports.kpis.report import KpiDefinition, KpiQuery, definition_of, id_of, scope_of

RowKind = Literal["case", "clock", "rating", "survey", "task"]
_KINDS: dict[Population, RowKind] = {
    "rated": "rating",
    "surveyed": "survey",
    "due": "clock",
    "asked": "task",
}


class KpiNotFoundError(LookupError):
    """There is no KPI of this name."""


class ExplanationQuery(KpiQuery):
    """Which figure to explain: one of the report of this period, in all or of a group."""

    group: str | None = Field(default=None, max_length=200)
    """Only the rows of this group of the dimension. Omit for all rows, each with its group."""

    @model_validator(mode="after")
    def _group_has_a_dimension(self) -> "ExplanationQuery":
        if self.group is not None and self.by is None:
            raise invalid("needs_dimension", field="group")
        return self


class ExplainedRow(Described):
    """A row behind a figure. Contains no personal data."""

    row_id: str
    """Id of the row; of a case that somebody has left, with who left it."""
    row: RowKind
    """What the row is."""
    case_id: UUID | None
    """Id of its case; null if it is of an account alone."""
    account_id: UUID | None
    """Id of the account; null if not known."""
    at: datetime
    """Instant by which a period narrows the rows (UTC): received, due or opened."""
    group: str | None
    """Value of the dimension; null if there is none."""
    counts: int
    """What the row adds to `count`."""
    hits: int | None
    """What the row adds to `hits`; null if the KPI has none."""
    seconds: float | None
    """Seconds that are measured of the row; null if there are none."""
    score: float | None
    """Score of the row; null if the KPI has none."""
    amount_minor: int | None
    """Amount in the smallest unit of the currency; null if the KPI has none."""
    target_seconds: int | None
    """Limit in seconds that the row is measured against; null if there is none."""
    links: dict[str, str]
    """Paths to what is behind the row: `case`, `events`, explanation of the `clock`, `account`."""


class KpiExplanation(Described):
    """A figure with its definition and a page of the rows behind it."""

    definition: KpiDefinition
    """What the KPI means."""
    position: int
    """Position of the record at which the figures hold."""
    figures: Figures
    """The figures, over all pages."""
    items: tuple[ExplainedRow, ...]
    """Rows of the page, earliest first."""


def kpi_named(slug: str) -> Kpi:
    """Return a KPI by its name. Raises KpiNotFoundError."""
    found = next((kpi for kpi in KPIS if kpi.slug == slug), None)
    if found is None:
        raise KpiNotFoundError(slug)
    return found


def explained(
    connection: Connection, slug: str, query: ExplanationQuery, after: RowPlace | None, limit: int
) -> KpiExplanation:
    """Explain a figure of the report. Raises KpiNotFoundError, AccountNotFoundError."""
    kpi = kpi_named(slug)
    scope, _ = scope_of(connection, query)
    group = query.group
    if query.by == "account" and group not in {None, UNKNOWN}:
        group = str(id_of(str(group)))
    part = Part(query.by, group)
    quickly = query.percentiles == "quick"
    figures, position = _figures_of(connection, kpi, scope, part, quickly=quickly)
    rows = rows_of(connection, kpi, scope, part, (after, limit))
    return KpiExplanation(
        definition=definition_of(kpi),
        position=position,
        figures=figures,
        items=tuple(_row(kpi, row) for row in rows),
    )


def _figures_of(
    connection: Connection, kpi: Kpi, scope: Scope, part: Part, *, quickly: bool
) -> tuple[Figures, int]:
    """Return the figures of these rows, quickly those of the report where that comes of sums."""
    by = None if part.group is None else part.by
    if by is not None and ROWS[kpi.population].group(by) is None:
        by = None
    found = from_sums(connection, scope, by) if quickly else None
    if found is None:
        return figures_of(connection, kpi, scope, part)
    figures = found.groups.get(None if by is None else part.group, {})
    return figures.get(kpi.slug, kpi.nothing()), found.position


def place_of(row: ExplainedRow) -> RowPlace:
    """Return where a row stands among all of them."""
    return row.at, row.row_id


def _row(kpi: Kpi, row: Mapping[str, Any]) -> ExplainedRow:
    kind = _KINDS.get(kpi.population, "case")
    case_id, account_id = _id(row["case_key"]), _id(row["account_key"])
    value, unit = row["value"], kpi.unit
    return ExplainedRow(
        row_id=row["key"],
        row=kind,
        case_id=case_id,
        account_id=account_id,
        at=row["at"],
        group=row["group"],
        counts=row["counts"],
        hits=row["hits"],
        seconds=value if unit == "seconds" else None,
        score=value if unit == "score" else None,
        amount_minor=None if value is None or unit != "money" else int(value),
        target_seconds=row["target"],
        links=_links(kind, row["key"], case_id, account_id),
    )


def _id(key: str) -> UUID | None:
    return None if key == UNKNOWN else UUID(key)


def _links(kind: RowKind, key: str, case_id: UUID | None, account_id: UUID | None) -> dict[str, str]:
    found = {} if account_id is None else {"account": f"/v1/accounts/{account_id}"}
    own = found.get("account")
    if case_id is not None:
        own = found["case"] = f"/v1/cases/{case_id}"
    if own is not None:
        found["events"] = f"{own}/history"
        if kind == "clock":
            found["clock"] = f"{own}/clocks/{key}/explanation"
    return found
