"""Make the font of printed reports again: Noto Sans SC with the characters of GB 2312 and of European words.

    uv run python -m tools.subset_font [--root FOLDER]

The font comes from the npm package that VENDOR.json in its folder names under `made_from`; `vendor_assets.py`
takes the licence and checks what is here by the hash under `made`. Needs `npm`, and fontTools, which comes
with WeasyPrint. The same package and fontTools give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

from fontTools import subset

from tools.vendor_assets import PINS, contents

PLACE = Path("service/reports/documents/static/noto-sans-sc")
EUROPEAN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
SIGNS = "–—‘’“”…•←→↑↓≤≥≠±×÷€¥▲▼■□●○✓✗"
NAMES_KEPT = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def gb2312() -> set[int]:
    """Return the characters of GB 2312, row by row."""
    found: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def made_of(font: bytes) -> bytes:
    options = subset.Options()
    options.flavor = "woff"
    options.hinting = False
    options.layout_features = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum"]
    options.name_IDs = NAMES_KEPT
    options.notdef_outline = True
    loaded = subset.load_font(io.BytesIO(font), options, lazy=False)
    loaded.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=gb2312() | {*EUROPEAN, *map(ord, SIGNS)})
    cutter.subset(loaded)
    written = io.BytesIO()
    subset.save_font(loaded, written, options)
    return written.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the font of printed reports again.")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help="the project's folder")
    folder = parser.parse_args().root / PLACE
    pins: dict[str, Any] = json.loads((folder / PINS).read_text(encoding="utf-8"))
    source, sha256 = next(iter(pins["made_from"].items()))
    font = contents({**pins, "files": pins["made_from"]})[source]
    if hashlib.sha256(font).hexdigest() != sha256:
        print(f"{source} is not the file that {PINS} pins", file=sys.stderr)
        return 1
    body = made_of(font)
    (name,) = pins["made"]
    pins["made"] = {name: hashlib.sha256(body).hexdigest()}
    (folder / name).write_bytes(body)
    (folder / PINS).write_text(json.dumps(pins, indent=2) + "\n", encoding="utf-8")
    print(f"{name}: {len(body):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
