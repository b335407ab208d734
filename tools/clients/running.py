"""dbt, pm4py and pandas set to work on a record."""

import json
import math
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tools.clients.environments import environment_of

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "integrations/dbt"


class ClientFailedError(RuntimeError):
    """A client did not get its work done."""


@dataclass(frozen=True)
class DbtResult:
    """What dbt found: results of tests by status, and the freshness of the mart."""

    tests: Counter[str]
    failed: tuple[str, ...]
    freshness: str
    described: int
    """Columns whose Chinese meaning is in the catalogue that dbt wrote."""


def run_dbt(bi_url: str, folder: Path) -> DbtResult:
    """Test the mart as its users would, with the read-only role; write into `folder` only.

    Raises NotInstallableError, ClientFailedError.
    """
    program = environment_of("dbt") / "dbt"
    project = folder / "dbt"
    shutil.copytree(PROJECT, project)
    environment = {**os.environ, **_settings(bi_url), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    base = ("--project-dir", str(project), "--profiles-dir", str(project))
    said = _run([str(program), "test", *base], environment, may_fail=True)
    results = _read(project / "target/run_results.json", said)["results"]
    said = _run([str(program), "source", "freshness", *base], environment, may_fail=True)
    fresh = _read(project / "target/sources.json", said)["results"]
    said = _run([str(program), "docs", "generate", *base], environment)
    catalog = _read(project / "target/catalog.json", said)["sources"].values()
    comments = [column["comment"] for source in catalog for column in source["columns"].values()]
    return DbtResult(
        tests=Counter(each["status"] for each in results),
        failed=tuple(each["unique_id"] for each in results if each["status"] != "pass"),
        freshness=", ".join(each["status"] for each in fresh),
        described=sum(bool(comment) and " | " in comment for comment in comments),
    )


def run_pm4py(ocel: Path, xes: Path) -> dict[str, Any]:
    """Have pm4py read both logs, discover how cases go and replay them; raises like `run_dbt`."""
    python = environment_of("pm4py") / "python"
    said = _run(
        [str(python), str(Path(__file__).with_name("pm4py_reads.py")), str(ocel), str(xes)], os.environ
    )
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def run_pandas(bi_url: str) -> dict[str, dict[str, float]]:
    """Have pandas compute KPIs from the mart, with the read-only role; raises like `run_dbt`."""
    python = environment_of("pandas") / "python"
    said = _run([str(python), str(Path(__file__).with_name("pandas_reads.py")), bi_url], os.environ)
    found: dict[str, dict[str, float]] = json.loads(said.splitlines()[-1])
    return found


def differences(computed: Mapping[str, Mapping[str, float]], figures: Mapping[str, Any]) -> list[str]:
    """Return the figures that differ from those of the KPI report, a line each."""
    return [
        f"{slug} {name}: {value} computed, {reported} reported"
        for slug, values in computed.items()
        for name, value in values.items()
        if (reported := getattr(figures[slug], name)) is None
        or not math.isclose(reported, value, abs_tol=0.001)
    ]


def _settings(bi_url: str) -> dict[str, str]:
    parts = urlsplit(bi_url)
    return {
        "CASEBOOK_BI_HOST": parts.hostname or "127.0.0.1",
        "CASEBOOK_BI_PORT": str(parts.port or 5432),
        "CASEBOOK_BI_USER": unquote(parts.username or ""),
        "CASEBOOK_BI_PASSWORD": unquote(parts.password or ""),
        "CASEBOOK_BI_DATABASE": parts.path.lstrip("/"),
    }


def _run(command: Iterable[str], environment: Any, *, may_fail: bool = False) -> str:
    ran = subprocess.run([*command], capture_output=True, text=True, env=dict(environment), check=False)
    if ran.returncode and not may_fail:
        raise ClientFailedError(f"{' '.join(command)}: {(ran.stdout + ran.stderr)[-2000:]}")
    return ran.stdout


def _read(path: Path, said: str) -> dict[str, Any]:
    if not path.exists():
        raise ClientFailedError(f"{path.name} was not written: {said[-2000:]}")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
