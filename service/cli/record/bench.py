"""`casebook bench`."""

import json
import os
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from service.benchmark.accounts.bench import bench_accounts
from service.benchmark.accounts.health import HealthPlan, bench_health
from service.benchmark.attacks import ATTACKS
from service.benchmark.figures import Finding
from service.benchmark.hostile import bench_hostile
from service.benchmark.plan import Plan
from service.benchmark.projections import FoldingPlan, bench_projections
from service.benchmark.reading import ReadingPlan, bench_read
from service.benchmark.record import bench_record
from service.cli.terminal.output import err, out
from service.language import Language, text
from service.settings import Settings

DELAYED_COMMIT_SECONDS = 0.001

app = typer.Typer(no_args_is_help=True)


@app.command()
def record(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    seconds: Annotated[float, typer.Option(min=0.05, help="Length of each slice of a round.")] = 2.0,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the median counts.")] = 5,
    delayed_fsync: Annotated[
        bool, typer.Option("--delayed-fsync", help="Make each flush to disk 1 ms slower.")
    ] = False,
) -> None:
    """Measure the record on a durable PostgreSQL of its own, in a temporary folder."""
    settings = Settings()
    plan = Plan(
        slice_seconds=seconds,
        rounds=rounds,
        delayed_commit_seconds=DELAYED_COMMIT_SECONDS if delayed_fsync else 0.0,
    )
    findings = bench_record(
        plan,
        settings,
        _environment(),
        tell=_teller(settings.language),
    )
    _print(findings, "bench.title", settings.language, json_=json_)


@app.command()
def account(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    events: Annotated[int, typer.Option(min=20, help="Events of the long account.")] = 10_000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the median counts.")] = 5,
) -> None:
    """Measure commands on an account of many events, beside accounts of ten, on a PostgreSQL of its own."""
    settings = Settings()
    findings = bench_accounts(
        Plan(rounds=rounds, long_stream_events=events),
        settings,
        _environment(),
        tell=_teller(settings.language),
    )
    _print(findings, "bench.account_title", settings.language, json_=json_)


@app.command()
def health(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    accounts: Annotated[int, typer.Option(min=1, help="Accounts, each two years old.")] = 500,
    base: Annotated[int, typer.Option(min=10, help="Cases of forty of them in half a year.")] = 1_000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the median counts.")] = 5,
) -> None:
    """Try another formula for the health of accounts each week of two years, beside one day."""
    settings = Settings()
    findings = bench_health(
        HealthPlan(accounts=accounts, base=base, rounds=rounds),
        settings,
        _environment(),
        tell=_teller(settings.language),
    )
    _print(findings, "bench.health_title", settings.language, json_=json_)


@app.command()
def projections(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="Print where the program's own time goes, too.")
    ] = False,
    cases: Annotated[int, typer.Option(min=10, help="Cases of the demonstration.")] = 5000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the median counts.")] = 3,
) -> None:
    """Fold the demonstration's record through all read models, and insert the same final rows plainly."""
    settings = Settings()
    finding, page = bench_projections(
        FoldingPlan(cases=cases, rounds=rounds, with_profile=profile),
        settings,
        _environment(),
        tell=_teller(settings.language),
    )
    _print([finding], "bench.projections_title", settings.language, json_=json_)
    if page:
        err.print(page, highlight=False, markup=False)


@app.command()
def read(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    cases: Annotated[int, typer.Option(min=20, help="Cases, made of the demonstration's.")] = 20_000,
    base: Annotated[int, typer.Option(min=10, help="Cases of the demonstration.")] = 1_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each reading is timed.")] = 20,
) -> None:
    """Read figures, lists and queues over many cases, and over a tenth of them."""
    settings = Settings()
    findings = bench_read(
        ReadingPlan(cases=cases, base=base, rounds=rounds),
        settings,
        _environment(),
        tell=_teller(settings.language),
    )
    _print(findings, "bench.read_title", settings.language, json_=json_)


@app.command()
def hostile(
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    seconds: Annotated[float, typer.Option(min=0.2, help="Length of each slice of a round.")] = 3.0,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the median counts.")] = 3,
    attack: Annotated[
        list[str] | None, typer.Option(help=f"Only this one; can be repeated. One of {', '.join(ATTACKS)}.")
    ] = None,
) -> None:
    """Attack a server in each known way, and measure what commands and reads of others take meanwhile."""
    settings = Settings()
    if unknown := set(attack or ()) - set(ATTACKS):
        raise typer.BadParameter(f"no attack is called {', '.join(sorted(unknown))}")
    findings = bench_hostile(
        Plan(slice_seconds=seconds, rounds=rounds),
        settings,
        _environment(),
        attacks=attack or ATTACKS,
        tell=lambda name: err.print(name.replace("_", " "), style="dim"),
    )
    _print(findings, "bench.hostile_title", settings.language, json_=json_)


def _environment() -> dict[str, str]:
    """Return what processes that are started inherit: everything but our own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}


def _teller(language: Language) -> Callable[[str], None]:
    return lambda step: err.print(text(f"bench.step.{step}", language), style="dim")


def _print(findings: Sequence[Finding], title: str, language: Language, *, json_: bool) -> None:
    if json_:
        typer.echo(json.dumps([finding.as_json() for finding in findings], indent=2))
        return
    out.print(_table(findings, title, language))
    for finding in findings:
        for name, value in finding.asides.items():
            out.print(text(f"bench.aside.{name}", language, value=f"{value:,.1f}"), style="dim")


def _table(findings: Sequence[Finding], title: str, language: Language) -> Table:
    words = ("name", "figure", "reference", "unit", "ratio", "bar", "verdict")
    table = Table(title=text(title, language), title_justify="left", box=SIMPLE_HEAD, padding=0)
    for word in words:
        numeric = word in {"figure", "reference", "ratio", "bar"}
        heading = text(f"bench.heading.{word}", language)
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=True)
    for finding in findings:
        table.add_row(
            finding.name,
            f"{finding.figure:,.1f}",
            f"{finding.reference:,.1f}",
            text(f"bench.unit.{finding.bar.unit.name.lower()}", language),
            f"{finding.ratio:.2f}",
            f"{'≤' if finding.bar.is_ceiling else '≥'} {finding.bar.limit:g}",
            text("bench.met" if finding.is_met else "bench.not_met", language),
        )
    return table
