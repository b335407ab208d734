"""Try on a copy what a change costs: a command with its event, and a read model with its view.

Run: uv run python tools/trial_of_change.py [--only command | --only model] [--without]

Prints the files that were written by hand and those that were generated. Fails where a check does, or where
the files are too many. With `--without`, each hand-written file is left out in turn, what notices it is
printed, and the trial fails where nothing does. Takes some minutes, with `--without` a quarter of an hour.
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
TRIALS = {"command": A_COMMAND, "model": A_READ_MODEL}


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what git knows into a folder, as a repository of its own, so that git tells what changed."""
    tree = folder / "tree"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in names.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    if (ROOT / ".mypy_cache").exists():  # what the type checker knows of files that do not change
        shutil.copytree(ROOT / ".mypy_cache", tree / ".mypy_cache")
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


def generated(tree: Path, trial: Trial) -> str | None:
    """Run the generators; return what the first says that fails."""
    for generator in trial.generators:
        if (made := run(tree, *generator)).returncode:
            return f"{generator[0]}: {made.stderr.strip().splitlines()[-1]}"
    return None


def complaint(tree: Path, *tests: str) -> str | None:
    """Return the first line with which the type checker or a test fails; None where all pass."""
    tidy(tree)
    if (typed := run(tree, "-m", "mypy")).returncode:
        return "mypy: " + next(line for line in typed.stdout.splitlines() if ": error:" in line)
    there = [test for test in tests if (tree / test.partition("::")[0]).exists()]
    tested = run(tree, "-m", "pytest", "-q", "-x", "-n", "0", *there)
    return f"pytest: {first_fault(tested)}" if tested.returncode else None


def tidy(tree: Path) -> None:
    """Do by machine what every editor does: lines are folded, imports sorted."""
    run(tree, "-m", "ruff", "format", "-q", "service", "tests")
    run(tree, "-m", "ruff", "check", "-q", "--fix", "--select", "I", "service", "tests")


def first_fault(tested: subprocess.CompletedProcess[str]) -> str:
    """Return the line that names the test at fault, or what was printed last where the run itself broke."""
    lines = [*tested.stdout.splitlines(), *tested.stderr.splitlines()]
    return next((line for line in lines if line.startswith(("FAILED", "ERROR"))), lines[-1])


def tried(trial: Trial, *, without: bool) -> bool:
    """Try a change, print what it touched, and say whether that is as little as was promised."""
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_of_the_tree(Path(folder))
        write(tree, trial.edits)
        wrong = generated(tree, trial) or complaint(tree, *trial.tests, *trial.more_tests)
        are_few = told(tree, trial, wrong)
        are_asked = without and wrong is None  # what fails as a whole says nothing of its parts
        noticed = [left_out(tree, trial, name) for name in trial.edits] if are_asked else []
    return wrong is None and are_few and all(noticed)


def told(tree: Path, trial: Trial, wrong: str | None) -> bool:
    """Print what was touched and what the checks say; say whether it is few enough."""
    touched = {line[3:] for line in git(tree, "status", "--porcelain", "-uall").splitlines()}
    sources = [name for name in trial.edits if name.startswith("service/")]
    tests = [name for name in trial.edits if name.startswith("tests/")]
    print(f"\n{trial.name}: {len(sources)} source files, {len(tests)} test files by hand")
    for name in trial.edits:
        print(f"  by hand    {name}")
    for name in sorted(touched - set(trial.edits)):
        print(f"  generated  {name}")
    print(f"  checks     {wrong or 'all pass'}", flush=True)
    return len(sources) <= trial.most_sources and len(tests) <= MOST_TESTS


def left_out(tree: Path, trial: Trial, name: str) -> bool:
    """Leave one file out, print what notices it, and say whether anything does, where anything should.

    Nothing is generated before: the type checker and the tests are to notice, not a page.
    """
    git(tree, "reset", "-q", "--hard")
    git(tree, "clean", "-qfd")
    write(tree, {other: edit for other, edit in trial.edits.items() if other != name})
    noticed = complaint(tree, *trial.tests)
    unseen = "nobody notices, as nothing need be special" if name in trial.optional else "NOBODY NOTICES"
    print(f"  without    {name}\n             {noticed or unseen}", flush=True)
    return noticed is not None or name in trial.optional


def main() -> int:
    """Try both changes, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=TRIALS, help="try this change alone")
    parser.add_argument("--without", action="store_true", help="leave each file out in turn, too")
    asked = parser.parse_args()
    trials = [TRIALS[asked.only]] if asked.only else TRIALS.values()
    are_well = [tried(trial, without=asked.without) for trial in trials]
    return 0 if all(are_well) else 1


if __name__ == "__main__":
    sys.exit(main())
