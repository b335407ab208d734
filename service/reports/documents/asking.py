"""What a document is asked about, and what it is computed from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import model_validator
from sqlalchemy import ColumnElement, Connection, Executable

from service.domain.described import Described
from service.domain.event import Instant
from service.domain.guidelines.guideline import Guideline
from service.domain.rulebook.state import Rulebook
from service.projections.kpi.definition import Figures
from service.projections.kpi.population import Scope
from service.projections.kpi.rollups.reading import measured
from service.reports.documents.document import Period
from service.reports.documents.names import Names
from service.reports.documents.periods import Periods
from service.reports.period import must_run_forward

SHORTEST = timedelta(microseconds=1)
Kind = TypeVar("Kind", bound=Guideline)


class DocumentQuery(Described, extra="forbid"):
    """Period and scope of a document."""

    from_at: Instant
    """Start of the period, included."""
    to_at: Instant
    """End of the period, excluded."""
    account_id: UUID | None = None
    """Only this account. If omitted, all accounts."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of a report: the read side at one moment, the periods, the scope, the rules."""

    connection: Connection
    periods: Periods
    zone: ZoneInfo
    account_id: UUID | None
    book: Rulebook

    @property
    def last_at(self) -> datetime:
        """The last instant of the period: the rules in force then count."""
        return self.periods.now.to_at - SHORTEST

    @property
    def account_key(self) -> str | None:
        """The account as the views name it; None for all accounts."""
        return None if self.account_id is None else str(self.account_id)

    def of(self, account_key: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
        """Narrow rows to those of the account, by the column of a view that names it."""
        return () if self.account_key is None else (account_key == self.account_key,)

    def guideline(self, kind: type[Kind]) -> Kind | None:
        """Return a guideline as it was at the end of the period."""
        return self.book.guideline(kind, self.last_at)

    def rows(self, query: Executable) -> list[Any]:
        """Return the rows of a query."""
        return list(self.connection.execute(query))

    @cached_property
    def names(self) -> Names:
        """What codes are called."""
        return Names(self.book, self.last_at)

    @cached_property
    def figures(self) -> tuple[dict[str, Figures], dict[str, Figures], dict[str, Figures]]:
        """The KPIs of the period, the one before, and the same a year before."""
        now, previous, year_before = (self.kpis(period)[None] for period in self.periods)
        return now, previous, year_before

    def kpis(self, period: Period, by: Any = None) -> dict[str | None, dict[str, Figures]]:
        """Return the KPIs of a period, in all (None) and by group."""
        scope = Scope(period.from_at, period.to_at, self.account_key)
        return measured(self.connection, scope, by).groups
