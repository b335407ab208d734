"""`casebook doctor` and `casebook health`."""

import sys
from typing import Annotated

import httpx
import typer
from pydantic import SecretStr
from rich.table import Table

from service import main
from service.cli.output import out
from service.database.engine import check_database
from service.database.problems import DatabaseProblemError
from service.language import text
from service.settings import Settings

SECONDS_TO_ANSWER = 3


def doctor() -> None:
    """Say what is configured, what can be reached, and what is behind. Exit code 1 if something is wrong."""
    settings = Settings()
    language = settings.language
    table = Table(*(text(f"cli.doctor.{column}", language) for column in ("what", "state", "finding")))
    for name in Settings.model_fields:
        table.add_row(f"CASEBOOK_{name.upper()}", "", _shown(getattr(settings, name)))
    findings = _findings(settings)
    for what, is_well, finding in findings:
        state = text("cli.doctor.well" if is_well else "cli.doctor.wrong", language)
        table.add_row(text(f"cli.doctor.{what}", language), state, finding)
    out.print(table)
    sys.exit(0 if all(is_well for _, is_well, _ in findings) else 1)


def _shown(value: object) -> str:
    return "********" if isinstance(value, SecretStr) else "" if value is None else str(value)


def _findings(settings: Settings) -> list[tuple[str, bool, str]]:
    findings: list[tuple[str, bool, str]] = []
    try:
        with main.database(settings) as database:
            version = check_database(database.url)
            findings.append(("server", True, f"PostgreSQL {version // 10_000}, {database.shown_url}"))
            status = main.projections(database.url, settings).status()
            is_well = status.failure is None
            lag = text("cli.doctor.lag", settings.language, lag=status.lag_events, head=status.head)
            findings.append(("projections", is_well, lag))
            findings.append(("bi", True, database.bi_url or text("cli.serve.no_bi", settings.language)))
    except DatabaseProblemError as error:
        findings.append(("server", False, str(error)))
    return findings


def health(
    url: Annotated[
        str | None, typer.Option(help="The server; else the one that CASEBOOK_HOST and CASEBOOK_PORT name.")
    ] = None,
) -> None:
    """Ask a running server whether it is alive: exit code 0 or 1."""
    settings = Settings()
    try:
        answer = httpx.get(
            f"{url or f'http://127.0.0.1:{settings.port}'}/livez", timeout=SECONDS_TO_ANSWER, trust_env=False
        )
    except httpx.HTTPError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    sys.exit(0 if answer.is_success else 1)
