"""Try on a copy what a change costs: a command with its event, and a read model with its view.

Run: uv run python tools/trial_of_change.py [--without]

Prints the files that were written by hand and those that were generated, and fails where a check does. With
`--without`, each hand-written file is left out in turn, and what notices it is printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.trial.changes import A_COMMAND, A_READ_MODEL, Edit, Trial  # noqa: E402  found by the line above

MOST_TESTS = 2


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what git knows into a folder, as a repository of its own, so that git tells what changed."""
    tree = folder / "tree"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in names.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        git(tree, "-c", "user.name=trial", "-c", "user.email=trial@example.org", *command)
    return tree


def git(tree: Path, *arguments: str) -> str:
    """Return what git prints."""
    return subprocess.run(["git", *arguments], cwd=tree, check=True, capture_output=True, text=True).stdout


def write(tree: Path, edits: dict[str, Edit]) -> None:
    """Apply the edits; a file that is not there begins empty."""
    for name, edit in edits.items():
        file = tree / name
        file.write_text(edit(file.read_text() if file.exists() else ""))


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a module or script of this environment on the tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}  # the copy is meant, not the tree it was made of
    return subprocess.run(
        [sys.executable, *command], cwd=tree, env=environment, check=False, capture_output=True, text=True
    )


def complaint(tree: Path, trial: Trial) -> str | None:
    """Return the first line with which a check fails; None where all pass."""
    for generator in trial.generators:
        if (made := run(tree, *generator)).returncode:
            return f"{generator[0]}: {made.stderr.strip().splitlines()[-1]}"
    run(tree, "-m", "ruff", "format", "-q", "service", "tests")
    run(tree, "-m", "ruff", "check", "-q", "--fix", "--select", "I", "service", "tests")
    if (typed := run(tree, "-m", "mypy")).returncode:
        return "mypy: " + next(line for line in typed.stdout.splitlines() if ": error:" in line)
    tested = run(tree, "-m", "pytest", "-q", "-x", "-n", "2", *trial.tests)
    if tested.returncode:
        lines = tested.stdout.splitlines()
        return "pytest: " + next((line for line in lines if line.startswith(("FAILED", "ERROR"))), lines[-1])
    return None


def tried(trial: Trial, *, without: bool) -> bool:
    """Try a change, print what it touched, and say whether that is as little as was promised."""
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_of_the_tree(Path(folder))
        write(tree, trial.edits)
        wrong = complaint(tree, trial)
        touched = {line[3:] for line in git(tree, "status", "--porcelain", "-uall").splitlines()}
        sources = [name for name in trial.edits if name.startswith("service/")]
        tests = [name for name in trial.edits if name.startswith("tests/")]
        print(f"\n{trial.name}: {len(sources)} source files, {len(tests)} test files by hand")
        for name in trial.edits:
            print(f"  by hand    {name}")
        for name in sorted(touched - set(trial.edits)):
            print(f"  generated  {name}")
        print(f"  checks     {wrong or 'all pass'}")
        are_few = len(sources) <= trial.most_sources and len(tests) <= MOST_TESTS
        noticed = all(left_out(tree, trial, name) for name in trial.edits) if without else True
    return wrong is None and are_few and noticed


def left_out(tree: Path, trial: Trial, name: str) -> bool:
    """Leave one file out, print what notices it, and say whether anything does."""
    if Path(name).name.startswith("test_"):
        return True  # a test that nobody writes is missed by nobody but the reader
    git(tree, "reset", "-q", "--hard")
    git(tree, "clean", "-qfd")
    write(tree, {other: edit for other, edit in trial.edits.items() if other != name})
    noticed = complaint(tree, trial)
    print(f"  without    {name}\n             {noticed or 'NOBODY NOTICES'}")
    return noticed is not None


def main() -> int:
    """Try both changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="store_true", help="leave each file out in turn, too")
    without = parser.parse_args().without
    are_well = [tried(trial, without=without) for trial in (A_COMMAND, A_READ_MODEL)]
    return 0 if all(are_well) else 1


if __name__ == "__main__":
    sys.exit(main())
