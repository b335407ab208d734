"""Run in a copy of the tree: for each line of the input one pytest in a fork, and one line of what it saw.

The libraries are imported once; the product and its tests are imported in the fork, as they stand by then.
"""

import json
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

LIBRARIES = (
    "_hypothesis_pytestplugin",
    "alembic.command",
    "eventsourcing.application",
    "pytest_asyncio.plugin",
    "xdist.plugin",
    "hypothesis.strategies",
    "orjson",
    "psycopg_pool",
    "psycopg.types.json",
    "pydantic",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.ext.asyncio",
    "structlog",
    "yaml",
)
QUIET = "ignore::pytest.PytestAssertRewriteWarning"
"""Of libraries that are imported before pytest could look at their own assertions."""
OPTIONS = ("-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:schemathesis", "-W", QUIET)
LOOK_SECONDS = 0.05


class Failures:
    """A plugin of pytest that keeps which tests failed, in order, and with which words."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at a test that ran."""
        self._keep(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Look at a file that was read."""
        self._keep(report)

    def _keep(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed:
            last = report.longreprtext.strip().splitlines()
            told = [line for line in last if line.startswith("E ")] or last[-1:]
            self._found.setdefault(report.nodeid, told[0][:200] if told else "")
            self._file.write_text(json.dumps(self._found))


def main() -> None:
    """Answer every line until the input ends."""
    for name in LIBRARIES if "CASEBOOK_TEST_SERVER_URL" in os.environ else ():
        import_module(name)
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)


def run(arguments: list[str], limit_seconds: float) -> dict[str, Any]:
    """Run pytest in a fork; `code` is its exit code, null if the limit ended it."""
    with TemporaryDirectory() as folder:
        failure = Path(folder) / "failures.json"
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            _run_and_exit([*OPTIONS, *arguments], failure)
        code = _exit_code(child, began + limit_seconds)
        seconds = round(time.monotonic() - began, 1)
        failures = json.loads(failure.read_text()) if failure.exists() else {}
        return {"code": code, "seconds": seconds, "failures": failures}


def _run_and_exit(arguments: list[str], failure: Path) -> None:
    code = 3
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        code = pytest.main(arguments, plugins=[Failures(failure)])
    finally:
        os._exit(code)


def _exit_code(child: int, until: float) -> int | None:
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(LOOK_SECONDS)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    main()
