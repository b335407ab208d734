"""The version of a read model: a digest of its table and of the code that folds it.

Nobody has to think of it: another fold or another column is another version. Comments and docstrings are not
in it, nor are queries and views that stand in modules of their own.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from types import FunctionType, ModuleType
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from service.domain.event import Event
from service.projections.engine.model import ReadModel

HOUSE = "service."
ENGINE = "service.projections.engine."
ORDER = "business time"
"""In what order the engine folds the facts of a stream: rows folded in another one are of another version."""
BITS = 31
"""What fits an integer column that has a sign."""


@cache
def version_of(model: ReadModel) -> int:
    """Return the version of a model as this program declares it: a number without an order."""
    digest = sha256(_shape(model).encode())
    for module in sorted(_modules_of(model)):
        digest.update(_code(module).encode())
    return int.from_bytes(digest.digest()[:4]) >> (32 - BITS)


def _shape(model: ReadModel) -> str:
    """Return the SQL that makes the table, with its comments, and what the declaration says besides."""
    postgres: Dialect = dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(model.table).compile(dialect=postgres))]
    made += sorted(str(CreateIndex(index).compile(dialect=postgres)) for index in model.table.indexes)
    made += [f"{column.name}: {column.comment}" for column in model.table.c]
    wanted = sorted(kind.STORED_NAME for kind in model.wants)
    lookups = [lookup.model.name for lookup in model.lookups]
    said = (str(model.table.comment), *wanted, *lookups, str(model.loaded_by), ORDER)
    return "\n".join((*made, *said))


def _modules_of(model: ReadModel) -> set[str]:
    """Return the modules whose code decides what the rows are."""
    folding: list[Callable[..., Any]] = [*model.wants.values(), model.key_of, model.pack, model.unpack]
    found: set[str] = set()
    waiting = [each.__module__ for each in folding]
    while waiting:
        name = waiting.pop()
        if name not in found and name.startswith(HOUSE) and not name.startswith(ENGINE):
            found.add(name)
            waiting += _called_from(sys.modules[name])
    return found


def _called_from(module: ModuleType) -> Iterator[str]:
    """Yield the modules of what a module may call: functions, and classes that are no events."""
    for value in vars(module).values():
        if isinstance(value, FunctionType) or (isinstance(value, type) and not issubclass(value, Event)):
            yield value.__module__


@cache
def _code(module: str) -> str:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = list(_without_words(node.body))
    return ast.unparse(tree)


def _without_words(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that do something; in place of none, `pass`."""
    nothing = True
    for each in body:
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)):
            nothing = False
            yield each
    if nothing:
        yield ast.Pass()
