"""Help comes at once: it imports typer or rich, and of ours only what the command itself uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.commands import COMMANDS, Command, Group

HEAVY = ("alembic", "fastapi", "httpx", "psycopg", "pydantic", "sqlalchemy", "structlog", "uvicorn")
CALL = """
import sys
sys.argv = {argv}
from service.cli import main
try:
    main()
finally:
    print("imported:", *sys.modules)
"""


def _imported(*arguments: str) -> set[str]:
    """Return the modules that a call of the command line has imported."""
    call = CALL.format(argv=["casebook", *arguments])
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False)
    assert "Usage" in done.stdout or "bash" in done.stdout, done.stderr
    return set(done.stdout.rpartition("imported:")[2].split())


def _ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] == "service"}


def test_help_imports_no_framework_and_nothing_of_ours_but_the_table_of_commands() -> None:
    modules = _imported("--help")
    assert not modules & set(HEAVY)
    assert _ours(modules) == {
        "service",
        "service.cli",
        "service.cli.app",
        "service.cli.commands",
        "service.cli.help_page",
    }


@pytest.mark.parametrize("arguments", [("report", "--help"), ()])
def test_a_list_of_commands_imports_none_of_them(arguments: tuple[str, ...]) -> None:
    assert _ours(_imported(*arguments)) == {
        "service",
        "service.cli",
        "service.cli.app",
        "service.cli.commands",
        "service.cli.lazy",
    }


def test_help_on_a_command_imports_its_own_module_only() -> None:
    modules = _imported("health", "--help")
    assert "service.cli.servers.health" in modules
    assert not modules & {"fastapi", "sqlalchemy", "psycopg", "service.main", "service.domain.event"}
    assert not any(name.startswith(("service.cli.rules", "service.cli.cases")) for name in modules)


def test_keys_are_managed_without_the_web_framework_and_the_rules_of_cases() -> None:
    modules = _imported("key", "list", "--help")
    assert not modules & {"fastapi", "uvicorn", "service.main.server"}
    assert not any(name.startswith("service.domain.case.") for name in modules)


def test_the_openapi_document_needs_no_command_that_opens_a_database() -> None:
    assert not _imported("openapi", "--help") & {
        "alembic",
        "service.main",
        "service.database.embedded.server",
    }


@pytest.mark.parametrize("width", ["50", "80", "200"])
@pytest.mark.parametrize("colour", [{}, {"GITHUB_ACTIONS": "1", "NO_COLOR": "1"}])
def test_help_looks_as_typer_lays_it_out(width: str, colour: dict[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if "COLOR" not in name and "GITHUB" not in name}
    environment = {**kept, **colour, "TERMINAL_WIDTH": width, "PYTHONIOENCODING": "utf-8"}

    def shown(call: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", call], env=environment, capture_output=True, text=True, check=True
        )
        return _without_styles(done.stdout)

    ours = shown("import sys; sys.argv = ['casebook', '--help']; from service.cli import main; main()")
    typers = shown("from service.cli.lazy import app; app(['--help'], prog_name='casebook')")
    assert ours == typers


def _without_styles(shown: str) -> str:
    from rich.text import Text

    return "\n".join(Text.from_ansi(line).plain for line in shown.split("\n"))


def _all(known: tuple[Command | Group, ...]) -> list[Command]:
    return [each for one in known for each in ([one] if isinstance(one, Command) else one.commands)]


@pytest.mark.parametrize("command", _all(COMMANDS), ids=lambda command: command.name)
def test_each_command_of_the_table_can_be_chosen(command: Command) -> None:
    from service.cli.lazy import LazyCommand

    chosen = LazyCommand(command).loaded()
    assert chosen.name == command.name
    assert (chosen.help or "").startswith(command.summary)
    assert Path(command.target.partition(":")[0].replace(".", "/") + ".py").exists()
