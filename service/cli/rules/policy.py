"""`casebook policy`."""

from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.table import Table

from service import main
from service.cli.rules.rulebook import publish as put_on_record
from service.cli.rules.rulebook import read_rulebook, reading_a_file
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail, out, say
from service.domain.clocks.policy import NO_POLICY, Policy
from service.domain.rulebook.state import Rulebook
from service.importers.rule_files.policies import read_policy
from service.language import Language, text
from service.reports.policies.table import promise_rows
from service.settings import Settings

COLUMNS = ("rule", "title", "applies_to", "limit", "counts", "pauses")

app = typer.Typer(no_args_is_help=True)


@app.command()
def show(
    policy: Annotated[str | None, typer.Argument(help="The policy's id; left out, the one in force.")] = None,
    version: Annotated[int | None, typer.Option(help="A version of it; left out, the newest.")] = None,
    *,
    yaml_: Annotated[
        bool, typer.Option("--yaml", help="Print the file of the policy, to be changed and published.")
    ] = False,
) -> None:
    """Show what a policy promises."""
    settings = Settings()
    found = _found(read_rulebook(settings), policy, version)
    if found is NO_POLICY:
        fail(text("cli.policy.none", settings.language))
    if yaml_:
        typer.echo(policy_yaml(found), nl=False)
        return
    out.print(f"{found.policy_id}, {text('policy.column.version', settings.language)} {found.version}")
    out.print(_promises(found, settings.language))


@app.command("list")
def list_() -> None:
    """List every version on the record, in the order in which they were published."""
    settings = Settings()
    book = read_rulebook(settings)
    in_force = book.policy_at(main.now())
    names = ("policy", "version", "effective_at", "rules")
    table = Table(*(text(f"policy.column.{name}", settings.language) for name in names), "")
    for known in book.policies:
        table.add_row(
            known.policy.policy_id,
            str(known.policy.version),
            f"{known.effective_at:%Y-%m-%d %H:%M:%S}",
            str(len(known.policy.rules)),
            text("cli.policy.in_force", settings.language) if known.policy is in_force else "",
        )
    out.print(table)


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The YAML file of the version.", dir_okay=False)],
    effective_at: Annotated[
        str | None,
        typer.Option(help="From when on, such as 2026-03-01T00:00+08:00; else as the file says, else now."),
    ] = None,
) -> None:
    """Put a version on the record. It holds from its instant on; promises already made keep their version."""
    settings = Settings()
    with reading_a_file(settings):
        command = read_policy(file, effective_at=instant("--effective-at", effective_at)).command
    answer = put_on_record(settings, command)
    said = "published" if answer.events else "so_already"
    say(f"policy.{said}", settings.language, policy=command.policy.policy_id, version=command.policy.version)


def policy_yaml(policy: Policy) -> str:
    """Return the file of a policy, as `publish` reads it."""
    content = policy.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def _found(book: Rulebook, policy_id: str | None, version: int | None) -> Policy:
    in_force = book.policy_at(main.now())
    if policy_id is None and version is None:
        return in_force
    wanted = policy_id or in_force.policy_id
    return book.policy_version(wanted, book.newest_policy(wanted) if version is None else version)


def _promises(policy: Policy, language: Language) -> Table:
    table = Table(*(text(f"policy.column.{column}", language) for column in COLUMNS))
    for row in promise_rows(policy, language):
        table.add_row(*(getattr(row, column) for column in COLUMNS))
    return table
