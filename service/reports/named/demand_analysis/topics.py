"""The subject areas that come most often: how often, of how many accounts, and whom they concern."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from sqlalchemy import func, select

from service.projections.cases.table import cases
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.population import case
from service.projections.tasks.table import tasks
from service.reports.documents.asking import Asked
from service.reports.documents.compared import COMPARED, Counts, headings
from service.reports.documents.document import Chart, Series, Table, Words
from service.reports.documents.words import change, coded, count, joined, said, share, words

TOP = 10
MOST_KINDS = 6
MOST_REPEATED = 20
Three = tuple[Counts, Counts, Counts]


def _headings(*names: str) -> tuple[Words, ...]:
    return tuple(words(f"demand_analysis.heading.{name}") for name in names)


def most_frequent(counts: Counts) -> list[str]:
    """Return the codes that are known, the most frequent first."""
    known = [code for code in counts if code != UNKNOWN]
    return sorted(known, key=lambda code: (-counts[code], code))[:TOP]


def top_chart(asked: Asked, counts: Three) -> Chart:
    """Return the most frequent areas beside the period before."""
    codes = most_frequent(counts[0])
    return Chart(
        shape="bars",
        title=words("demand_analysis.top_chart"),
        unit="count",
        categories=tuple(asked.names.of("category", code) for code in codes),
        series=tuple(
            Series(title=words(f"heading.{name}"), values=tuple(found.get(code, 0) for code in codes))
            for name, found in zip(("now", "previous"), counts, strict=False)
        ),
    )


def top_table(asked: Asked, counts: Three) -> Table:
    """Return the most frequent areas with their shares added up (Pareto), and who asks and is asked."""
    now, previous, year_before = counts
    codes, total = most_frequent(now), sum(now.values())
    summed = dict(zip(codes, accumulate(now[code] for code in codes), strict=True))
    of_accounts, asked_of = _accounts(asked), _departments(asked)
    rows = tuple(
        (
            said(asked.names.of("category", code)),
            count(now[code]),
            share(now[code], total),
            share(summed[code], total),
            count(of_accounts.get(code, 0)),
            count(previous.get(code, 0)),
            change(now[code], previous.get(code, 0)),
            count(year_before.get(code, 0)),
            change(now[code], year_before.get(code, 0)),
            said(joined(asked.names.of("department", each) for each in asked_of.get(code, ()))),
        )
        for code in codes
    )
    named = _headings("category", "number", "share", "summed", "accounts")
    columns = (*named, *headings(*COMPARED), *_headings("departments"))
    return Table(title=words("demand_analysis.top"), columns=columns, rows=rows)


def _accounts(asked: Asked) -> Mapping[str, int]:
    period = asked.periods.now
    query = (
        select(case.c.category, func.count(case.c.account_key.distinct()))
        .where(case.c.received_at >= period.from_at, case.c.received_at < period.to_at)
        .where(*asked.of(case.c.account_key))
        .group_by(case.c.category)
    )
    return dict(map(tuple, asked.rows(query)))


def _departments(asked: Asked) -> Mapping[str, Sequence[str]]:
    """Return the departments that were asked about cases of an area, the most often asked first."""
    period, department = asked.periods.now, tasks.c.departments[1]
    query = (
        select(cases.c.category, department, func.count())
        .select_from(tasks.join(cases, cases.c.case_id == tasks.c.stream_id))
        .where(tasks.c.kind == "collaboration", cases.c.category.is_not(None))
        .where(cases.c.received_at >= period.from_at, cases.c.received_at < period.to_at)
        .group_by(cases.c.category, department)
        .order_by(func.count().desc(), department)
    )
    if asked.account_id is not None:
        query = query.where(cases.c.account_id == asked.account_id)
    found: dict[str, list[str]] = {}
    for category, named, _ in asked.rows(query):
        found.setdefault(category, []).append(named)
    return found


def heat_table(asked: Asked, counts: Three, kinds: Counts) -> Table:
    """Return how often each kind of demand is about each area."""
    period, codes = asked.periods.now, most_frequent(counts[0])
    shown = sorted(kinds, key=lambda kind: (-kinds[kind], kind))[:MOST_KINDS]
    query = (
        select(case.c.category, case.c.kind, func.count())
        .where(case.c.received_at >= period.from_at, case.c.received_at < period.to_at)
        .where(*asked.of(case.c.account_key))
        .group_by(case.c.category, case.c.kind)
    )
    found = {(category, kind): number for category, kind, number in asked.rows(query)}
    rows = tuple(
        (said(asked.names.of("category", code)), *(count(found.get((code, kind), 0)) for kind in shown))
        for code in codes
    )
    columns = (*_headings("category"), *(coded("kind", kind) for kind in shown))
    return Table(title=words("demand_analysis.heat"), columns=columns, rows=rows)


def repeated_table(asked: Asked) -> Table:
    """Return the accounts that came more than once with the same."""
    period, number = asked.periods.now, func.count()
    group = (case.c.account_key, case.c.account_code, case.c.segment, case.c.category)
    query = (
        select(*group, number)
        .where(case.c.received_at >= period.from_at, case.c.received_at < period.to_at)
        .where(case.c.category != UNKNOWN, *asked.of(case.c.account_key))
        .group_by(*group)
        .having(number > 1)
        .order_by(number.desc(), case.c.account_code, case.c.category)
        .limit(MOST_REPEATED)
    )
    rows = tuple(
        (
            said(key if code == UNKNOWN else code),
            said(coded("segment", segment)),
            said(asked.names.of("category", category)),
            count(times),
        )
        for key, code, segment, category, times in asked.rows(query)
    )
    columns = _headings("account", "segment", "category", "times")
    return Table(title=words("demand_analysis.repeated"), columns=columns, rows=rows)


def new_table(asked: Asked, counts: Three) -> Table:
    """Return the areas that nobody came with in the period before, nor a year before."""
    now, previous, year_before = counts
    codes = [code for code in now if code != UNKNOWN and code not in previous and code not in year_before]
    rows = tuple(
        (said(asked.names.of("category", code)), count(now[code]))
        for code in sorted(codes, key=lambda code: (-now[code], code))
    )
    return Table(title=words("demand_analysis.new"), columns=_headings("category", "number"), rows=rows)
