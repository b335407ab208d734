"""`casebook report kpi`."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

import typer
from sqlalchemy import Connection

from service import main
from service.cli.reports.period import asked, period_of, say_zone
from service.cli.reports.reading import AS_OF_HELP, reading
from service.cli.reports.tables import show_table
from service.cli.terminal.output import fail, out, print_json, say
from service.domain.account.rules import AccountNotFoundError
from service.language import Language, text
from service.projections.kpi.population import GROUPINGS
from service.reports.kpis.explanation import ExplanationQuery, KpiNotFoundError, explained, kpi_named
from service.reports.kpis.report import KpiQuery, KpiReport, kpi_report
from service.reports.kpis.table import as_tables, rows_as_table
from service.settings import Settings

Computed = TypeVar("Computed")
GroupingName = StrEnum("GroupingName", {name: name for name in GROUPINGS})  # type: ignore[misc]  # from GROUPINGS


def kpi(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Received at or after, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or "
            "2026-03-01T08:00+08:00.",
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Received before.")] = None,
    by: Annotated[GroupingName | None, typer.Option(help="One set of figures for each.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    account: Annotated[str | None, typer.Option(help="Only this account, by its number or id.")] = None,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="From sums: medians and percentiles may be 1 % off, marked by ≈.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    settings = Settings()
    percentiles = "quick" if quick else "exact"
    query = asked(KpiQuery, from_, to, by=by and by.value, account=account, percentiles=percentiles)
    report = computed(settings, as_of, lambda connection: kpi_report(connection, query))
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_kpis(report, settings.language)


def explain(  # noqa: PLR0917  the parts of the question
    slug: Annotated[str, typer.Argument(help="Name of the KPI, as GET /v1/kpis and docs/kpis.md give it.")],
    from_: Annotated[str | None, typer.Option("--from", help="As of `report kpi`.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="As of `report kpi`.")] = None,
    by: Annotated[GroupingName | None, typer.Option(help="Dimension of the group.")] = None,
    group: Annotated[str | None, typer.Option(help="Only the rows of this group.")] = None,
    account: Annotated[str | None, typer.Option(help="Only this account, by its number or id.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most rows.")] = 50,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    settings = Settings()
    query = asked(ExplanationQuery, from_, to, by=by and by.value, group=group, account=account)
    try:
        kpi_named(slug)
    except KpiNotFoundError:
        said = (text(f"problem.kpi_not_found.{part}", settings.language) for part in ("title", "detail"))
        fail(". ".join(said))
    found = computed(settings, as_of, lambda connection: explained(connection, slug, query, None, limit))
    if json:
        print_json(found.model_dump_json(indent=2))
        return
    title, meant = (f"{name}_{settings.language}" for name in ("title", "definition"))
    version, position = found.definition.version, f"{found.position:,}"
    named = {"title": getattr(found.definition, title), "version": version, "position": position}
    out.print(text("report.kpi.explained", settings.language, **named), soft_wrap=True)
    out.print(getattr(found.definition, meant), soft_wrap=True)
    show_table(rows_as_table(found, settings.language, settings.business_zone))


def computed(settings: Settings, as_of: str | None, what: Callable[[Connection], Computed]) -> Computed:
    """Return what is computed over the rows of all that is, or was, on the record."""
    with main.database(settings) as database, reading(database, settings, as_of) as rows:
        try:
            return what(rows.connection)
        except AccountNotFoundError as refusal:
            fail(refusal)


def show_kpis(report: KpiReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    say("report.title", language, **period_of(report, language), position=f"{report.position:,}")
    say_zone(language)
    for table in as_tables(report, language):
        show_table(table)
