"""The KPI report: every registered KPI over the cases of a period, in all and by group."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import model_validator
from sqlalchemy import Connection, select

from service.domain.account.identity import account_id_of
from service.domain.account.rules import AccountNotFoundError
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.language import text
from service.projections.accounts import DIM_ACCOUNT
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Figures, Grain, Kpi, Population, Unit
from service.projections.kpi.population import Grouping, Scope
from service.projections.kpi.registry import KPIS
from service.projections.kpi.rollups.reading import measured
from service.reports.kpis.balance import Balance, Bottleneck, balance_of, bottleneck_of
from service.reports.period import must_run_forward

_account = DIM_ACCOUNT.as_table()


class KpiQuery(Described, extra="forbid"):
    """Period of the report: cases received in [from_at, to_at), promises due and tasks opened then."""

    from_at: Instant | None = None
    """Only what was received or due at this time or later. If omitted, from the first case."""
    to_at: Instant | None = None
    """Only what was received or due before this time. If omitted, up to now."""
    account: Code | None = None
    """Only this account, by its id or its customer number. Omit for all."""
    by: Grouping | None = None
    """Dimension for the groups; `unknown` contains the rest. KPIs whose rows have no such thing are left
    out: only promises have a `clock`, an `end_reason` and a `voided_by`, only tasks a `level`, a `holder` and
    an `ended_by` (who ended a call that nobody had taken), only complaints a `root_code`; a `department` is
    that of a collaboration, or liable for a complaint. Omit for the total only."""

    percentiles: Literal["quick", "exact"] = "exact"
    """`exact`: medians and percentiles are those of the rows, so that a position has the same figures
    whenever it is read. `quick`: the report may come of sums, in a fraction of the time; medians and
    percentiles then are less than 1 % off, and say so."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


class KpiDefinition(Described):
    """Definition of a KPI."""

    slug: str
    """Name of the KPI in reports and URLs."""
    unit: Unit
    """Unit of the figures."""
    grain: Grain
    """Unit that is counted or measured."""
    population: Population
    """Whose rows count."""
    version: int
    """Version of the definition; it increases with each change of meaning."""
    title_en: str
    """Title in English."""
    title_zh: str
    """Title in Chinese."""
    definition_en: str
    """Population, clock and rules in English."""
    definition_zh: str
    """Population, clock and rules in Chinese."""


class AccountValue(Described):
    """What the record knows of the value of an account, to be read beside its satisfaction."""

    account_id: UUID
    code: str
    """Customer number in other systems."""
    segment: Segment
    """Tier of the account now."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    agreement_count: int
    """Number of agreements signed and not ended."""


class KpiGroup(Described):
    """KPIs of one group."""

    group: str | None
    """Value of the dimension, of an account its number; null for the total."""
    account: AccountValue | None = None
    """The account, if the groups are accounts."""
    balance: Balance | None = None
    """Response, resolution and satisfaction side by side; null where the groups have none of them."""
    bottleneck: Bottleneck | None = None
    """The stage in which most of the time was spent; null if no stage has ended."""
    figures: dict[str, Figures]
    """Figures by KPI slug."""


class KpiReport(Described):
    """All KPIs of a period, with the position of the record at which they hold."""

    from_at: datetime | None
    """Start of the period (UTC); null if it has none."""
    to_at: datetime | None
    """End of the period (UTC); null if it has none."""
    account: AccountValue | None = None
    """The account that the report is about; null if it is about all."""
    by: Grouping | None
    """Dimension of the groups; null if there is none."""
    position: int
    """Position of the record: the figures contain exactly the events up to it."""
    definition_versions: dict[str, int]
    """Version of the definition by KPI slug."""
    total: KpiGroup
    """Figures of all cases of the period."""
    groups: tuple[KpiGroup, ...]
    """Groups in order of their name; empty without a dimension."""


def kpi_report(connection: Connection, query: KpiQuery) -> KpiReport:
    """Compute the figures in one statement, so that all of them are of one moment.

    Raises AccountNotFoundError.
    """
    scope, account = scope_of(connection, query)
    found = measured(connection, scope, query.by, quickly=query.percentiles == "quick")
    accounts = _accounts(connection) if query.by == "account" else {}
    total, *groups = (_group(key, figures, accounts.get(key or "")) for key, figures in found.groups.items())
    return KpiReport.made_of(
        query,
        account=account,
        position=found.position,
        definition_versions={kpi.slug: kpi.version for kpi in KPIS},
        total=total,
        groups=tuple(sorted(groups, key=lambda each: each.group or "")),
    )


def scope_of(connection: Connection, query: KpiQuery) -> tuple[Scope, AccountValue | None]:
    """Return which rows a query asks for, and the account that it names. Raises AccountNotFoundError."""
    if query.account is None:
        return Scope(query.from_at, query.to_at), None
    account_key = str(id_of(query.account))
    account = _accounts(connection, account_key).get(account_key)
    if account is None:
        raise AccountNotFoundError(account_id=query.account)
    return Scope(query.from_at, query.to_at, account_key), account


def id_of(account: str) -> UUID:
    """Return the id of an account that is named by its id or its number."""
    try:
        return UUID(account)
    except ValueError:
        return account_id_of(account)


def _accounts(connection: Connection, account_key: str | None = None) -> Mapping[str, AccountValue]:
    page = select(_account).where(_account.c.account_key != UNKNOWN)
    if account_key is not None:
        page = page.where(_account.c.account_key == account_key)
    return {
        row.account_key: AccountValue(
            account_id=UUID(row.account_key),
            code=row.code,
            segment=Segment(row.segment),
            owner=None if row.owner == UNKNOWN else row.owner,
            agreement_count=row.agreement_count,
        )
        for row in connection.execute(page)
    }


def _group(key: str | None, figures: dict[str, Figures], account: AccountValue | None) -> KpiGroup:
    return KpiGroup(
        group=key if account is None else account.code,
        account=account,
        balance=balance_of(figures),
        bottleneck=bottleneck_of(figures),
        figures=figures,
    )


def kpi_definitions() -> list[KpiDefinition]:
    """Return what each KPI means, in the order of the report."""
    return [definition_of(kpi) for kpi in KPIS]


def definition_of(kpi: Kpi) -> KpiDefinition:
    """Return what a KPI means."""
    return KpiDefinition.made_of(
        kpi,
        title_en=text(f"kpi.{kpi.slug}.title", "en"),
        title_zh=text(f"kpi.{kpi.slug}.title", "zh"),
        definition_en=text(f"kpi.{kpi.slug}.definition", "en"),
        definition_zh=text(f"kpi.{kpi.slug}.definition", "zh"),
    )
