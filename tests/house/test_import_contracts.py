"""The import contracts of pyproject.toml hold, and each one catches a planted violation."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
# contract id, planted modules and the one import each of them makes
PLANTS = [
    ("layers", {"service/domain/planted.py": "import service.database"}),
    ("pure-domain", {"service/domain/planted.py": "import sqlalchemy"}),
    ("actions-without-web", {"service/actions/planted.py": "import starlette.requests"}),
    ("events-only", {"service/projections/planted.py": "import service.domain.case.decisions.questions"}),
    ("record-below-decisions", {"service/domain/case/record/planted.py": "import service.domain.case.state"}),
    ("library-apart", {"service/eventstore/planted.py": "import eventsourcing"}),
    (
        "no-cycles",
        {
            "service/domain/planted_left.py": "import service.domain.planted_right",
            "service/domain/planted_right.py": "import service.domain.planted_left",
        },
    ),
    ("resources", {"service/api/http/planted.py": "import service.api.cases.routes"}),
    ("resources", {"service/api/cases/planted.py": "import service.api.accounts.routes"}),
]
MAY_BE_IMPORTED_BELOW = sys.stdlib_module_names | {"pydantic", "pydantic_core", "service"}


def lint_imports(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert command, "import-linter is not installed beside this Python"
    return subprocess.run(
        [command, "--no-cache", "--no-logo", *options], cwd=root, check=False, capture_output=True, text=True
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the product's modules and the contracts, to plant in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "service", tmp_path / "service", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    return tmp_path


def test_every_contract_holds() -> None:
    linted = lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in linted.stdout


def test_a_violation_of_each_contract_is_planted() -> None:
    assert {contract for contract, _ in PLANTS} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "plants"), PLANTS)
def test_a_planted_violation_of_each_contract_is_caught(
    copied: Path, contract: str, plants: dict[str, str]
) -> None:
    before = lint_imports(copied, "--contract", contract)
    assert f"{CONTRACTS[contract]} KEPT" in before.stdout, before.stdout
    for module, planted in plants.items():
        (copied / module).write_text(planted + "\n")
    caught = lint_imports(copied, "--contract", contract)
    assert caught.returncode == 1
    assert f"{CONTRACTS[contract]} BROKEN" in caught.stdout, caught.stdout


def test_a_package_that_no_layer_names_is_caught(copied: Path) -> None:
    (copied / "service/planted.py").touch()
    caught = lint_imports(copied, "--contract", "layers")
    assert caught.returncode == 1
    assert "planted" in caught.stdout


def foreign_imports(source: str) -> set[str]:
    """Name the top packages that a module imports and a pure one may not."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported.add(node.module.split(".")[0])
    return imported - MAY_BE_IMPORTED_BELOW


def test_the_domain_needs_the_standard_library_and_pydantic_only() -> None:
    assert foreign_imports("import yaml\nfrom requests.auth import x\nimport json, pydantic") == {
        "yaml",
        "requests",
    }
    modules = sorted((ROOT / "service/domain").rglob("*.py"))
    assert modules
    foreign = {module.name: foreign_imports(module.read_text()) for module in modules}
    assert {name: names for name, names in foreign.items() if names} == {}
