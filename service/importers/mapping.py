"""From one row of a case to commands, knowing only what the rows before it said.

Within a row the order is: receive, reopen, classify, hand over or assign, wait or acknowledge, resolve,
close, take over the update. So a hand-over in the row that reopens or closes a case meets it open.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import CloseCase, ReopenCase, ResolveCase
from service.domain.case.decisions.intake import AcknowledgeReceipt, ReceiveCase, RecordSourceUpdate
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks.policy import TakenOver
from service.domain.command import Command
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import CloseReason
from service.importers.problems import RowProblemError
from service.importers.sources.source import CaseProgress, Source, SourceRow


def check_times(
    source: Source,
    row: SourceRow,
    before: CaseProgress | None,
    now: datetime,
    *,
    account_opened_at: datetime | None = None,
) -> None:
    """Raise RowProblemError where the row's times cannot be."""
    received_at = before.received_at if before else row.standing.received_at
    if before is None and account_opened_at and received_at < account_opened_at:
        values = {"received_at": received_at, "opened_at": account_opened_at}
        raise RowProblemError(source.received_column, "before_account", **values)
    if row.standing.received_at > now + CLOCK_TOLERANCE:
        raise RowProblemError(source.received_column, "in_future", value=row.standing.received_at)
    if row.changed_at is None:
        if before is not None:
            raise RowProblemError(source.changed_column, "undated_change")
        return
    if row.changed_at > now + CLOCK_TOLERANCE:
        raise RowProblemError(source.changed_column, "in_future", value=row.changed_at)
    if row.changed_at < received_at:
        raise RowProblemError(source.changed_column, "before_received", received_at=received_at)


def commands_of(
    source: Source,
    row: SourceRow,
    before: CaseProgress | None,
    account_id: UUID,
    *,
    taken_over: TakenOver | None = None,
) -> tuple[Command, ...]:
    """Return what the row says has happened. `before` is None for the first row of a case."""
    at = row.changed_at or row.standing.received_at
    return (
        *_beginning(row, before, account_id, at, taken_over),
        *_description(row, before),
        *_progress(row, before, at),
        *_end(row, before, at),
        RecordSourceUpdate(
            occurred_at=at,
            source=source.name,
            reference=row.number,
            update=row.update,
            promise_due_at=row.promise_due_at,
            promise_kept=row.promise_kept,
        ),
    )


def _beginning(
    row: SourceRow,
    before: CaseProgress | None,
    account_id: UUID,
    at: datetime,
    taken_over: TakenOver | None,
) -> Iterator[Command]:
    if before is None:
        yield ReceiveCase(
            occurred_at=row.standing.received_at,
            account_id=account_id,
            reference=row.number,
            channel=row.channel,
            kind=row.kind,
            subject=row.subject,
            reported_by=row.reported_by,
            taken_over=taken_over,
        )
    elif _is_reopened(before, row.standing):
        yield ReopenCase(occurred_at=at)


def _is_reopened(before: CaseProgress, after: CaseProgress) -> bool:
    if before.status == "closed":
        return after.status != "closed"
    return before.status == "resolved" and after.status == "open"


def _description(row: SourceRow, before: CaseProgress | None) -> Iterator[Command]:
    now = row.standing
    labels = (now.priority, now.urgency, now.category)
    if any(labels) and (before is None or labels != (before.priority, before.urgency, before.category)):
        yield ClassifyCase(
            occurred_at=_classified_at(row, before),
            priority=now.priority,
            urgency=now.urgency,
            category=now.category,
        )
    if not (now.team or now.owner) or (before and (now.team, now.owner) == (before.team, before.owner)):
        return
    if before and before.team and now.team and before.team != now.team and not _stays_closed(before, now):
        yield HandOverCase(occurred_at=row.described_at, to_team=now.team, to_owner=now.owner)
    else:
        yield AssignOwner(occurred_at=row.described_at, team=now.team, owner=now.owner)


def _classified_at(row: SourceRow, before: CaseProgress | None) -> datetime:
    """Return from when on the class holds: from the receipt, where nothing was changed since."""
    is_as_received = before is None and row.sequence == 0
    return row.standing.received_at if is_as_received else row.described_at


def _stays_closed(before: CaseProgress, after: CaseProgress) -> bool:
    """Whether the row tidies up a closed case: nobody takes work over then, and the domain refuses it."""
    return before.status == after.status == "closed"


def _progress(row: SourceRow, before: CaseProgress | None, at: datetime) -> Iterator[Command]:
    now = row.standing
    if before and before.waiting_on and now.status == "open" and now.state != before.state:
        yield EndWaiting(occurred_at=at)
    if now.waiting_on:
        yield StartWaiting(occurred_at=at, waiting_on=now.waiting_on)
    if row.is_acknowledged and not (before and before.state == now.state):
        yield AcknowledgeReceipt(occurred_at=at)


def _end(row: SourceRow, before: CaseProgress | None, at: datetime) -> Iterator[Command]:
    """A case that the source resolved and closed in one row is resolved first."""
    status = row.standing.status
    if before and before.status == status:
        return
    if status == "resolved" or (status == "closed" and row.resolution_code):
        yield ResolveCase(occurred_at=at, resolution_code=row.resolution_code)
    if status == "closed":
        yield CloseCase(occurred_at=at, reason=CloseReason.SOURCE_CLOSED)
