"""The campaign finds what the tests leave open, and calls nothing killed that a sound tree fails too."""

import subprocess
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from tools.mutation.judging import KILLED, SURVIVED, UNCLEAR, Judge
from tools.mutation.mutants import Mutant, draw, mutants_of
from tools.mutation.named_tests import stages_for

MODULE = "service/domain/case/decisions/greetings.py"
TESTS = "tests/domain/case/test_greetings.py"
FAILING = "tests/other/test_nothing.py"
FAILS = "def test_that_fails_anyhow(): raise AssertionError\n"
SOURCE = """
class Greet:
    times: int = 3


def is_early(hour, limit: int = 9):
    return hour < limit


def is_late(hour):
    return hour >= 18 and not is_early(hour)
"""
PROVES = """
from service.domain.case.decisions.greetings import is_early, is_late

def test_nine_is_not_early(): assert not is_early(9)
def test_six_is_late(): assert is_late(18)
"""


def planted(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)  # noqa: S607 - git is found on PATH
    return root


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    settings = '[tool.pytest.ini_options]\naddopts = ["--import-mode=importlib"]\n'
    packages = [f"{folder.as_posix()}/__init__.py" for folder in list(PurePosixPath(MODULE).parents)[:-1]]
    files = dict.fromkeys(packages, "") | {
        "pyproject.toml": settings,
        MODULE: SOURCE,
        TESTS: PROVES,
        FAILING: FAILS,
    }
    return planted(tmp_path, files)


def mutant(tree: Path, before: str) -> Mutant:
    (found,) = [each for each in mutants_of(tree / MODULE, tree) if each.before == before]
    return found


def test_a_kill_needs_a_test_that_fails_with_the_mutant_and_passes_without(tree: Path) -> None:
    seen, unseen = mutant(tree, "hour < limit"), mutant(tree, "3")
    with Judge(tree, None) as judge:
        killed, survived = judge.judge(seen), judge.judge(unseen)
        assert (killed.result, killed.test) == (KILLED, f"{TESTS}::test_nine_is_not_early")
        assert (survived.result, survived.test) == (SURVIVED, None)
        for_nothing = replace(survived, result=KILLED, test=f"{FAILING}::test_that_fails_anyhow")
        assert [verdict.result for verdict in judge.confirm([killed, for_nothing])] == [KILLED, UNCLEAR]


def test_every_kind_of_change_is_made_once_and_annotations_are_left(tmp_path: Path) -> None:
    changes = {
        "a < b <= c": ["a <= b <= c", "a < b < c"],
        "a is None": ["a is not None"],
        "a in b": ["a not in b"],
        "a or b": ["a and b"],
        "not a": ["a"],
        "-a": ["a"],
        "a + b": ["a - b"],
        "7": ["8"],
        "f'{a + b}'": [],
        "True": [],
    }
    for before, after in changes.items():
        (tmp_path / "one.py").write_text(f"值: Literal[1] = '语'; x: int = {before}\n")
        found = list(mutants_of(tmp_path / "one.py", tmp_path))
        assert [each.after for each in found] == after
        source = (tmp_path / "one.py").read_bytes()
        assert [each.apply(source).decode().strip().partition("x: int = ")[2] for each in found] == [
            f"({text})" for text in after
        ]
    (tmp_path / "one.py").write_text("def f() -> Literal[1]:\n    return True\n")
    assert [str(each) for each in mutants_of(tmp_path / "one.py", tmp_path)] == ["one.py:2: True -> False"]


def test_a_seed_draws_the_same_mutants_and_fewer_are_the_first_of_more(tree: Path) -> None:
    more = draw(tree, ("service",), 5, seed=1)
    assert draw(tree, ("service",), 3, seed=1) == more[:3]
    assert draw(tree, ("service",), 5, seed=2) != more


@pytest.mark.parametrize(
    ("module", "first"),
    [
        ("service/domain/case/record/replies.py", "tests/domain/case/test_replies.py"),
        ("service/projections/links.py", "tests/projections/rows/test_link_rows.py"),
        ("service/eventstore/as_of.py", "tests/eventstore/test_as_of.py"),
    ],
)
def test_a_name_leads_to_the_tests_of_its_theme_first(module: str, first: str) -> None:
    assert stages_for(module, Path(__file__).parents[2])[0].arguments[0] == first


def test_every_module_is_judged_by_some_test() -> None:
    root = Path(__file__).parents[2]
    modules = [
        each
        for floor in ("domain", "projections", "eventstore")
        for each in (root / "service" / floor).rglob("*.py")
    ]
    assert [each for each in modules if not stages_for(each.relative_to(root).as_posix(), root)] == []
