"""回访记录表: each revisit of the period, with what the customer said."""

from service.reports.documents.asking import Asked
from service.reports.documents.compared import compared_line
from service.reports.documents.document import Period, Section, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.words import count, said, share, words
from service.reports.revisits.records import RevisitRecord, RevisitRecordQuery, all_revisit_records
from service.reports.revisits.summary import RevisitSummary, summary_of
from service.reports.revisits.table import as_table


def revisits_of(asked: Asked, period: Period) -> list[RevisitRecord]:
    """Return the revisits that were held in a period."""
    query = RevisitRecordQuery(from_at=period.from_at, to_at=period.to_at, account_id=asked.account_id)
    return all_revisit_records(asked.connection, query, asked.book)


def summary_lines(asked: Asked, found: list[RevisitSummary]) -> tuple[Words, ...]:
    """Return how many revisits were held, how many reached the customer, and what they brought."""
    attempts = [count(each.attempts) for each in found]
    reached = [share(each.reached, each.attempts) for each in found]
    needs = [count(each.with_new_needs) for each in found]
    return tuple(
        compared_line(asked, words(f"revisit_records.{name}"), (now, previous, year_before))
        for name, (now, previous, year_before) in (
            ("attempts", attempts),
            ("reached", reached),
            ("new_needs", needs),
        )
    )


def build(asked: Asked) -> Content:
    """Compute the content."""
    found = [revisits_of(asked, period) for period in asked.periods]
    zh, en = (as_table(found[0], language, asked.zone) for language in ("zh", "en"))
    rows = [
        tuple(said(Words(zh=one, en=other)) for one, other in zip(*pair, strict=True))
        for pair in zip(zh.rows, en.rows, strict=True)
    ]
    columns = tuple(Words(zh=one, en=other) for one, other in zip(zh.headings, en.headings, strict=True))
    table = Table(title=words("revisit_records.title"), columns=columns, rows=tuple(rows))
    return Content(
        summary=summary_lines(asked, [summary_of(each) for each in found]),
        sections=(Section(title=words("revisit_records.section.records"), blocks=(table,)),),
    )


REVISIT_RECORDS = Report(slug="revisit-records", cadence="monthly", build=build, shows_words=True)
