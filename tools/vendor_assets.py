"""Fetch the browser assets the product serves itself, as their VENDOR.json files pin them.

    uv run python tools/vendor_assets.py [--check | --accept] [--root FOLDER]

Each folder `service/**/static/<name>/` has a VENDOR.json: the npm package, its version and licence, and the
SHA-256 of every file taken from it (path inside the package; kept under its last part), and under `made` of
those that a tool of ours made of it (`subset_font.py`), which are only checked. To upgrade, change the
version there and run with `--accept`, which writes the new hashes; read the change before committing.
`--check` fetches nothing and compares the files that are here. Needs `npm` unless `--check`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

PINS = "VENDOR.json"


class AssetError(Exception):
    """A vendored file is missing, or is not the one that VENDOR.json pins."""


def compare(name: str, content: bytes, pinned: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != pinned:
        raise AssetError(f"{name}: SHA-256 is {found}, {PINS} pins {pinned}")


def check(folder: Path, pins: dict[str, Any]) -> None:
    """Compare the files of one folder with its pins, both ways.

    Raises:
        AssetError: a file differs, is missing, or is here without a pin.
    """
    taken = {Path(source).name: sha256 for source, sha256 in pins["files"].items()}
    pinned = {**taken, **pins.get("made", {})}
    here = {file.name for file in folder.iterdir()} - {PINS}
    if here != set(pinned):
        raise AssetError(f"{folder}: has {sorted(here)}, {PINS} pins {sorted(pinned)}")
    for name, sha256 in pinned.items():
        compare(f"{folder}/{name}", (folder / name).read_bytes(), sha256)


def contents(pins: dict[str, Any]) -> dict[str, bytes]:
    """Fetch the package with npm and answer path inside the package -> content, for the pinned files."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = f"{pins['name']}@{pins['version']}"
        packed = subprocess.run(
            ["npm", "pack", "--json", wanted], cwd=scratch, check=True, capture_output=True, text=True
        )
        archive_name = json.loads(packed.stdout)[0]["filename"]
        with tarfile.open(Path(scratch) / archive_name) as archive:
            found = {source: archive.extractfile(f"package/{source}") for source in pins["files"]}
            return {source: file.read() for source, file in found.items() if file}


def fetch(folder: Path, pins: dict[str, Any], *, accept: bool) -> None:
    """Write the pinned files of one folder; nothing is written unless every one is as pinned.

    Raises:
        AssetError: the package holds something else than the pins say (not with `accept`).
    """
    fetched = contents(pins)
    if accept:
        pins["files"] = {source: hashlib.sha256(body).hexdigest() for source, body in fetched.items()}
        (folder / PINS).write_text(json.dumps(pins, indent=2) + "\n", encoding="utf-8")
    for source, body in fetched.items():
        compare(source, body, pins["files"][source])
    for source, body in fetched.items():
        (folder / Path(source).name).write_bytes(body)
    check(folder, pins)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch or check the vendored browser assets.")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help="the project's folder")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--check", action="store_true", help="fetch nothing; exit 1 where a file is not as pinned"
    )
    how.add_argument("--accept", action="store_true", help="pin what the named version holds")
    asked = parser.parse_args()
    for file in sorted((asked.root / "service").rglob(PINS)):
        pins = json.loads(file.read_text(encoding="utf-8"))
        try:
            if asked.check:
                check(file.parent, pins)
            else:
                fetch(file.parent, pins, accept=asked.accept)
        except AssetError as wrong:
            print(wrong, file=sys.stderr)
            return 1
        print(f"{pins['name']} {pins['version']}: {len(pins['files'])} files as pinned")
    return 0


if __name__ == "__main__":
    sys.exit(main())
