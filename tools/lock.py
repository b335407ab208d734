"""Pin every package the project needs, in three places that agree.

    uv run python tools/lock.py [--upgrade | --check] [--root FOLDER]

- requirements-dev.lock  product and dev group, with hashes
- requirements.lock      the product alone, with hashes: what the container image installs
- pyproject.toml         the same pins as `[tool.uv] constraint-dependencies`, so that a plain `uv run`
                         takes these versions without a uv.lock (which would name a registry on every line)

Without `--upgrade` a package keeps its pin as long as pyproject.toml allows it. `--check` needs no network.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PRODUCT = "requirements.lock"
EVERYTHING = "requirements-dev.lock"
PIN = re.compile(r"^(?P<pin>[a-z0-9-]+==[^\s;]+( ; [^\\]+?)?) \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
CONSTRAINTS = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)
RELOCK = "lock again: uv run python tools/lock.py"


class LockError(Exception):
    """The pins do not agree, or a lock holds something else than pins and hashes."""


def pins(root: Path, lock: str) -> list[str]:
    """Answer the pins of a lock file as `name==version` or `name==version ; marker`, in its order.

    Raises:
        LockError: a line is neither a pin nor a hash (an index, a path, a comment), or a pin has no hash.
    """
    found: list[str] = []
    hashes = 1
    for number, text in enumerate((root / lock).read_text(encoding="utf-8").splitlines(), start=1):
        if pin := PIN.match(text):
            if not hashes:
                raise LockError(f"{lock}:{number}: the pin before has no hash; {RELOCK}")
            found.append(pin["pin"])
            hashes = 0
        elif HASH.match(text):
            hashes += 1
        else:
            raise LockError(f"{lock}:{number}: neither a pin nor a hash: {text!r}; {RELOCK}")
    return found


def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def differences(name: str, these: list[str], other: str, those: list[str]) -> Iterator[str]:
    for pin in these:
        if pin not in those:
            yield f"{pin} is in {name} and not in {other}"


def unpinned(direct: list[str], lock: str, pinned: list[str]) -> Iterator[str]:
    """Name each direct dependency that a lock does not pin to a version it allows."""
    versions: dict[str, list[str]] = {}
    for pin in map(Requirement, pinned):
        versions.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    for wanted in map(Requirement, direct):
        found = versions.get(canonicalize_name(wanted.name), [])
        if not found or not all(wanted.specifier.contains(version) for version in found):
            yield f"pyproject.toml asks for {wanted}; {lock} pins {', '.join(found) or 'none'}"


def check(root: Path) -> None:
    """Compare the three places and the direct dependencies.

    Raises:
        LockError: with every difference found, one a line.
    """
    told = project(root)
    constraints = told["tool"]["uv"]["constraint-dependencies"]
    product, everything = pins(root, PRODUCT), pins(root, EVERYTHING)
    wrong = [
        *differences(EVERYTHING, everything, "constraint-dependencies", constraints),
        *differences("constraint-dependencies", constraints, EVERYTHING, everything),
        *differences(PRODUCT, product, EVERYTHING, everything),
        *unpinned(told["project"]["dependencies"], PRODUCT, product),
        *unpinned(told["dependency-groups"]["dev"], EVERYTHING, everything),
    ]
    if wrong:
        raise LockError("\n".join([*wrong, RELOCK]))


def compile_lock(root: Path, lock: str, *options: str) -> None:
    """Resolve with uv for every platform and every Python the project allows.

    `--no-config` leaves the constraints of pyproject.toml out: they are what is being made.
    """
    oldest = project(root)["project"]["requires-python"].removeprefix(">=")
    made = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", oldest]
    command = ["uv", "pip", "compile", "--quiet", "--no-config", "pyproject.toml", *made, "-o", lock]
    subprocess.run([*command, *options], cwd=root, check=True)


def write_constraints(root: Path) -> None:
    file = root / "pyproject.toml"
    rows = "".join(f'    "{pin}",\n' for pin in pins(root, EVERYTHING))
    text, count = CONSTRAINTS.subn(
        lambda _: f"constraint-dependencies = [\n{rows}]\n", file.read_text(encoding="utf-8")
    )
    if count != 1:
        raise LockError(
            "pyproject.toml: [tool.uv] needs one list `constraint-dependencies = [`, `]` over lines"
        )
    file.write_text(text, encoding="utf-8")


def lock(root: Path, *, upgrade: bool) -> None:
    """Resolve everything first, then the product within it, so that both have the same versions."""
    compile_lock(root, EVERYTHING, "--group", "dev", *(["--upgrade"] if upgrade else []))
    (root / PRODUCT).unlink(missing_ok=True)
    compile_lock(root, PRODUCT, "--constraint", EVERYTHING)
    write_constraints(root)
    check(root)


def main() -> int:
    parser = argparse.ArgumentParser(description="Pin every package, or check that the pins agree.")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help="the project's folder")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    how.add_argument("--check", action="store_true", help="change nothing; exit 1 where the pins differ")
    asked = parser.parse_args()
    try:
        if asked.check:
            check(asked.root)
        else:
            lock(asked.root, upgrade=asked.upgrade)
    except LockError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
