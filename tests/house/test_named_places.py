"""What the guides call by its name is there: folders, files, make targets, classes and functions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md")
DECISIONS = sorted(f"docs/decisions/{path.name}" for path in (ROOT / "docs/decisions").glob("0*.md"))
OTHERS = (
    *("README.md", "README.zh-CN.md", "docs/benchmarks.md", "docs/intake.md", "docs/library.md"),
    *("docs/reliability.md", "docs/what-if.md", "docs/what-if.zh-CN.md", *DECISIONS),
)
# From where a guide may name a path; the other pages speak of one floor at a time.
FROM = ("", "service/")
FROM_A_FLOOR = (*FROM, "service/domain/", "service/domain/case/", "service/projections/")
# What stands in the angle brackets of a path, by something that is there.
EXAMPLES = {
    "aggregate": "case",
    "theme": "escalations",
    "resource": "cases",
    "model": "remedies",
    "question": "remedies",
    "report": "complaints",
    "document": "problem_analysis",
    "group": "reports",
    "kpis": "counts",
    "guideline": "surveys",
    "Event": "CaseEscalated.v1",
    "test": "complaints/test_complaints",
}
QUOTED = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"\.?[\w.<>*-]+(?:/[\w.<>*-]+)*(?:/|\.(?:py|md|toml|yaml|json|lock|txt))|\.ci/run")
DEFINED = re.compile(r"^\s*(?:async def|def|class) (\w+)|^([A-Z][A-Z_]+)\b.*=", re.MULTILINE)
SOURCES = [
    path.read_text(encoding="utf-8") for top in ("service", "tests") for path in (ROOT / top).rglob("*.py")
]
NAMES = {name for source in SOURCES for found in DEFINED.findall(source) for name in found if name}
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def filled(path: str) -> str:
    return re.sub(r"<([\w ]+)>", lambda hole: EXAMPLES.get(hole[1], hole[0]), path)


def is_place(path: str, above: tuple[str, ...] = FROM) -> bool:
    found = [f"{folder}{filled(path)}" for folder in above]
    return any(any(ROOT.glob(each)) for each in found)


def is_there(name: str) -> bool:
    """Whether a name that looks like a place is one; whatever looks like none is taken as words."""
    if name.startswith("make "):
        return name.removeprefix("make ") in TARGETS
    if PATH.fullmatch(name):
        return is_place(name)
    if re.fullmatch(r"[A-Z][a-z]+[A-Z]\w+|[A-Z][A-Z_]+|[\w.]+\(\)", name):
        return name.removesuffix("()").rpartition(".")[2] in NAMES
    return True


def named(page: str) -> Iterator[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    yield from QUOTED.findall(BLOCK.sub("", text))
    for block in BLOCK.findall(text):  # in pictures and lists, what has a folder of ours in front
        yield from re.findall(r"(?:service|tests|tools|docs)/[\w./<>*-]*[\w>*/]", block)


@pytest.mark.parametrize("page", GUIDES)
def test_what_a_guide_names_is_there(page: str) -> None:
    found = list(named(page))
    assert [name for name in found if not is_there(name)] == []
    assert sum(bool(PATH.fullmatch(name)) for name in found) > 10


@pytest.mark.parametrize("page", OTHERS)
def test_the_paths_on_the_other_pages_are_there(page: str) -> None:
    paths = [name for name in named(page) if "/" in name and PATH.fullmatch(name)]
    assert [path for path in paths if not is_place(path, FROM_A_FLOOR)] == []


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert [page for page in DECISIONS if f"({page.rpartition('/')[2]})" not in listed] == []


@pytest.mark.parametrize(
    "gone", ["service/domain/case/occasions.py", "domain/<theme>/", "make tea", "EscalateTea", "decide_tea()"]
)
def test_what_is_gone_is_noticed(gone: str) -> None:
    assert not is_there(gone)


def test_every_folder_of_the_service_stands_in_contributing() -> None:
    listed = set(QUOTED.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    folders = {f"{path.parent.name}/" for path in (ROOT / "service").glob("*/__init__.py")}
    assert sorted(folders - listed) == []


def test_every_word_of_the_glossary_says_where_it_lives() -> None:
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ") and "---" not in line]
    rows = [row for row in rows if row[1].strip() != "word"]
    assert len(rows) > 40
    assert [row[1] for row in rows if not PATH.search(row[-2])] == []
