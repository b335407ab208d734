"""Write docs/requirements.md: every row of docs/requirements.toml with the tests that show it.

    uv run python tools/requirements_page.py [--check] [--root FOLDER]

A row is claimed when a test carries `@pytest.mark.requirement(number)`, and fulfilled when another tries the
cheapest way round it: `@pytest.mark.evasion(number)`. The tests are read (`ast`), not run, so the page costs
nothing and needs no database. `--check` writes nothing and exits 1 where the page says something else than
the tests.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path("docs/requirements.toml")
PAGE = Path("docs/requirements.md")
REFRESH = "uv run python tools/requirements_page.py"
NEVER_RUN = {"skip", "xfail"}
REQUIREMENT, EVASION = "requirement", "evasion"
MARKS = {REQUIREMENT, EVASION}
WHAT_COUNTS = (
    "A row is claimed when a test shows it (`@pytest.mark.requirement(number)`), and fulfilled when another "
    "tries the cheapest way round it, which is refused, warned of, or visible in a figure "
    "(`@pytest.mark.evasion(number)`)."
)

Scope = ast.Module | ast.ClassDef
Test = ast.FunctionDef | ast.AsyncFunctionDef
Row = dict[str, Any]


class MarkerError(Exception):
    """A marker that says nothing true: unknown number, no number, or on something that is no test."""


class Shown(NamedTuple):
    """One test that shows a row or tries a way round it; `test` is its pytest node id without parameters."""

    mark: str
    number: int
    test: str


class Marker(NamedTuple):
    """One `pytest.mark.requirement(...)` or `pytest.mark.evasion(...)` call in the source."""

    call: ast.Call
    mark: str
    numbers: tuple[int, ...]


def mark_name(node: ast.AST) -> str | None:
    """Answer "requirement" for `pytest.mark.requirement` and for `mark.requirement`, else None."""
    if not isinstance(node, ast.Attribute):
        return None
    parent = node.value
    is_mark = isinstance(parent, ast.Attribute) and parent.attr == "mark"
    is_mark = is_mark or (isinstance(parent, ast.Name) and parent.id == "mark")
    return node.attr if is_mark else None


def numbers_of(call: ast.Call, mark: str, where: str) -> tuple[int, ...]:
    numbers = tuple(
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and type(argument.value) is int
    )
    if not numbers or len(numbers) != len(call.args) or call.keywords:
        raise MarkerError(f"{where}: {mark}(...) takes one or more plain numbers")
    return numbers


def markers_in(nodes: Iterable[ast.AST], where: str) -> Iterator[Marker]:
    for node in nodes:
        for found in ast.walk(node):
            mark = mark_name(found.func) if isinstance(found, ast.Call) else None
            if isinstance(found, ast.Call) and mark in MARKS:
                yield Marker(found, mark, numbers_of(found, mark, f"{where}:{found.lineno}"))


def assignments(scope: Scope) -> dict[str, ast.expr]:
    """Name the values assigned once at the top of a module or class: `CASES = [...]`, `pytestmark = ...`."""
    values: dict[str, ast.expr] = {}
    for node in scope.body:
        if isinstance(node, ast.Assign):
            values |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            values[node.target.id] = node.value
    return values


def with_named_values(nodes: list[ast.expr], values: dict[str, ast.expr]) -> list[ast.expr]:
    """Follow names to their values, so that `parametrize("case", CASES)` is read with its cases."""
    reached: list[ast.expr] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node in reached:
            continue
        reached.append(node)
        names = (found.id for found in ast.walk(node) if isinstance(found, ast.Name))
        waiting += [values[name] for name in names if name in values]
    return reached


def tests_in(
    scope: Scope, inherited: list[ast.expr], prefix: str, values: dict[str, ast.expr]
) -> Iterator[tuple[str, list[ast.expr]]]:
    """Yield each test's node id with every expression that marks it, its class's and module's included."""
    own = assignments(scope)
    marks = inherited + ([own["pytestmark"]] if "pytestmark" in own else [])
    for node in scope.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from tests_in(node, marks + node.decorator_list, f"{prefix}::{node.name}", values | own)
        elif isinstance(node, Test) and node.name.startswith("test"):
            yield f"{prefix}::{node.name}", with_named_values(marks + node.decorator_list, values | own)


