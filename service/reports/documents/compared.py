"""Figures beside those of the period before (环比) and of the same a year before (同比)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, func, select

from service.projections.kpi.definition import Figures
from service.reports.documents.asking import Asked
from service.reports.documents.document import Cell, CellKind, Period, Table, Words
from service.reports.documents.shown import shown
from service.reports.documents.words import (
    cell,
    change,
    count,
    in_both,
    points,
    rounded,
    said,
    seconds,
    share,
    words,
)

Counts = Mapping[str, int]
UNITS: dict[str, CellKind] = {"count": "count", "hits": "count", "ratio": "share", "mean_score": "score"}
"""The kind of a figure by its name; all others are durations."""


class Shown(NamedTuple):
    """A figure of a KPI that a document shows."""

    slug: str
    figure: str


def figure_cell(figures: Mapping[str, Figures], what: Shown) -> Cell:
    """Return a figure of a KPI; nothing where there is none."""
    value, kind = getattr(figures[what.slug], what.figure), UNITS.get(what.figure)
    if kind is None:
        return seconds(value)
    return cell(kind, value if value is None or kind == "count" else rounded(value))


def difference(now: Cell, before: Cell) -> Cell:
    """Return how a figure has changed: a share by points, a score by its difference, others by a part."""
    here, then = (each.value if isinstance(each.value, int | float) else None for each in (now, before))
    match now.kind:
        case "share":
            return points(here, then)
        case "score":
            return cell("difference", None if here is None or then is None else rounded(here - then))
        case _:
            return change(here, then)


def figure_title(what: Shown) -> Words:
    """Return what a figure of a KPI is called."""
    title = in_both(f"kpi.{what.slug}.title")
    return words(f"figure.{what.figure}", title=title)


def overview(asked: Asked, title: Words, figures: Iterable[Shown]) -> Table:
    """Return KPIs beside those of the other periods, a row each."""
    rows = []
    for what in figures:
        now, previous, year_before = (figure_cell(each, what) for each in asked.figures)
        compared = (difference(now, previous), year_before, difference(now, year_before))
        rows.append((said(figure_title(what)), now, previous, *compared))
    return Table(title=title, columns=headings("kpi", "now", *COMPARED), rows=tuple(rows))


COMPARED = ("previous", "to_previous", "year_before", "to_year_before")


def headings(*names: str) -> tuple[Words, ...]:
    """Return headings of the catalogue."""
    return tuple(words(f"heading.{name}") for name in names)


def line(asked: Asked, what: Shown) -> Words:
    """Return a line of a summary: a figure, and how it has changed."""
    now, previous, year_before = (figure_cell(each, what) for each in asked.figures)
    return compared_line(asked, figure_title(what), (now, previous, year_before))


def compared_line(asked: Asked, title: Words, cells: tuple[Cell, Cell, Cell]) -> Words:
    """Return a line of a summary about a figure in the three periods."""
    now, previous, year_before = cells
    values = {
        "now": now,
        "previous": previous,
        "to_previous": difference(now, previous),
        "year_before": year_before,
        "to_year_before": difference(now, year_before),
    }
    shown_values = {name: in_words(asked, each) for name, each in values.items()}
    return words("summary_line", title=title, **shown_values)


def in_words(asked: Asked, of: Cell) -> Words:
    """Return a cell as words."""
    return Words(zh=shown(of, "zh", asked.zone), en=shown(of, "en", asked.zone))


def counted(
    asked: Asked,
    source: FromClause,
    by: ColumnElement[Any],
    at: ColumnElement[Any],
    *where: ColumnElement[bool],
    how_many: ColumnElement[int] | None = None,
) -> tuple[Counts, Counts, Counts]:
    """Count rows by a column in each of the periods, by the instant `at`."""
    now, previous, year_before = (
        _counted(asked, period, (source, by, at), where, func.count() if how_many is None else how_many)
        for period in asked.periods
    )
    return now, previous, year_before


def _counted(
    asked: Asked,
    period: Period,
    of: tuple[FromClause, ColumnElement[Any], ColumnElement[Any]],
    where: Sequence[ColumnElement[bool]],
    how_many: ColumnElement[int],
) -> Counts:
    source, by, at = of
    found = select(by, how_many).select_from(source).where(at >= period.from_at, at < period.to_at, *where)
    return {str(code): number for code, number in asked.rows(found.group_by(by))}


def counts_table(
    title: Words,
    heading: Words,
    counts: tuple[Counts, Counts, Counts],
    name_of: Callable[[str], Words],
    *,
    most: int | None = None,
) -> Table:
    """Return numbers by code, the most frequent first, with their share of all, beside the other periods.

    What was only there in another period stands at the end with 0; with `most` only the first rows.
    """
    now, previous, year_before = counts
    codes = sorted({code for each in counts for code in each}, key=lambda code: (-now.get(code, 0), code))
    total, rows = sum(now.values()), []
    for code in codes[:most]:
        here, before, last_year = (each.get(code, 0) for each in (now, previous, year_before))
        compared = (count(before), change(here, before), count(last_year), change(here, last_year))
        rows.append((said(name_of(code)), count(here), share(here, total), *compared))
    return Table(title=title, columns=(heading, *headings("number", "share", *COMPARED)), rows=tuple(rows))
