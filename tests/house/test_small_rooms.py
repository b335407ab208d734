"""The house stays in small rooms, lower floors stay pure, and no file names a registry or a machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "service").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_ENTRIES = 25
# folder -> why it may hold more
LARGE_WITH_A_REASON = {
    "docs/decisions": "a page for each decision, which is kept when another replaces it",
    "tests/golden": "one file for each event that was ever released",
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "misc", "base", "helpers", "helper"}

ABOVE = {"__main__", "cli", "main", "settings"}
# What only the composition root may do; everything below gets the value as an argument.
IMPURE = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid.uuid7",
    "uuid1",
    "uuid4",
    "uuid7",
    "os.getenv",
    "os.environ",
    "getenv",
    "environ",
}
# module -> why it may all the same
IMPURE_WITH_A_REASON: dict[str, str] = {}

# In brackets, so that this file does not find itself.
REGISTRIES = re.compile(rb"p[y]pi[.]org|pythonhos[t]ed|npm[j]s[.]|de[b][.]debian[.]")
MACHINE_PATHS = re.compile(rb"""(?:^|[\s"'`(=:])/(?:wor[k]|roo[t])(?:/|["'`\s]|$)""", re.MULTILINE)
# file -> why it may name such a path
PATHS_WITH_A_REASON: dict[str, str] = {}


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]


def dotted(node: ast.AST) -> str:
    """Answer "a.b.c" for a name or an attribute of names, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def impure_reads(source: str) -> Iterator[str]:
    """Name every use of a clock, an id maker or the environment, also when only handed on as a default."""
    for node in ast.walk(ast.parse(source)):
        name = dotted(node)
        parts = name.split(".")
        if name in IMPURE or ".".join(parts[-2:]) in IMPURE:
            yield f"{name} (line {getattr(node, 'lineno', 0)})"


def tracked_files() -> list[Path]:
    """List what git has or would take: also files that are written and not yet added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is found on PATH
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [file for file in files if file.is_file()]


def test_no_file_is_too_long() -> None:
    lengths = {str(module.relative_to(ROOT)): module.read_text().count("\n") for module in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_folder_holds_too_many_entries() -> None:
    files = [path.relative_to(ROOT) for path in tracked_files()]
    entries = {path for file in files for path in (file, *file.parents) if path.parts}
    sizes = Counter(str(path.parent) for path in entries)
    large = {folder: size for folder, size in sizes.items() if size > MOST_ENTRIES}
    assert large.keys() == LARGE_WITH_A_REASON.keys(), large


def test_no_function_is_too_long() -> None:
    planted = "def planted() -> None:\n" + "    pass\n" * LONGEST_FUNCTION
    assert long_functions(planted) == [f"planted ({LONGEST_FUNCTION + 1} lines)"]
    found = {str(module.relative_to(ROOT)): long_functions(module.read_text()) for module in MODULES}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_every_module_is_named_for_what_it_holds() -> None:
    names = {str(path.relative_to(ROOT)): path.stem for path in (ROOT / "service").rglob("*")}
    assert [path for path, name in names.items() if name in NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize(
    "planted",
    [
        "now = datetime.now(tz=UTC)",
        "now = datetime.datetime.now()",
        "now = dt.datetime.utcnow()",
        "seconds = time.time()",
        "case_id = uuid4()",
        "case_id = uuid.uuid7()",
        "url = os.environ['CASEBOOK_DATABASE_URL']",
        "url = os.getenv('CASEBOOK_DATABASE_URL')",
        "class Event(BaseModel):\n    at: datetime = Field(default_factory=datetime.now)",
    ],
)
def test_the_search_for_impure_reads_finds_a_planted_one(planted: str) -> None:
    assert list(impure_reads(planted))


def test_the_search_for_impure_reads_lets_arguments_pass() -> None:
    assert (
        list(
            impure_reads("def decide(now, make_id):\n    return now, make_id(), case.uuid, time.monotonic()")
        )
        == []
    )


def test_nothing_below_main_reads_a_clock_makes_an_id_or_reads_the_environment() -> None:
    tops = {module: module.relative_to(ROOT / "service").parts[0].removesuffix(".py") for module in MODULES}
    below = [module for module, top in tops.items() if top not in ABOVE]
    found = {str(module.relative_to(ROOT)): list(impure_reads(module.read_text())) for module in below}
    assert {name: reads for name, reads in found.items() if reads and name not in IMPURE_WITH_A_REASON} == {}
    assert [name for name in IMPURE_WITH_A_REASON if not found.get(name)] == [], "these need no exception"


def test_no_file_names_a_registry() -> None:
    planted = b"https://" + b"pyp" + b"i.org/simple"
    assert REGISTRIES.search(planted)
    assert [
        str(file.relative_to(ROOT)) for file in tracked_files() if REGISTRIES.search(file.read_bytes())
    ] == []


@pytest.mark.parametrize("path", [b"/wo" + b"rk/main", b"see `/ro" + b"ot`"])
def test_the_search_for_machine_paths_finds_a_planted_one(path: bytes) -> None:
    assert MACHINE_PATHS.search(path)


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {
        str(file.relative_to(ROOT)) for file in tracked_files() if MACHINE_PATHS.search(file.read_bytes())
    }
    assert found - set(PATHS_WITH_A_REASON) == set()
    assert set(PATHS_WITH_A_REASON) - found == set(), "these no longer need their place in the list"
