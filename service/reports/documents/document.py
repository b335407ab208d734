"""What a named report says, before it has a form: words in both languages and typed figures. Pure."""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from service.domain.described import Described

CellKind = Literal[
    "text",
    "count",
    "share",
    "seconds",
    "score",
    "change",
    "points",
    "difference",
    "day",
    "instant",
    "money",
    "number",
]
"""`share` is 0 to 1; `change` is relative, `points` the difference of two shares, `difference` of two scores;
`money` is in the smallest unit of its currency; `day` is a calendar day, `instant` a time in UTC."""


class Words(Described):
    """Words in both languages."""

    zh: str
    """Words in Chinese."""
    en: str
    """Words in English."""


class Cell(Described):
    """A value of a table with its kind."""

    kind: CellKind
    """Kind of the value."""
    value: Words | str | int | float | None
    """Value; null if there is none, such as a median of nothing."""
    currency: str | None = None
    """Currency (ISO 4217) of an amount; null for other kinds."""


class Paragraph(Described):
    """A paragraph of text."""

    block: Literal["paragraph"] = "paragraph"
    """Kind of the block."""
    text: Words
    """Text of the paragraph."""


class Table(Described):
    """A table. Every row is as long as the columns."""

    block: Literal["table"] = "table"
    """Kind of the block."""
    title: Words
    """Title of the table."""
    columns: tuple[Words, ...]
    """Headings of the columns."""
    rows: tuple[tuple[Cell, ...], ...]
    """Rows of the table."""


class Series(Described):
    """A series of a chart."""

    title: Words
    """Name of the series."""
    values: tuple[float | None, ...]
    """Value for each category; null where there is none."""


class Chart(Described):
    """A chart."""

    block: Literal["chart"] = "chart"
    """Kind of the block."""
    shape: Literal["bars", "lines"]
    """Form of the chart."""
    title: Words
    """Title of the chart."""
    unit: Literal["count", "share", "seconds", "score"]
    """Unit of the values."""
    categories: tuple[Words, ...]
    """Names on the axis."""
    series: tuple[Series, ...]
    """Series of the chart."""


Block = Annotated[Paragraph | Table | Chart, Field(discriminator="block")]


class Section(Described):
    """A section of the document."""

    title: Words
    """Title of the section."""
    blocks: tuple[Block, ...]
    """Paragraphs, tables and charts in order."""


class Definition(Described):
    """Definition of a KPI that the document uses."""

    slug: str
    """Name of the KPI in reports and URLs."""
    version: int
    """Version of the definition."""
    title: Words
    """Name of the KPI."""
    meaning: Words
    """Population, clock and rules."""


class Period(Described):
    """Period from a time, included, to another, excluded."""

    from_at: datetime
    """Start of the period (UTC)."""
    to_at: datetime
    """End of the period (UTC)."""


class ReportDocument(Described):
    """A named report of a period, with the position of the record at which its figures hold."""

    slug: str
    """Name of the report in URLs."""
    title: Words
    """Title of the report."""
    period: Period
    """Period that the report is about."""
    previous: Period
    """Period before it, of the same length, with which it is compared (环比)."""
    year_before: Period
    """Same period a year before (同比)."""
    account_id: UUID | None
    """Id of the account that the report is about; null if it is about all accounts."""
    account_code: str | None
    """Number of that customer in other systems; null if it is about all accounts, or not known."""
    zone: str
    """Time zone whose days are counted."""
    position: int
    """Position of the record: the figures contain exactly the events up to it."""
    policy_id: str | None
    """Id of the policy in force at the end of the period; null if there was none."""
    policy_version: int | None
    """Version of that policy; null if there was none."""
    summary: tuple[Words, ...]
    """Summary, a line each."""
    sections: tuple[Section, ...]
    """Sections in order."""
    definitions: tuple[Definition, ...]
    """Definitions of the KPIs in the document."""
    sign_off: tuple[Words, ...]
    """Who signs it, in this order."""
    content_sha256: str
    """SHA-256 of everything above as canonical JSON (sorted keys, no spaces, UTF-8); all formats carry it."""

    def sealed(self) -> Self:
        """Return the document with the digest of its content."""
        said = json.dumps(
            self.model_dump(mode="json", exclude={"content_sha256"}),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        return self.model_copy(update={"content_sha256": hashlib.sha256(said.encode()).hexdigest()})
