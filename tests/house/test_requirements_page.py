"""docs/requirements.md has all 166 rows and says what the tests say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "docs/requirements.toml"
PAGE = ROOT / "docs/requirements.md"


def requirements_page(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools/requirements_page.py"), "--root", str(root), *options]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Make a project with the true rows and no tests."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    shutil.copy(DATA, tmp_path / "docs")
    return tmp_path


def plant(root: Path, source: str) -> None:
    (root / "tests/test_planted.py").write_text("import pytest\n" + dedent(source), encoding="utf-8")


def shown_rows(root: Path) -> dict[int, list[str]]:
    written = requirements_page(root)
    assert written.returncode == 0, written.stderr
    rows = re.findall(
        r"^\| (\d+) \|.* claimed \| (.*) \|  \|$", (root / "docs/requirements.md").read_text(), re.MULTILINE
    )
    return {int(number): re.findall(r"`tests/test_planted\.py::([\w:]+)`", links) for number, links in rows}


def test_the_rows_are_numbered_1_to_166_once_each() -> None:
    data = tomllib.loads(DATA.read_text())
    assert sorted(row["number"] for row in data["requirements"]) == list(range(1, 167))
    assert {row["group"] for row in data["requirements"]} == {group["key"] for group in data["groups"]}
    for row in data["requirements"]:
        assert all(row["source_text"]), row
        assert row["what"], row
        assert set(row["kind"]) <= set("DTRMC"), row
        assert row["source"] in {"000", "001", "002", "003", "004"}, row


def test_the_page_has_one_line_for_each_row() -> None:
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", PAGE.read_text(), re.MULTILINE)]
    assert numbers == list(range(1, 167))


def test_the_page_says_what_the_tests_say() -> None:
    checked = requirements_page(ROOT, "--check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """
            @pytest.mark.requirement(135)
            def test_one() -> None: ...
            """,
            {135: ["test_one"]},
            id="one number",
        ),
        pytest.param(
            """
            @pytest.mark.requirement(2, 3)
            @pytest.mark.requirement(4)
            async def test_many() -> None: ...
            """,
            {2: ["test_many"], 3: ["test_many"], 4: ["test_many"]},
            id="several numbers and several markers",
        ),
        pytest.param(
            """
            @pytest.mark.parametrize("case", [1, pytest.param(2, marks=pytest.mark.requirement(5))])
            def test_cases(case: int) -> None: ...
            """,
            {5: ["test_cases"]},
            id="a marker on one parameter",
        ),
        pytest.param(
            """
            MARKS = [pytest.mark.requirement(6), pytest.mark.slow]
            CASES = [pytest.param(2, marks=MARKS)]

            @pytest.mark.parametrize("case", CASES)
            def test_named_cases(case: int) -> None: ...
            """,
            {6: ["test_named_cases"]},
            id="parameters and markers behind names",
        ),
        pytest.param(
            """
            pytestmark = [pytest.mark.requirement(7)]

            def test_first() -> None: ...

            class TestGroup:
                pytestmark = pytest.mark.requirement(8)

                @pytest.mark.requirement(9)
                def test_second(self) -> None: ...
            """,
            {
                7: ["test_first", "TestGroup::test_second"],
                8: ["TestGroup::test_second"],
                9: ["TestGroup::test_second"],
            },
            id="a module, a class and a method",
        ),
        pytest.param(
            """
            from pytest import mark

            @mark.requirement(10)
            class TestMarked:
                def test_it(self) -> None: ...
            """,
            {10: ["TestMarked::test_it"]},
            id="a decorated class by the short name",
        ),
        pytest.param("def test_without() -> None: ...", {}, id="no marker"),
    ],
)
def test_every_form_of_marker_is_found(planted: Path, source: str, expected: dict[int, list[str]]) -> None:
    plant(planted, source)
    assert shown_rows(planted) == expected


def test_a_row_is_fulfilled_once_a_way_round_it_is_tried(planted: Path) -> None:
    one, other = (
        "@pytest.mark.requirement(1)\ndef test_it(): ...\n",
        "@pytest.mark.evasion(1)\ndef test_twin(): ...\n",
    )
    plant(planted, one + other)
    assert requirements_page(planted).returncode == 0
    lines = (planted / "docs/requirements.md").read_text().splitlines()
    row = next(line for line in lines if line.startswith("| 1 |"))
    assert [cell.strip() for cell in row.split("|")[4:7]] == [
        "fulfilled",
        "[`tests/test_planted.py::test_it`](../tests/test_planted.py)",
        "[`tests/test_planted.py::test_twin`](../tests/test_planted.py)",
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "@pytest.mark.requirement(167)\ndef test_it() -> None: ...\n",
            "tests/test_planted.py::test_it: requirement 167 is unknown; docs/requirements.toml has 1 to 166",
            id="an unknown number",
        ),
        pytest.param(
            "@pytest.mark.requirement()\ndef test_it() -> None: ...\n",
            "tests/test_planted.py:2: requirement(...) takes one or more plain numbers",
            id="no number",
        ),
        pytest.param(
            "@pytest.mark.requirement('135')\ndef test_it() -> None: ...\n",
            "tests/test_planted.py:2: requirement(...) takes one or more plain numbers",
            id="text",
        ),
        pytest.param(
            "@pytest.mark.requirement(1)\ndef helper() -> None: ...\n",
            "tests/test_planted.py:2: this requirement marker stands on no test",
            id="a marker on a helper",
        ),
        pytest.param(
            "@pytest.mark.skip\n@pytest.mark.requirement(1)\ndef test_it() -> None: ...\n",
            "tests/test_planted.py::test_it: a test that is skipped or may fail shows no requirement",
            id="a skipped test",
        ),
    ],
)
def test_a_marker_that_says_nothing_true_is_refused(planted: Path, source: str, message: str) -> None:
    plant(planted, source)
    refused = requirements_page(planted)
    assert refused.returncode == 1
    assert refused.stderr.strip() == message
    assert not (planted / "docs/requirements.md").exists()


def test_a_page_that_tells_another_story_is_caught(planted: Path) -> None:
    assert requirements_page(planted).returncode == 0
    assert requirements_page(planted, "--check").returncode == 0
    plant(planted, "@pytest.mark.requirement(1)\ndef test_it() -> None: ...\n")
    stale = requirements_page(planted, "--check")
    assert stale.returncode == 1
    assert "write it again: uv run python tools/requirements_page.py" in stale.stderr
