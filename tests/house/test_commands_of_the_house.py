"""The commands that CONTRIBUTING, Makefile and CI name are there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
CI = (ROOT / ".ci/run").read_text()


def test_every_make_target_says_what_it_does() -> None:
    targets = re.findall(r"^([a-z]+):(.*)$", MAKEFILE, re.MULTILINE)
    assert 0 < len(targets) <= 12
    assert [name for name, rest in targets if not re.search(r"## \w", rest)] == []
    [phony] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony.split() == [name for name, _ in targets]


@pytest.mark.parametrize("name", ["Makefile", ".ci/run", "CONTRIBUTING.md"])
def test_every_script_that_is_named_is_there(name: str) -> None:
    scripts = set(re.findall(r"\b(?:tools|\.ci)/\w+(?:\.py)?", (ROOT / name).read_text()))
    assert [script for script in sorted(scripts) if not (ROOT / script).exists()] == []


def test_ci_ends_with_the_test_command_of_the_readers() -> None:
    assert CI.rstrip().endswith("\nuv run pytest")
    assert "set -euo pipefail" in CI
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.mark.parametrize("target", ["lint", "types", "imports", "drift"])
def test_ci_runs_what_make_check_runs(target: str) -> None:
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert recipe
    assert [line for line in recipe[1].split("\n") if line.strip() and f"\n{line.strip()}\n" not in CI] == []
