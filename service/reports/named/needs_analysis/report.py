"""客户需求分析报告: needs and suggestions, what becomes of them, and enquiries."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from service.domain.vocabulary import CaseKind, Segment
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.population import case
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Counts, compared_line, counted, counts_table
from service.reports.documents.document import Chart, Paragraph, Section, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.trends import by_day, trend
from service.reports.documents.words import coded, count, instant, said, seconds, share, unknown_or, words
from service.reports.named.needs_analysis.departments import departments_table

NEEDS = (CaseKind.NEED, CaseKind.SUGGESTION, CaseKind.FEEDBACK)
SOURCES = (*NEEDS, CaseKind.ENQUIRY, CaseKind.COMMERCIAL, CaseKind.CONTRACT_QUERY, CaseKind.COMPLAINT)
"""What needs are found in: those that are told as such, 咨询、投诉、续约."""
MOST = 500


def build(asked: Asked) -> Content:
    """Compute the content."""
    sources = _counted(asked, case.c.kind, SOURCES)
    blocks: dict[str, tuple[Any, ...]] = {
        "sources": (
            Paragraph(text=words("needs_analysis.population")),
            _counts(asked, "by_source", "kind", sources),
            _trend(asked),
        ),
        "needs": (
            _counts(asked, "by_category", "category", _counted(asked, case.c.category, NEEDS)),
            _by_category(asked),
            departments_table(asked, case.c.kind.in_(NEEDS)),
        ),
        "enquiries": (
            _counts(asked, "enquiries", "category", _counted(asked, case.c.category, (CaseKind.ENQUIRY,))),
            _enquiries(asked),
        ),
        "list": (_needs_table(asked),),
    }
    return Content(
        summary=tuple(_line(asked, name, kinds, sources) for name, kinds in _IN_SUMMARY),
        sections=tuple(
            Section(title=words(f"needs_analysis.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
    )


_IN_SUMMARY = (
    ("needs", NEEDS),
    ("enquiries_received", (CaseKind.ENQUIRY,)),
    ("contract_queries", (CaseKind.CONTRACT_QUERY, CaseKind.COMMERCIAL)),
)


def _line(
    asked: Asked, name: str, kinds: tuple[CaseKind, ...], sources: tuple[Counts, Counts, Counts]
) -> Words:
    now, previous, year_before = (count(sum(each.get(kind, 0) for kind in kinds)) for each in sources)
    return compared_line(asked, words(f"needs_analysis.{name}"), (now, previous, year_before))


def _received(asked: Asked, kinds: tuple[CaseKind, ...]) -> tuple[ColumnElement[bool], ...]:
    period, at = asked.periods.now, case.c.received_at
    return case.c.kind.in_(kinds), at >= period.from_at, at < period.to_at, *asked.of(case.c.account_key)


def _counted(
    asked: Asked, by: ColumnElement[Any], kinds: tuple[CaseKind, ...]
) -> tuple[Counts, Counts, Counts]:
    return counted(asked, case, by, case.c.received_at, case.c.kind.in_(kinds), *asked.of(case.c.account_key))


def _counts(asked: Asked, title: str, by: str, counts: tuple[Counts, Counts, Counts]) -> Table:
    name_of = asked.names.namer("category") if by == "category" else lambda code: coded(by, code)
    heading = words(f"needs_analysis.heading.{by}")
    return counts_table(words(f"needs_analysis.{title}"), heading, counts, name_of)


def _trend(asked: Asked) -> Chart:
    series = [
        (
            words(f"needs_analysis.{name}"),
            by_day(asked, case, case.c.received_at, case.c.kind.in_(kinds), *asked.of(case.c.account_key)),
        )
        for name, kinds in _IN_SUMMARY
    ]
    return trend(asked, words("needs_analysis.trend"), series)


def _headings(*names: str) -> tuple[Words, ...]:
    return tuple(words(f"needs_analysis.heading.{name}") for name in names)


def _by_category(asked: Asked) -> Table:
    """Return how many accounts ask for each area, of which tier, and what became of it."""
    number, accounts = func.count(), case.c.account_key.distinct()
    is_valuable, is_open = case.c.segment == Segment.HIGH_VALUE, case.c.status == "open"
    query = (
        select(
            case.c.category,
            number,
            func.count(accounts),
            func.count(accounts).filter(is_valuable),
            func.count().filter(is_open),
            func.count().filter(case.c.fed_back_at.is_not(None)),
            func.percentile_cont(0.5).within_group(case.c.final_resolution_seconds).filter(~is_open),
        )
        .where(*_received(asked, NEEDS))
        .group_by(case.c.category)
        .order_by(func.count(accounts).desc(), number.desc(), case.c.category)
    )
    rows = tuple(
        (
            said(asked.names.of("category", category)),
            *map(count, (found, asking, valuable, running, fed_back)),
            share(fed_back, found),
            seconds(lead),
        )
        for category, found, asking, valuable, running, fed_back, lead in asked.rows(query)
    )
    names = (
        "category",
        "number",
        "accounts",
        "high_value",
        "open",
        "fed_back",
        "fed_back_share",
        "lead_time",
    )
    return Table(title=words("needs_analysis.asking"), columns=_headings(*names), rows=rows)


def _enquiries(asked: Asked) -> Table:
    """Return how enquiries were answered, by area."""
    first, number = case.c.first_response_seconds, func.count()
    query = (
        select(
            case.c.category,
            number,
            func.count(case.c.account_key.distinct()),
            func.percentile_cont(0.5).within_group(first),
            func.count().filter(case.c.resolved_at_first_contact),
            func.count().filter(case.c.status == "open"),
        )
        .where(*_received(asked, (CaseKind.ENQUIRY,)))
        .group_by(case.c.category)
        .order_by(number.desc(), case.c.category)
    )
    rows = tuple(
        (
            said(asked.names.of("category", category)),
            count(found),
            count(asking),
            seconds(answered),
            count(at_once),
            count(running),
        )
        for category, found, asking, answered, at_once, running in asked.rows(query)
    )
    names = ("category", "number", "accounts", "first_response", "at_once", "open")
    return Table(title=words("needs_analysis.enquiry_digest"), columns=_headings(*names), rows=rows)


def _needs_table(asked: Asked) -> Table:
    """Return the needs themselves, in the order of receipt."""
    query = (
        select(case).where(*_received(asked, NEEDS)).order_by(case.c.received_at, case.c.case_key).limit(MOST)
    )
    rows = tuple(
        (
            said(row.reference or row.case_key),
            said(row.account_key if row.account_code == UNKNOWN else row.account_code),
            said(coded("segment", row.segment)),
            said(coded("kind", row.kind)),
            said(asked.names.of("category", row.category)),
            said(unknown_or(row.owner)),
            instant(row.received_at),
            said(words(f"status.{row.status}")),
            instant(row.fed_back_at),
        )
        for row in asked.rows(query)
    )
    names = (
        "case",
        "account",
        "segment",
        "kind",
        "category",
        "owner",
        "received_at",
        "status",
        "fed_back_at",
    )
    return Table(title=words("needs_analysis.list"), columns=_headings(*names), rows=rows)


NEEDS_ANALYSIS = Report(slug="needs-analysis", cadence="quarterly", build=build)
