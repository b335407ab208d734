"""A named report: what it is called, how often and for whom it is made, and how its content is computed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, text

from service.domain.clocks.policy import NO_POLICY
from service.domain.rulebook.state import Rulebook
from service.projections.accounts import DIM_ACCOUNT
from service.projections.engine.checkpoints import projection_position
from service.projections.engine.mart_view import zone_of_mart
from service.projections.kpi.registry import KPIS
from service.reports.documents.asking import Asked, DocumentQuery
from service.reports.documents.document import Definition, ReportDocument, Section, Words
from service.reports.documents.periods import periods_of
from service.reports.documents.words import in_both, words

Cadence = Literal["weekly", "monthly", "quarterly"]
SIGN_OFF = ("prepared_by", "reviewed_by", "approved_by")


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a report says besides its frame."""

    summary: tuple[Words, ...]
    sections: tuple[Section, ...]
    kpis: tuple[str, ...] = ()
    """Slugs of the KPIs in it."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A named report. Title and reader stand in the catalogue under `document.<slug>`."""

    slug: str
    cadence: Cadence
    """How often it is usually made."""
    build: Callable[[Asked], Content]
    shows_words: bool = False
    """Whether it shows what customers said, which those who may read figures only do not see."""

    @property
    def key(self) -> str:
        """The part of the catalogue with its texts."""
        return self.slug.replace("-", "_")

    @property
    def title(self) -> Words:
        """What it is called."""
        return words(f"{self.key}.title")

    @property
    def reader(self) -> Words:
        """Who reads it."""
        return words(f"{self.key}.reader")


def document_of(
    report: Report, connection: Connection, query: DocumentQuery, book: Rulebook
) -> ReportDocument:
    """Compute a document, all its figures of one moment: no transaction may have begun on the connection."""
    connection.execute(text("set transaction isolation level repeatable read"))
    zone = ZoneInfo(zone_of_mart(connection))
    periods = periods_of(query.from_at, query.to_at, zone)
    asked = Asked(connection=connection, periods=periods, zone=zone, account_id=query.account_id, book=book)
    content, policy = report.build(asked), book.policy_at(asked.last_at)
    has_policy = policy is not NO_POLICY
    return ReportDocument(
        slug=report.slug,
        title=report.title,
        period=periods.now,
        previous=periods.previous,
        year_before=periods.year_before,
        account_id=query.account_id,
        account_code=_code_of(connection, query.account_id),
        zone=zone.key,
        position=projection_position(connection),
        policy_id=policy.policy_id if has_policy else None,
        policy_version=policy.version if has_policy else None,
        summary=content.summary,
        sections=content.sections,
        definitions=_definitions(content.kpis),
        sign_off=tuple(words(f"sign_off.{who}") for who in SIGN_OFF),
        content_sha256="",
    ).sealed()


def _code_of(connection: Connection, account_id: UUID | None) -> str | None:
    account = DIM_ACCOUNT.as_table().c
    return connection.scalar(select(account.code).where(account.account_key == str(account_id)))


def _definitions(slugs: tuple[str, ...]) -> tuple[Definition, ...]:
    return tuple(
        Definition(
            slug=kpi.slug,
            version=kpi.version,
            title=in_both(f"kpi.{kpi.slug}.title"),
            meaning=in_both(f"kpi.{kpi.slug}.definition"),
        )
        for kpi in KPIS
        if kpi.slug in slugs
    )
