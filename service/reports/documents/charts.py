"""Charts as SVG, for print: bars beside or below each other, and lines. Pure."""

from collections.abc import Iterator, Sequence
from html import escape
from math import floor, log10
from typing import NamedTuple
from zoneinfo import ZoneInfo

from service.language import Language
from service.reports.documents.document import Cell, Chart
from service.reports.documents.shown import shown
from service.reports.documents.words import spoken

WIDTH, HEIGHT = 680, 250
LEFT, TOP, RIGHT, BOTTOM = 64, 12, 16, 58
LEFT_OF_NAMES, HEIGHT_OF_A_BAR, SPACE_OF_A_BAR = 190, 13, 8
COLOURS = ("#2f5d8a", "#d98c3f", "#5a9367", "#9a5b8f", "#8a8a8a")
GRID_LINES = 4
MOST_LABELS = 16
WIDEST_BAR = 46
NARROW, WIDE = 6.5, 11.5
"""The width of a character of 11 points."""
WIDE_FROM = 0x2E80
"""The first character of the scripts that are as wide as high."""


class _Plot(NamedTuple):
    """The area of the values of a chart that stands upright, and the value at its top."""

    top: float
    slot: float

    def x(self, number: int) -> float:
        """Return the middle of a category."""
        return LEFT + self.slot * (number + 0.5)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top


def as_svg(chart: Chart, language: Language, family: str, zone: ZoneInfo) -> str:
    """Return the chart; its text in a font family. Bars lie where their names do not fit below them."""
    names = [spoken(each, language) for each in chart.categories]
    highest = max((value for each in chart.series for value in each.values if value is not None), default=0)
    top = 1.0 if chart.unit == "share" else _round_up(highest, chart.unit)
    slot = (WIDTH - LEFT - RIGHT) / max(len(names), 1)
    if chart.shape == "bars" and any(_width(name) > slot for name in names):
        height, parts = _lying(chart, names, top, language, zone)
    else:
        plot = _Plot(top, slot)
        drawn = _bars(chart, plot) if chart.shape == "bars" else _lines(chart, plot)
        height, parts = HEIGHT, [*_grid(chart, plot, language, zone), *drawn, *_labels(names, plot)]
    legend = _legend([spoken(each.title, language) for each in chart.series], height)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    font = f'font-family="{escape(family)}" font-size="11" fill="#333"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{"".join([*parts, *legend])}</svg>'


def _width(words: str) -> float:
    return sum(WIDE if ord(sign) >= WIDE_FROM else NARROW for sign in words)


def _round_up(highest: float, unit: str) -> float:
    """Return a round number above, so that the lines of the grid stand at round numbers."""
    if highest <= 0:
        return float(GRID_LINES)
    step = highest / GRID_LINES
    power = 10.0 ** floor(log10(step))
    is_small = unit == "count" and power <= 1
    steps = (1, 2, 3, 4, 5, 6, 8, 10) if is_small else (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    rounded = next(each * power for each in steps if each * power >= step * (1 - 1e-9))
    return max(rounded, 1.0 if unit == "count" else 0.0) * GRID_LINES


def _marks(chart: Chart, top: float, language: Language, zone: ZoneInfo) -> Iterator[tuple[float, str]]:
    """Yield the values of the grid with their labels."""
    for number in range(GRID_LINES + 1):
        value = top * number / GRID_LINES
        is_whole = chart.unit in {"count", "seconds"} and value == round(value)
        of = Cell(kind=chart.unit, value=round(value) if is_whole else round(value, 6))
        yield value, escape(shown(of, language, zone))


def _grid(chart: Chart, plot: _Plot, language: Language, zone: ZoneInfo) -> Iterator[str]:
    for value, label in _marks(chart, plot.top, language, zone):
        y = plot.y(value)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'


def _bars(chart: Chart, plot: _Plot) -> Iterator[str]:
    width = min(plot.slot * 0.8 / len(chart.series), WIDEST_BAR)
    for place, number, value in _values(chart):
        x, y = plot.x(number) + width * (place - len(chart.series) / 2), plot.y(value)
        yield _bar(x, y, width * 0.94, plot.y(0) - y, place)


def _lying(
    chart: Chart, names: Sequence[str], top: float, language: Language, zone: ZoneInfo
) -> tuple[int, list[str]]:
    """Return the height and the parts of a chart whose bars lie, a name before each."""
    slot = HEIGHT_OF_A_BAR * len(chart.series) + SPACE_OF_A_BAR
    bottom = TOP + slot * len(names)
    scale = (WIDTH - LEFT_OF_NAMES - RIGHT) / top
    parts = []
    for value, label in _marks(chart, top, language, zone):
        x = LEFT_OF_NAMES + value * scale
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{label}</text>')
    for number, name in enumerate(names):
        y = TOP + slot * (number + 0.5) + 4
        kept = escape(_shortened(name, LEFT_OF_NAMES - 10))
        parts.append(f'<text x="{LEFT_OF_NAMES - 6}" y="{y:.1f}" text-anchor="end">{kept}</text>')
    for place, number, value in _values(chart):
        y = TOP + slot * number + SPACE_OF_A_BAR / 2 + HEIGHT_OF_A_BAR * place
        parts.append(_bar(LEFT_OF_NAMES, y, value * scale, HEIGHT_OF_A_BAR * 0.92, place))
    return round(bottom + BOTTOM), parts


def _values(chart: Chart) -> Iterator[tuple[int, int, float]]:
    """Yield the values that there are, with the places of their series and category."""
    for place, series in enumerate(chart.series):
        for number, value in enumerate(series.values):
            if value is not None:
                yield place, number, value


def _bar(x: float, y: float, width: float, height: float, place: int) -> str:
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{COLOURS[place % len(COLOURS)]}"/>'


def _lines(chart: Chart, plot: _Plot) -> Iterator[str]:
    for place, series in enumerate(chart.series):
        colour = COLOURS[place % len(COLOURS)]
        pieces: list[list[str]] = [[]]
        for number, value in enumerate(series.values):
            if value is None:
                pieces.append([])
                continue
            x, y = f"{plot.x(number):.1f}", f"{plot.y(value):.1f}"
            pieces[-1].append(f"{x},{y}")
            yield f'<circle cx="{x}" cy="{y}" r="2.4" fill="{colour}"/>'
        for piece in pieces:
            if len(piece) > 1:
                yield f'<polyline points="{" ".join(piece)}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _labels(names: Sequence[str], plot: _Plot) -> Iterator[str]:
    every = max(-(-len(names) // MOST_LABELS), 1)
    y = HEIGHT - BOTTOM + 16
    for number, name in enumerate(names):
        if number % every == 0:
            kept = _shortened(name, max(plot.slot * every, 6 * NARROW))
            yield f'<text x="{plot.x(number):.1f}" y="{y}" text-anchor="middle">{escape(kept)}</text>'


def _shortened(name: str, fits: float) -> str:
    """Return as much of a name as fits."""
    if _width(name) <= fits:
        return name
    return next(
        (f"{name[:most]}…" for most in range(len(name), 0, -1) if _width(name[:most]) + NARROW <= fits), "…"
    )


def _legend(names: Sequence[str], height: int) -> Iterator[str]:
    x, y = float(LEFT), height - 14
    for place, name in enumerate(names):
        yield _bar(x, y - 9, 10, 10, place)
        yield f'<text x="{x + 15:.0f}" y="{y}">{escape(name)}</text>'
        x += 34 + _width(name)
