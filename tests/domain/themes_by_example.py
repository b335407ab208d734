"""The files of examples: one for each theme of cases and accounts, one for the rulebook, one for clocks.

They are found by walking the folders: a new file needs no other line.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.domain.account import examples as account_examples
from tests.domain.case import examples as case_examples
from tests.domain.clocks import examples as clock_examples
from tests.domain.rulebook import examples as rulebook_examples


def modules_of(package: ModuleType) -> tuple[ModuleType, ...]:
    """Return all modules that lie in the folder of a package, or in a folder of it."""
    folder = Path(package.__path__[0])
    files = sorted(file.relative_to(folder).with_suffix("") for file in folder.rglob("[!_]*.py"))
    return tuple(import_module(".".join((package.__name__, *file.parts))) for file in files)


CASE_EXAMPLES = modules_of(case_examples)
ACCOUNT_EXAMPLES = modules_of(account_examples)
EXAMPLES = (*CASE_EXAMPLES, *ACCOUNT_EXAMPLES, rulebook_examples, clock_examples)


def gathered(name: str, modules: tuple[ModuleType, ...] = EXAMPLES) -> Iterator[Any]:
    """Yield what stands under a name in the files of examples, where they have it."""
    for module in modules:
        yield from getattr(module, name, ())


def gathered_pairs(name: str) -> Iterator[tuple[Any, Any]]:
    """Yield what the tables of a name show in the files of examples, where they have one."""
    for module in EXAMPLES:
        yield from getattr(module, name, {}).items()
