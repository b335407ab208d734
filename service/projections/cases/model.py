"""The read model of cases."""

from service.domain.case.events import CASE_EVENTS
from service.domain.case.record.intake import CaseReceived
from service.domain.clocks.events import CLOCK_EVENTS
from service.domain.event import Event
from service.projections.accounts import ACCOUNTS
from service.projections.cases.fold import CHANGES, NO_CASE, case_changes
from service.projections.cases.table import cases
from service.projections.cases.view import FACT_CASE
from service.projections.engine.entries import Entry
from service.projections.engine.model import Lookup, ReadModel, Row, Sheet, StreamWithoutBeginningError


def _change(sheet: Sheet, entry: Entry, event: Event) -> None:
    row: Row | None = sheet.rows.get(entry.stream_id)
    if row is None:
        if not isinstance(event, CaseReceived):
            raise StreamWithoutBeginningError(entry)
        account = sheet.of(ACCOUNTS, event.account_id) or {}
        row = {**NO_CASE, "case_id": entry.stream_id, "account_code": account.get("code")}
        sheet.take(entry.stream_id, row)
    row.update(case_changes(row, event))
    _stamp(sheet, entry, row)


def _follow(sheet: Sheet, entry: Entry, _: None) -> None:
    row: Row | None = sheet.rows.get(entry.stream_id)
    if row is not None:
        _stamp(sheet, entry, row)
    elif entry.kind not in CLOCK_EVENTS:  # those may be of an account
        raise StreamWithoutBeginningError(entry)


def _stamp(sheet: Sheet, entry: Entry, row: Row) -> None:
    """Say up to which event the row is true: the newest one recorded, not the last one that happened."""
    if entry.version > row["version"]:
        row["version"] = entry.version
        row["source_position"] = entry.position
        row["updated_at"] = entry.recorded_at
    sheet.changed.add(entry.stream_id)


CASES = ReadModel(
    table=cases,
    loaded_by=cases.c.case_id,
    handlers=dict.fromkeys(CHANGES, _change),
    follows=dict.fromkeys([kind for kind in (*CASE_EVENTS, *CLOCK_EVENTS) if kind not in CHANGES], _follow),
    begins=frozenset({CaseReceived}),
    lookups=(Lookup(ACCOUNTS, {CaseReceived: lambda entry: entry.event.account_id}),),
    view=FACT_CASE,
)
