"""问题分析报告: what went wrong, what it came from, and who is to mend it."""

from sqlalchemy import func, select

from service.projections.cases.table import cases
from service.projections.complaints.table import complaints
from service.projections.engine.mart_view import UNKNOWN
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Counts, compared_line, counted, counts_table, in_words
from service.reports.documents.document import Cell, Chart, Paragraph, Section, Series, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.trends import by_day, trend
from service.reports.documents.words import count, said, share, words
from service.reports.named.problem_analysis.improvements import improvements_table
from service.reports.named.problem_analysis.problems import (
    CLASS,
    CLASSES,
    HAS_ENDED,
    IS_REOPENED,
    PROBLEMS,
    ROOT,
    STEP,
    are_problems,
    is_repeated,
)
from service.reports.named.problem_analysis.routing import routed_tables

MOST_ROOTS = 15


def class_title(code: str) -> Words:
    """Return what a class of problems is called."""
    return words(f"problem_analysis.class.{code}")


def build(asked: Asked) -> Content:
    """Compute the content."""
    classes = counted(asked, PROBLEMS, CLASS, cases.c.received_at, *are_problems(asked))
    quality = _quality(asked)
    blocks = {
        "classes": (
            Paragraph(text=words("problem_analysis.population")),
            _classes_chart(classes),
            counts_table(
                words("problem_analysis.by_class"),
                words("problem_analysis.heading.class"),
                classes,
                class_title,
            ),
            quality,
        ),
        "trend": (_trend(asked),),
        "causes": _causes(asked),
        "routing": tuple(routed_tables(asked)),
        "improvements": (improvements_table(asked),),
    }
    return Content(
        summary=_summary(asked, classes, quality),
        sections=tuple(
            Section(title=words(f"problem_analysis.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
        kpis=("reopened_cases",),
    )


def _summary(
    asked: Asked, classes: tuple[Counts, Counts, Counts], quality: Table
) -> tuple[Words, Words, Words]:
    now, previous, year_before = (count(sum(each.values())) for each in classes)
    total = sum(classes[0].values())
    of_class = {
        code: words(
            "problem_analysis.part",
            number=classes[0].get(code, 0),
            share=in_words(asked, share(classes[0].get(code, 0), total)),
        )
        for code in CLASSES
    }
    of_all = quality.rows[-1]
    rates = {"repeated": in_words(asked, of_all[3]), "reopened": in_words(asked, of_all[5])}
    return (
        compared_line(asked, words("problem_analysis.problems"), (now, previous, year_before)),
        words("problem_analysis.split", **of_class),
        words("problem_analysis.rates", **rates),
    )


def _quality(asked: Asked) -> Table:
    """Return how many problems are repeated and reopened, by class and in all."""
    period = asked.periods.now
    query = (
        select(
            CLASS.label("class"),
            func.count(),
            func.count().filter(is_repeated()),
            func.count().filter(IS_REOPENED),
            func.count().filter(HAS_ENDED),
        )
        .select_from(PROBLEMS)
        .where(
            cases.c.received_at >= period.from_at, cases.c.received_at < period.to_at, *are_problems(asked)
        )
        .group_by(CLASS)
    )
    found = {row[0]: tuple(row[1:]) for row in asked.rows(query)}
    numbers = [found.get(code, (0, 0, 0, 0)) for code in CLASSES]
    whole = tuple(sum(each) for each in zip(*numbers, strict=True))
    named = [(class_title(code), words(f"problem_analysis.to.{code}")) for code in CLASSES]
    named.append((words("problem_analysis.all"), words("problem_analysis.nobody")))
    rows = [
        (said(title), *_rates(*of_class), said(to))
        for (title, to), of_class in zip(named, [*numbers, whole], strict=True)
    ]
    names = ("class", "number", "repeated", "repeat_rate", "reopened", "reopen_rate", "routed_to")
    columns = tuple(words(f"problem_analysis.heading.{name}") for name in names)
    return Table(title=words("problem_analysis.quality"), columns=columns, rows=tuple(rows))


def _rates(number: int, repeated: int, reopened: int, ended: int) -> tuple[Cell, ...]:
    repeat_rate, reopen_rate = share(repeated, number), share(reopened, ended)
    return count(number), count(repeated), repeat_rate, count(reopened), reopen_rate


def _classes_chart(classes: tuple[Counts, Counts, Counts]) -> Chart:
    named = zip(("now", "previous", "year_before"), classes, strict=True)
    return Chart(
        shape="bars",
        title=words("problem_analysis.classes_chart"),
        unit="count",
        categories=tuple(class_title(code) for code in CLASSES),
        series=tuple(
            Series(title=words(f"heading.{name}"), values=tuple(found.get(code, 0) for code in CLASSES))
            for name, found in named
        ),
    )


def _trend(asked: Asked) -> Chart:
    series = [
        (class_title(code), by_day(asked, PROBLEMS, cases.c.received_at, code == CLASS, *are_problems(asked)))
        for code in CLASSES
    ]
    return trend(asked, words("problem_analysis.trend"), series)


def _causes(asked: Asked) -> tuple[Table, ...]:
    department = func.coalesce(complaints.c.department, UNKNOWN)
    return tuple(
        counts_table(
            words(f"problem_analysis.by_{name}"),
            words(f"problem_analysis.heading.{name}"),
            counted(asked, PROBLEMS, column, cases.c.received_at, *are_problems(asked)),
            asked.names.namer(name),
            most=MOST_ROOTS,
        )
        for name, column in (("root", ROOT), ("step", STEP), ("department", department))
    )


PROBLEM_ANALYSIS = Report(slug="problem-analysis", cadence="monthly", build=build)
