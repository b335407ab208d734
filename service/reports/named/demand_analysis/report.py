"""客户诉求分析报告: what customers come with, by which way, what most often, and what is new."""

from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.population import case
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Counts, Shown, counted, counts_table, in_words, line
from service.reports.documents.document import Chart, Section, Series, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.trends import by_day, trend
from service.reports.documents.words import coded, joined, share, words
from service.reports.named.demand_analysis.topics import (
    heat_table,
    most_frequent,
    new_table,
    repeated_table,
    top_chart,
    top_table,
)

KINDS = ("kind", "channel", "segment", "phase")


def build(asked: Asked) -> Content:
    """Compute the content."""
    kinds, categories = _counted(asked, "kind"), _counted(asked, "category")
    blocks = {
        "volume": (_kinds_chart(kinds), *(_table(asked, name) for name in KINDS), _trend(asked)),
        "topics": (top_chart(asked, categories), top_table(asked, categories)),
        "heat": (heat_table(asked, categories, kinds[0]),),
        "repeated": (repeated_table(asked), new_table(asked, categories)),
    }
    return Content(
        summary=(line(asked, Shown("cases_received", "count")), *_topics_in_words(asked, categories[0])),
        sections=tuple(
            Section(title=words(f"demand_analysis.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
        kpis=("cases_received",),
    )


def _counted(asked: Asked, name: str) -> tuple[Counts, Counts, Counts]:
    return counted(asked, case, case.c[name], case.c.received_at, *asked.of(case.c.account_key))


def _topics_in_words(asked: Asked, now: Counts) -> tuple[Words, Words]:
    """Return the three most frequent areas, and how many cases have none."""
    total = sum(now.values())
    named = [
        words(
            "demand_analysis.topic",
            name=asked.names.of("category", code),
            number=now[code],
            share=in_words(asked, share(now[code], total)),
        )
        for code in most_frequent(now)[:3]
    ]
    topics = joined(named) if named else words("none")
    unknown = in_words(asked, share(now.get(UNKNOWN, 0), total))
    return words("demand_analysis.topics", topics=topics), words("demand_analysis.unknown", share=unknown)


def _table(asked: Asked, name: str) -> Table:
    return counts_table(
        words(f"demand_analysis.by_{name}"),
        words(f"demand_analysis.heading.{name}"),
        _counted(asked, name),
        lambda code: coded(name, code),
    )


def _kinds_chart(kinds: tuple[Counts, Counts, Counts]) -> Chart:
    now, previous, _ = kinds
    codes = sorted({*now, *previous}, key=lambda code: (-now.get(code, 0), code))
    return Chart(
        shape="bars",
        title=words("demand_analysis.kinds_chart"),
        unit="count",
        categories=tuple(coded("kind", code) for code in codes),
        series=tuple(
            Series(title=words(f"heading.{name}"), values=tuple(found.get(code, 0) for code in codes))
            for name, found in (("now", now), ("previous", previous))
        ),
    )


def _trend(asked: Asked) -> Chart:
    received = by_day(asked, case, case.c.received_at, *asked.of(case.c.account_key))
    return trend(asked, words("demand_analysis.trend"), [(words("demand_analysis.received"), received)])


DEMAND_ANALYSIS = Report(slug="demand-analysis", cadence="monthly", build=build)
