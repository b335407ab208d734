"""The pins agree with each other and with pyproject.toml, and name neither a registry nor a path."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("pyproject.toml", "requirements.lock", "requirements-dev.lock")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools/lock.py"), "--check", "--root", str(root)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text, f"{file.name} has no {old!r} to plant in"
    file.write_text(text.replace(old, new, 1))


def test_the_pins_agree() -> None:
    checked = check(ROOT)
    assert checked.returncode == 0, checked.stderr


def first_pin(file: Path) -> str:
    return file.read_text().splitlines()[0].removesuffix(" \\")


def test_a_constraint_that_the_lock_does_not_have_is_caught(copied: Path) -> None:
    pin = first_pin(copied / "requirements-dev.lock")
    replace(copied / "pyproject.toml", f'"{pin}"', '"planted==1.0"')
    caught = check(copied)
    assert caught.returncode == 1
    assert "planted==1.0 is in constraint-dependencies and not in requirements-dev.lock" in caught.stderr
    assert f"{pin} is in requirements-dev.lock and not in constraint-dependencies" in caught.stderr


def test_a_product_pin_that_differs_from_the_tested_one_is_caught(copied: Path) -> None:
    name = first_pin(copied / "requirements.lock").split("==")[0]
    replace(copied / "requirements.lock", f"{name}==", f"{name}==0")
    caught = check(copied)
    assert caught.returncode == 1
    assert f"{name}==0" in caught.stderr


@pytest.mark.parametrize(
    ("old", "new", "lock"),
    [
        ('dependencies = [\n    "', 'dependencies = [\n    "planted>=1",\n    "', "requirements.lock"),
        ('dev = [\n    "', 'dev = [\n    "planted>=1",\n    "', "requirements-dev.lock"),
    ],
)
def test_a_direct_dependency_without_a_pin_is_caught(copied: Path, old: str, new: str, lock: str) -> None:
    replace(copied / "pyproject.toml", old, new)
    caught = check(copied)
    assert caught.returncode == 1
    assert f"pyproject.toml asks for planted>=1; {lock} pins none" in caught.stderr


def test_a_pin_that_pyproject_no_longer_allows_is_caught(copied: Path) -> None:
    replace(copied / "pyproject.toml", '"pydantic>=2', '"pydantic>=99')
    caught = check(copied)
    assert caught.returncode == 1
    assert "pyproject.toml asks for pydantic" in caught.stderr


@pytest.mark.parametrize(
    "line", ["--index-url https://registry.example/simple", "-e file:///home/me", "# a note", "casebook @ ."]
)
def test_anything_but_pins_and_hashes_is_caught(copied: Path, line: str) -> None:
    with (copied / "requirements.lock").open("a") as lock:
        lock.write(line + "\n")
    caught = check(copied)
    assert caught.returncode == 1
    assert "neither a pin nor a hash" in caught.stderr


def test_a_pin_without_a_hash_is_caught(copied: Path) -> None:
    file = copied / "requirements.lock"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:1] + [line for line in lines[1:] if not line.startswith("    --hash")]))
    caught = check(copied)
    assert caught.returncode == 1
    assert "the pin before has no hash" in caught.stderr
