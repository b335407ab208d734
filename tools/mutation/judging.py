"""Judges mutants in a copy of the tree, with a process and a PostgreSQL of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tools.mutation.mutants import Mutant
from tools.mutation.named_tests import Stage, stages_for

PROGRAM = Path(__file__).with_name("forked_tests.py")
KILLED, SURVIVED, UNCLEAR = "killed", "survived", "unclear"
FAILED = {1, 2, 4}
"""Exit codes of pytest: a test failed, a file could not be read, a conftest could not be read."""
PASSED = {0, 5}
"""All passed, or no test bears the name."""
CONFIRM_SECONDS = 1800
FAR_LESS = 3
"""A run that takes too long is a kill where the tree as it is takes a third of the limit at most."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of a mutant."""

    mutant: Mutant
    result: str
    seconds: float
    test: str | None = None
    """The test that failed first; null if none did, or if the run took too long."""
    why: str | None = None


class Judge:
    """One copy of the tree and one process that runs the tests in it."""

    def __init__(self, root: Path, server_url: str | None) -> None:
        self._root = root
        self._server_url = server_url
        self._copy = Path(tempfile.mkdtemp(prefix="casebook-mutants-"))

    def __enter__(self) -> Self:
        """Copy the tree and start the process."""
        self._copy.chmod(0o711)
        copy_tree(self._root, self._copy)
        # CI: Hypothesis draws the same examples each time and sets no limit of time.
        environment = os.environ | {"PYTHONPATH": str(self._copy), "CI": "true", "PYTHONHASHSEED": "0"}
        if self._server_url:
            environment["CASEBOOK_TEST_SERVER_URL"] = self._server_url
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            cwd=self._copy,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process and remove the copy."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._copy, ignore_errors=True)

    def judge(self, mutant: Mutant) -> Verdict:
        """Run the tests that the module's name leads to, until one fails."""
        seconds = 0.0
        for stage in stages_for(mutant.file, self._copy):
            with self._mutated(mutant):
                seen = self._run(stage)
            seconds += seen["seconds"]
            code = seen["code"]
            test, why = next(iter(seen["failures"].items()), (None, None))
            if code is None:
                is_far_less = self._takes_far_less(stage)
                result = KILLED if is_far_less else UNCLEAR
                return Verdict(mutant=mutant, result=result, seconds=seconds, why="it takes too long")
            if code in FAILED or code < 0:
                return Verdict(mutant=mutant, result=KILLED, seconds=seconds, test=test, why=why)
            if code not in PASSED:
                return Verdict(
                    mutant=mutant, result=UNCLEAR, seconds=seconds, why=f"pytest ended with {code}"
                )
        return Verdict(mutant=mutant, result=SURVIVED, seconds=seconds)

    def confirm(self, verdicts: list[Verdict]) -> list[Verdict]:
        """Return the verdicts: a kill is none where its test fails on the tree as it is, too."""
        tests = tuple(sorted({verdict.test for verdict in verdicts if verdict.test}))
        if not tests:
            return verdicts
        seen = self._run(Stage(arguments=(*tests, "--maxfail=0"), limit_seconds=CONFIRM_SECONDS))
        unsound = set(seen["failures"]) if seen["code"] in {0, 1} else set(tests)
        return [
            replace(verdict, result=UNCLEAR) if verdict.test in unsound else verdict for verdict in verdicts
        ]

    def _takes_far_less(self, stage: Stage) -> bool:
        seen = self._run(stage)
        return seen["code"] in PASSED and seen["seconds"] * FAR_LESS <= stage.limit_seconds

    def _run(self, stage: Stage) -> dict[str, Any]:
        if self._server_url:
            forget_databases(self._server_url)
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no pipes")
        order = {"arguments": stage.arguments, "limit_seconds": stage.limit_seconds}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        seen: dict[str, Any] = json.loads(self._process.stdout.readline())
        return seen

    @contextmanager
    def _mutated(self, mutant: Mutant) -> Iterator[None]:
        """Write the mutant into the copy and take it back; what Python compiled of either goes with it."""
        file = self._copy / mutant.file
        source = file.read_bytes()
        _write(file, mutant.apply(source))
        try:
            yield
        finally:
            _write(file, source)


def copy_tree(root: Path, into: Path) -> None:
    """Copy what git has or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (root / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, into / name)


def forget_databases(server_url: str) -> None:
    """Drop what an earlier run left on the server: a mutant may make tables of its own."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(server_url, autocommit=True) as admin:
        names = admin.execute("select datname from pg_database where datname ~ '^(t_|template_casebook)'")
        for (name,) in names.fetchall():
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _write(file: Path, source: bytes) -> None:
    file.write_bytes(source)
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
