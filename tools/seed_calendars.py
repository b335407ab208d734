"""Write the default calendars: `python tools/seed_calendars.py`; `--check` only compares.

The statutory holidays of China and the working days that make up for them come from the library `holidays`,
which collects the notices of the State Council. A year counts as covered only when the library knows at least
one make-up day of it: for a year whose notice is not out yet it gives the days of the law, silently without
any make-up day. What has changed is written as the next version beside the others, which stay as they are.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

# Installed with the tools of developers only; users get the calendars that it made.
holidays: Any = import_module("holidays") if find_spec("holidays") else None

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "service/importers/defaults/calendars"
NOTICE = "# Written by tools/seed_calendars.py. Put what differs with you into a calendar of your own.\n"
ZONE = "Asia/Shanghai"
SOURCE = "Notices of the State Council of the PRC, as collected by the Python library holidays"
FIRST_YEAR = 2010
YEARS = range(FIRST_YEAR, FIRST_YEAR + 100)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OFFICE_HOURS = ("09:00-12:00", "13:00-18:00")
MAKE_UP_DAY = {"zh": "调休补班", "en": "Make-up working day"}
_AMERICAN_DATE = re.compile(r"\b([0-9]{2})/([0-9]{2})/([0-9]{4})\b")


class SpecialDay(NamedTuple):
    """A date that is not like its weekday; `windows` is empty where nobody works."""

    day: date
    name: dict[str, str]
    windows: tuple[str, ...]


def always(version: int) -> Iterator[str]:
    """Yield the lines of the calendar in which all time counts."""
    yield from head("always", version, {"zh": "全天候(7×24)", "en": "Around the clock (24x7)"})
    yield "always: true"


def seven_by_twelve(version: int) -> Iterator[str]:
    """Yield the lines of the calendar of high-value accounts: 8 to 20 h every day, holidays too."""
    yield from head(
        "cn_7x12", version, {"zh": "7×12 小时(每日 8 至 20 时)", "en": "7x12 (8:00 to 20:00 every day)"}
    )
    yield from weekly(WEEKDAYS, ("08:00-20:00",))


def five_by_eight(version: int) -> Iterator[str]:
    """Yield the lines of the calendar of office hours with the statutory holidays and make-up days."""
    days = list(statutory_days())
    yield from head("cn_5x8", version, {"zh": "5×8 小时(法定工作日)", "en": "5x8 (statutory working days)"})
    yield from weekly(WEEKDAYS[:5], OFFICE_HOURS)
    yield f'covered_from: "{days[0].day.year}-01-01"'
    yield f'covered_until: "{days[-1].day.year}-12-31"'
    yield f"source: {quoted(SOURCE)}"
    yield "special_days:"
    for special in days:
        windows = flow(special.windows)
        yield f'  - {{date: "{special.day}", name: {both(special.name)}, windows: {windows}}}'


CALENDARS = {"always": always, "cn_7x12": seven_by_twelve, "cn_5x8": five_by_eight}


def statutory_days() -> Iterator[SpecialDay]:
    """Yield the special days of every covered year in order, up to the first year that is not covered."""
    for year in YEARS:
        chinese = holidays.CN(years=year, language="zh_CN")
        english = holidays.CN(years=year, language="en_US")
        make_up = {day for day in chinese.weekend_workdays if day.year == year}
        if not make_up:
            return
        closed = {day: {"zh": chinese[day], "en": iso_dates(english[day])} for day in chinese}
        both_ways = make_up & closed.keys()
        if both_ways:
            raise ValueError(f"holidays names {sorted(both_ways)} as holidays and as working days")
        for day in sorted(make_up | closed.keys()):
            windows = OFFICE_HOURS if day in make_up else ()
            yield SpecialDay(day, closed.get(day, MAKE_UP_DAY), windows)


def iso_dates(name: str) -> str:
    """Return a name whose dates are written so that everybody reads them alike."""
    return _AMERICAN_DATE.sub(r"\3-\1-\2", name)


def head(calendar_id: str, version: int, title: dict[str, str]) -> Iterator[str]:
    """Yield the lines with which every calendar begins."""
    yield f"calendar_id: {calendar_id}"
    yield f"version: {version}"
    yield f"title: {both(title)}"
    yield f"zone: {ZONE}"


def weekly(weekdays: Iterable[str], windows: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the weekly windows."""
    yield "weekly:"
    for weekday in weekdays:
        yield f"  {weekday}: {flow(windows)}"


def both(words: dict[str, str]) -> str:
    """Return a text in both languages as YAML."""
    return f"{{zh: {quoted(words['zh'])}, en: {quoted(words['en'])}}}"


def flow(windows: Iterable[str]) -> str:
    """Return windows as YAML."""
    return f"[{', '.join(quoted(window) for window in windows)}]"


def quoted(words: str) -> str:
    """Return a text as YAML, of which JSON is a part."""
    return json.dumps(words, ensure_ascii=False)


def newest(folder: Path, name: str) -> int:
    """Return the newest version of a calendar that is committed, 0 where there is none."""
    return max((int(file.stem.rpartition(".v")[2]) for file in folder.glob(f"{name}.v*.yaml")), default=0)


def main(arguments: list[str] | None = None) -> int:
    """Write or check the calendars; 1 when something is out of date, 0 also where `holidays` is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    if holidays is None:
        print("skipped: the library `holidays` is not installed", file=sys.stderr)
        return 0
    stale = list(write(options.folder, only_check=options.check))
    for name in stale:
        print(f"out of date: {name}; run `python tools/seed_calendars.py`", file=sys.stderr)
    return 1 if stale else 0


def write(folder: Path, *, only_check: bool) -> Iterator[str]:
    """Write the next version of what has changed; with `only_check` yield its name instead."""
    for name, lines in CALENDARS.items():
        version = newest(folder, name)
        committed = folder / f"{name}.v{version}.yaml"
        if version and committed.read_text(encoding="utf-8") == as_text(lines(version)):
            continue
        if only_check:
            yield name
        else:
            folder.mkdir(parents=True, exist_ok=True)
            following = folder / f"{name}.v{version + 1}.yaml"
            following.write_text(as_text(lines(version + 1)), encoding="utf-8")


def as_text(lines: Iterable[str]) -> str:
    """Return a file of such lines."""
    return NOTICE + "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
