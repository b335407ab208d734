"""The mutants that no test can tell from the code, listed with a reason in `equivalents.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from tools.mutation.mutants import Mutant

LISTED = Path(__file__).with_name("equivalents.toml")


def reason_of(mutant: Mutant, root: Path) -> str | None:
    """Return why nothing can be seen of the mutant; null if something must be."""
    line = (root / mutant.file).read_text().splitlines()[mutant.line - 1]
    for entry in _listed():
        change = f"{mutant.before} -> {mutant.after}"
        if entry["file"] == mutant.file and entry["change"] == change and entry.get("within", "") in line:
            return entry["reason"]
    return None


@cache
def _listed() -> tuple[dict[str, str], ...]:
    return tuple(tomllib.loads(LISTED.read_text()).get("equivalent", ()))
