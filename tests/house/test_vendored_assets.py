"""What the product serves to a browser is what was reviewed, and its licence lies beside it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = sorted((ROOT / "service").rglob("VENDOR.json"))


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools/vendor_assets.py"), "--check", "--root", str(root)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_api_page_is_vendored() -> None:
    assert ROOT / "service/api/http/docs/static/swagger-ui/VENDOR.json" in PINS


@pytest.mark.parametrize("pins", PINS, ids=lambda pins: pins.parent.name)
def test_every_vendored_file_is_as_pinned(pins: Path) -> None:
    pinned = json.loads(pins.read_text())
    assert all(pinned[field] for field in ("name", "version", "licence", "files"))
    for source, sha256 in pinned["files"].items():
        content = (pins.parent / Path(source).name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256, source


@pytest.mark.parametrize("pins", PINS, ids=lambda pins: pins.parent.name)
def test_the_licence_lies_beside_the_files(pins: Path) -> None:
    licences = [file for file in pins.parent.iterdir() if file.name.upper().startswith("LICENSE")]
    assert licences, f"{pins.parent} has no licence"
    assert all(file.stat().st_size > 500 for file in licences)


def test_the_checker_agrees() -> None:
    checked = check(ROOT)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count("as pinned") == len(PINS)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the vendored Swagger UI into a project of its own and answer its folder."""
    place = Path("service/api/http/docs/static/swagger-ui")
    shutil.copytree(ROOT / place, tmp_path / place)
    return tmp_path / place


def test_a_changed_file_is_caught(tmp_path: Path, copied: Path) -> None:
    with (copied / "swagger-ui.css").open("a") as stylesheet:
        stylesheet.write("/* planted */")
    caught = check(tmp_path)
    assert caught.returncode == 1
    assert "swagger-ui.css: SHA-256 is" in caught.stderr


@pytest.mark.parametrize("missing", ["LICENSE", "swagger-ui-bundle.js"])
def test_a_missing_file_is_caught(tmp_path: Path, copied: Path, missing: str) -> None:
    (copied / missing).unlink()
    assert check(tmp_path).returncode == 1


def test_a_file_without_a_pin_is_caught(tmp_path: Path, copied: Path) -> None:
    (copied / "planted.js").write_text("alert(1)")
    caught = check(tmp_path)
    assert caught.returncode == 1
    assert "planted.js" in caught.stderr
