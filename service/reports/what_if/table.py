"""A what-if as headings and rows of text in one language."""

from collections.abc import Iterable
from typing import NamedTuple

from service.language import Language, text
from service.language.share import shown_share
from service.reports.what_if.documents import Attainment, ChangedPromise, Standing, WhatIfGroup, WhatIfReport
from service.reports.what_if.tally import UNKNOWN

COUNTED = ("promises", "met", "breached", "undecided", "ended")
CALLED = ("calls", "nobody_on_duty")
CHANGED = ("reference", "clock", "counts_from_at", "now", "then")
NOTHING = "–"


class WhatIfTable(NamedTuple):
    """A table of plain text: every row is as long as the headings. The first `words` columns are words."""

    headings: list[str]
    rows: list[list[str]]
    words: int


def title(report: WhatIfReport, language: Language) -> str:
    """Return what the report is about, in a line."""
    open_end = text("what_if.open_end", language)
    rules = [
        text("what_if.rules.policy", language, policy=report.policy) if report.policy else "",
        *(
            text(f"what_if.rules.{kind}", language, names=", ".join(names)) if names else ""
            for kind, names in (("calendars", report.calendars), ("rosters", report.rosters))
        ),
    ]
    return text(
        "what_if.title",
        language,
        from_at=report.from_at or open_end,
        to_at=report.to_at or open_end,
        rules=", ".join(filter(None, rules)),
    )


def figures_table(report: WhatIfReport, language: Language) -> WhatIfTable:
    """Return the figures: a row a group, in each cell what is and what would be."""
    counted = (*COUNTED, *(CALLED if report.total.now.calls is not None else ()))
    columns = ("group", *counted, "attainment")
    return WhatIfTable(
        headings=_headings(columns, language),
        rows=[
            [_name(group, language), *(_both(group, column) for column in counted), _attained(group)]
            for group in (report.total, *report.groups)
        ],
        words=1,
    )


def changes_table(changes: Iterable[ChangedPromise], language: Language) -> WhatIfTable:
    """Return the promises that change: a row each."""
    rows = [
        [
            change.reference or str(change.stream_id),
            change.clock,
            f"{change.counts_from_at:%Y-%m-%d %H:%M}",
            _told(change.now, language),
            _told(change.then, language),
        ]
        for change in changes
    ]
    return WhatIfTable(_headings(CHANGED, language), rows, len(CHANGED))


def _headings(columns: Iterable[str], language: Language) -> list[str]:
    return [text(f"what_if.column.{column}", language) for column in columns]


def _name(group: WhatIfGroup, language: Language) -> str:
    if group.group is None:
        return text("what_if.all", language)
    return text("what_if.unknown", language) if group.group == UNKNOWN else group.group


def _both(group: WhatIfGroup, column: str) -> str:
    now, then = (f"{getattr(each, column) or 0:,}" for each in (group.now, group.then))
    return now if now == then else f"{now} → {then}"


def _attained(group: WhatIfGroup) -> str:
    now, then = (_share(each) for each in (group.now, group.then))
    return now if now == then else f"{now} → {then}"


def _share(attainment: Attainment) -> str:
    return NOTHING if attainment.attainment is None else shown_share(attainment.attainment)


def _told(standing: Standing | None, language: Language) -> str:
    if standing is None:
        return text("what_if.none", language)
    return f"{text(f'what_if.verdict.{standing.verdict}', language)} ({standing.due_at:%Y-%m-%d %H:%M})"
