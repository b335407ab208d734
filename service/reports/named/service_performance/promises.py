"""Promises of time by what was promised."""

from service.language import MissingTextError
from service.projections.kpi.definition import Figures
from service.reports.documents.asking import Asked
from service.reports.documents.compared import headings
from service.reports.documents.document import Chart, Series, Table, Words
from service.reports.documents.words import count, points, rounded, said, share, unknown_or, words

MOST_IN_CHART = 12


def clock_title(clock: str) -> Words:
    """Return what a promise is called; one of a policy of the user's own by its name there."""
    try:
        return words(f"clock.{clock}")
    except MissingTextError:
        return unknown_or(clock)


def _by_clock(asked: Asked) -> list[tuple[str, Figures, Figures | None]]:
    """Return the attainment by clock, those with the most broken promises first, beside the period before."""
    now, previous, _ = asked.periods
    groups, before = asked.kpis(now, "clock"), asked.kpis(previous, "clock")
    found = [
        (str(clock), figures["clock_attainment"], before.get(clock, {}).get("clock_attainment"))
        for clock, figures in groups.items()
        if clock is not None and figures["clock_attainment"].count
    ]
    return sorted(found, key=lambda each: (-_broken(each[1]), each[0]))


def _broken(figures: Figures) -> int:
    return (figures.count or 0) - (figures.hits or 0)


def promises_table(asked: Asked) -> Table:
    """Return how many promises were kept and broken, by what was promised."""
    rows = []
    for clock, figures, before in _by_clock(asked):
        ratio = None if before is None else before.ratio
        kept = share(figures.hits, figures.count)
        compared = (share(before.hits, before.count), points(figures.ratio, ratio)) if before else ()
        name = said(clock_title(clock))
        numbers = (count(figures.count), count(figures.hits), count(_broken(figures)), kept)
        rows.append((name, *numbers, *(compared or (share(None, None), points(None, None)))))
    columns = headings("promise", "judged", "kept", "broken", "attainment", "previous", "to_previous")
    return Table(title=words("service_performance.by_clock"), columns=columns, rows=tuple(rows))


def attainment_chart(asked: Asked) -> Chart:
    """Return the attainment of the promises that were broken most."""
    found = _by_clock(asked)[:MOST_IN_CHART]
    values = tuple(None if each.ratio is None else rounded(each.ratio) for _, each, _ in found)
    return Chart(
        shape="bars",
        title=words("service_performance.attainment_chart"),
        unit="share",
        categories=tuple(clock_title(clock) for clock, _, _ in found),
        series=(Series(title=words("heading.attainment"), values=values),),
    )
