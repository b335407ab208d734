"""The command line as typer runs it: a command is imported when it is chosen."""

import inspect
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from service.cli.commands import COMMANDS, HELP, Command, Group


class LazyCommand(TyperCommand):
    """Stands in lists for a command that is not imported yet."""

    def __init__(self, command: Command) -> None:
        super().__init__(name=command.name, help=command.summary)
        self.command = command

    def loaded(self) -> TyperCommand | TyperGroup:
        """Import the module and return the command itself, or the group."""
        module, _, name = self.command.target.partition(":")
        found, summary = getattr(import_module(module), name), self.command.summary
        parent = typer.Typer(add_completion=False)
        if isinstance(found, typer.Typer):
            parent.add_typer(found, name=self.command.name, help=summary)
        else:
            details = inspect.getdoc(found)
            parent.command(self.command.name, help=f"{summary}\n\n{details}" if details else summary)(found)
        command: TyperCommand | TyperGroup = typer.main.get_group(parent).commands[self.command.name]  # type: ignore[assignment]
        return command

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Hand over to the command: it is chosen now."""
        return self.loaded().make_context(*arguments, **options)


def _listed(known: Command | Group) -> LazyCommand | TyperGroup:
    if isinstance(known, Command):
        return LazyCommand(known)
    return TyperGroup(
        name=known.name, help=known.summary, no_args_is_help=True, commands=_by_name(known.commands)
    )


def _by_name(commands: Iterable[Command | Group]) -> dict[str, Any]:
    return {known.name: _listed(known) for known in commands}


class _Root(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": _by_name(COMMANDS)})


app = typer.Typer(name="casebook", cls=_Root, help=HELP, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _group() -> None:
    """Make typer build a group although no command is registered with it."""
