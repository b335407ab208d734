"""`casebook --help`, laid out as typer does it, at a third of the cost: typer is not imported."""

import os
from collections.abc import Iterable

from rich.columns import Columns
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from service.cli.commands import COMMANDS, HELP

OPTIONS = (
    ("--install-completion", "Install completion for the current shell."),
    (
        "--show-completion",
        "Show completion for the current shell, to copy it or customize the installation.",
    ),
    ("--help", "Show this message and exit."),
)
"""The options that typer gives to every application."""
NO_SHORT_FORMS = ("", "", "")
"""The columns of `-o`, `--no-option` and `-n`: empty, but each has its padding."""


def print_help() -> None:
    """Print the usage, the options and every command with its summary. A test compares it with typer's."""
    width = os.getenv("TERMINAL_WIDTH")
    console = Console(highlight=False, width=int(width) if width else None, force_terminal=_forced())
    usage = Text.assemble(("Usage: ", "yellow"), "casebook [OPTIONS] COMMAND [ARGS]...", style="bold")
    flag = Text.assemble(("<", "dim"), "bool", (">", "dim"), style="bold yellow")
    options = ((Text(name, "bold cyan"), *NO_SHORT_FORMS, flag, Columns([words])) for name, words in OPTIONS)
    commands = ((Text(known.name, "bold cyan", no_wrap=True), Columns([known.summary])) for known in COMMANDS)
    console.print(Padding(usage, 1))
    console.print(Padding(HELP, (0, 1, 1, 1)))
    _print_panel(console, "Options", options)
    _print_panel(console, "Commands", commands)
    console.print()


def _forced() -> bool | None:
    """Return whether colours are asked for though the output is no terminal, by the variables of typer."""
    return any(os.getenv(name) for name in ("GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS")) or None


def _print_panel(console: Console, title: str, rows: Iterable[tuple[RenderableType, ...]]) -> None:
    table = Table(box=None, show_header=False, expand=True, pad_edge=False, padding=(0, 1))
    for row in rows:
        table.add_row(*row)
    console.print(Panel(table, title=title, title_align="left", border_style="dim"))