def shown_by_module(source: str, path: str) -> Iterator[Shown]:
    """Read one test module.

    Raises:
        MarkerError: a marker stands on no test, or on a test that is always skipped or may fail.
    """
    module = ast.parse(source, path)
    used: set[ast.Call] = set()
    for test, marks in tests_in(module, [], path, {}):
        found = list(markers_in(marks, path))
        names = {mark_name(node) for mark in marks for node in ast.walk(mark)}
        if found and names & NEVER_RUN:
            raise MarkerError(f"{test}: a test that is skipped or may fail shows no requirement")
        used |= {marker.call for marker in found}
        for mark, number in dict.fromkeys((each.mark, number) for each in found for number in each.numbers):
            yield Shown(mark, number, test)
    for marker in markers_in([module], path):
        if marker.call not in used:
            raise MarkerError(f"{path}:{marker.call.lineno}: this {marker.mark} marker stands on no test")


def shown_by_tests(root: Path, known: set[int]) -> dict[str, dict[int, list[str]]]:
    """Answer mark -> number -> tests, over every test module under `root`/tests.

    Raises:
        MarkerError: a marker names a number that docs/requirements.toml does not have.
    """
    shown: dict[str, dict[int, list[str]]] = {mark: defaultdict(list) for mark in MARKS}
    for file in sorted((root / "tests").rglob("*.py")):
        path = file.relative_to(root).as_posix()
        for mark, number, test in shown_by_module(file.read_text(encoding="utf-8"), path):
            if number not in known:
                raise MarkerError(
                    f"{test}: requirement {number} is unknown; {DATA} has {min(known)} to {max(known)}"
                )
            shown[mark][number].append(test)
    return shown


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def status_of(row: Row, shown: dict[str, dict[int, list[str]]]) -> str:
    if row["number"] not in shown[REQUIREMENT]:
        return "planned"
    return "fulfilled" if row["number"] in shown[EVASION] else "claimed"


def counts(titles: dict[str, str], rows: list[Row], shown: dict[str, dict[int, list[str]]]) -> list[str]:
    found = Counter((row["group"], status_of(row, shown)) for row in rows)
    all_of = Counter(status_of(row, shown) for row in rows)
    of_group = Counter(row["group"] for row in rows)
    total = ", ".join(f"{all_of[status]} {status}" for status in ("fulfilled", "claimed", "planned"))
    return [
        f"**Of {len(rows)}: {total}.** {WHAT_COUNTS}",
        "",
        "| group | fulfilled | claimed | of |",
        "|---|---:|---:|---:|",
        *(
            f"| {cell(titles[key])} | {found[key, 'fulfilled']} | {found[key, 'claimed']} | {of_group[key]} |"
            for key in titles
        ),
    ]


def line(row: Row, title: str, shown: dict[str, dict[int, list[str]]]) -> str:
    by, tried = (
        "<br>".join(f"[`{test}`](../{test.split('::')[0]})" for test in shown[mark].get(row["number"], []))
        for mark in (REQUIREMENT, EVASION)
    )
    cells = (row["number"], cell(title), cell(row["what"]), status_of(row, shown), by, tried)
    return f"| {' | '.join(map(str, cells))} |"


def page(root: Path) -> str:
    """Answer the whole text of docs/requirements.md."""
    data = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    titles = {group["key"]: group["title"] for group in data["groups"]}
    rows = sorted(data["requirements"], key=lambda row: int(row["number"]))
    shown = shown_by_tests(root, {row["number"] for row in rows})
    lines = [
        "# Requirements",
        "",
        f"<!-- Written by `{REFRESH}` from {DATA.name} and the markers of the tests. -->",
        "",
        *counts(titles, rows, shown),
        "",
        "| # | group | what | status | shown by | way round it, tried by |",
        "|---:|---|---|---|---|---|",
        *(line(row, titles[row["group"]], shown) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Write docs/requirements.md from the markers of the tests.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on drift")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help="the project's folder")
    asked = parser.parse_args()
    try:
        text = page(asked.root)
    except MarkerError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    target: Path = asked.root / PAGE
    if not asked.check:
        target.write_text(text, encoding="utf-8")
        return 0
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return 0
    print(f"{PAGE} is not what the tests say; write it again: {REFRESH}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
