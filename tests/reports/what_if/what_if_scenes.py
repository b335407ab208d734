"""What tests of the what-if ask, and the case that they ask about."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from service.domain.case.decisions.assignment import AssignOwner
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.clocks.policy import Policy
from service.domain.vocabulary import ResponseClass
from service.importers.rule_files.default_rules import default_policy
from service.reports.what_if.documents import ChangedPromise, WhatIfReport
from service.reports.what_if.query import WhatIf
from service.reports.what_if.report import what_if
from tests.projections.histories.history import NOW, History

DEFAULT = default_policy().command.policy
MONDAY = datetime.fromisoformat("2026-03-09T10:00+08:00")
MINUTE = timedelta(minutes=1)


def changed(rule: str, **fields: Any) -> Policy:
    """Return the default policy with one rule changed."""
    rules = [each.model_copy(update=fields) if each.rule == rule else each for each in DEFAULT.rules]
    assert rules != list(DEFAULT.rules)
    return DEFAULT.model_copy(update={"version": 2, "rules": tuple(rules)})


def without(*rules: str) -> Policy:
    kept = tuple(rule for rule in DEFAULT.rules if rule.rule not in rules)
    return DEFAULT.model_copy(update={"version": 2, "rules": kept})


def asked(connection: Connection, **query: Any) -> WhatIfReport:
    return what_if(connection, WhatIf(**query), NOW)


def only(report: WhatIfReport, clock: str) -> ChangedPromise:
    (found,) = (change for change in report.changes if change.clock == clock)
    return found


def every_byte(connection: Connection) -> dict[str, list[str]]:
    """Return every row of every table of the database."""
    tables = connection.execute(
        text("""select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')""")
    ).scalars()
    found = {
        table: list(connection.execute(text(f"select t::text from {table} t order by 1")).scalars())  # noqa: S608
        for table in tables
    }
    connection.rollback()
    return found


async def urgent_case(past: History, *, acknowledged_after: timedelta, reference: str = "CB-1") -> UUID:
    """Write an urgent case of Monday 10:00 with an owner, acknowledged so long after."""
    case_id = await past.case(await past.account(), MONDAY, reference=reference)
    await past.accept(
        case_id,
        AssignOwner(owner="staff-1", occurred_at=MONDAY),
        ClassifyCase(response_class=ResponseClass.URGENT, occurred_at=MONDAY),
        AcknowledgeReceipt(occurred_at=MONDAY + acknowledged_after),
    )
    return case_id
