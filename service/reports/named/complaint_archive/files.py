"""The file of complaints, and what was given for them."""

from sqlalchemy import ColumnElement, func, select

from service.projections.complaints.view import COMPLAINTS
from service.projections.remedies import V1_REMEDIES
from service.reports.documents.asking import Asked
from service.reports.documents.document import Period, Table, Words
from service.reports.documents.words import coded, count, instant, money, said, seconds, unknown_or, words

complaint = COMPLAINTS.as_table()
remedy = V1_REMEDIES.as_table()
MOST = 1_000


def in_period(asked: Asked, period: Period) -> tuple[ColumnElement[bool], ...]:
    """Narrow complaints to those received in a period."""
    at = complaint.c.received_at
    return at >= period.from_at, at < period.to_at, *asked.of(complaint.c.account_key)


def _headings(*names: str) -> tuple[Words, ...]:
    return tuple(words(f"complaint_archive.heading.{name}") for name in names)


def remedies_table(asked: Asked) -> Table:
    """Return the remedies by kind and currency: amounts of different currencies are never added up."""
    kinds, row = (remedy.c.remedy_type, remedy.c.remedy_class, remedy.c.currency), remedy.c
    is_granted = row.status == "granted"
    query = (
        select(
            *kinds,
            func.count(),
            func.count().filter(row.status == "rejected"),
            func.count().filter(is_granted),
            func.coalesce(func.sum(row.amount_minor).filter(is_granted), 0),
        )
        .where(row.case_key.in_(select(complaint.c.case_key).where(*in_period(asked, asked.periods.now))))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    rows = tuple(
        (
            said(asked.names.of("remedy", kind)),
            said(coded("remedy_class", of_class)),
            count(proposed),
            count(rejected),
            count(granted),
            money(int(amount), currency),
        )
        for kind, of_class, currency, proposed, rejected, granted, amount in asked.rows(query)
    )
    columns = _headings("remedy", "remedy_class", "proposed", "rejected", "granted", "amount")
    return Table(title=words("complaint_archive.remedies"), columns=columns, rows=rows)


def file_table(asked: Asked) -> Table:
    """Return each complaint in the order of receipt: why, how long, through how many hands, at what cost."""
    query = (
        select(complaint)
        .where(*in_period(asked, asked.periods.now))
        .order_by(complaint.c.received_at, complaint.c.case_key)
        .limit(MOST)
    )
    rows = tuple(
        (
            said(row.reference or row.case_key),
            said(unknown_or(row.account_code)),
            instant(row.received_at),
            said(words(f"status.{row.status}")),
            said(asked.names.of("root", row.root_code)),
            said(asked.names.of("department", row.department)),
            count(row.handover_count),
            count(row.reopen_count),
            seconds(row.elapsed_seconds),
            money(row.granted_amount_minor, row.currency) if row.granted_remedy_count else said(None),
            count(row.csat),
            said(words(f"complaint_archive.recovered.{'yes' if row.is_recovered else 'no'}")),
        )
        for row in asked.rows(query)
    )
    named = ("case", "account", "received_at", "status", "root_code", "department", "handovers", "reopenings")
    columns = _headings(*named, "elapsed", "amount", "csat", "recovered")
    return Table(title=words("complaint_archive.file"), columns=columns, rows=rows)
