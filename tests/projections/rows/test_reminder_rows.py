"""Each reminder and each planned visit is a row that says for which day it is, and what became of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from service.domain.account.record.profile import AccountClosed
from service.domain.account.record.reminders import (
    ReminderDismissed,
    ReminderDone,
    ReminderDropped,
    ReminderMoved,
)
from service.domain.account.record.visits import PlannedVisitCancelled, VisitPlanned, VisitRecorded
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.vocabulary import Channel, VisitKind
from service.projections.engine.model import StreamWithoutBeginningError
from tests.domain.account.examples.reminders import MEMO, gave_way, raised
from tests.domain.facts import ELEVEN, opened
from tests.projections.folded import Tables, entry, fold

ACCOUNT = UUID(int=42)
END_OF_DAY = datetime(2026, 3, 2, 15, 59, 59, 999999, tzinfo=UTC)


def rows(*events: AnyEvent) -> dict[str, dict[str, Any]]:
    tables = Tables()
    told = (opened(), *events)
    fold(tables, [entry(n, ACCOUNT, n, UUID(int=n), ELEVEN, event) for n, event in enumerate(told, 1)])
    return {reminder: row for (_, reminder), row in tables.reminders.items()}


def test_a_reminder_is_open_until_the_end_of_its_day_and_moves_with_it() -> None:
    row = rows(raised())[MEMO]
    assert (row["status"], row["due_on"], row["due_at"]) == ("open", date(2026, 3, 2), END_OF_DAY)
    moved = rows(raised(), ReminderMoved(occurred_at=ELEVEN, reminder=MEMO, due_on=date(2026, 3, 9)))[MEMO]
    assert (moved["status"], moved["due_on"], moved["event_id"]) == ("open", date(2026, 3, 9), UUID(int=2))
    assert (row["moved_count"], moved["moved_count"]) == (0, 1)


@pytest.mark.parametrize(
    ("end", "status", "channel"),
    [
        (
            ReminderDone(occurred_at=ELEVEN, reminder=MEMO, channel=Channel.PHONE, outcome="Done"),
            "done",
            "phone",
        ),
        (ReminderDismissed(occurred_at=ELEVEN, reminder=MEMO, reason="No"), "dismissed", None),
        (ReminderDropped(occurred_at=ELEVEN, reminder=MEMO), "dropped", None),
        (AccountClosed(occurred_at=ELEVEN, reason="Moved"), "dropped", None),
    ],
)
def test_it_ends_by_what_became_of_it(end: AnyEvent, status: str, channel: str | None) -> None:
    row = rows(raised(), end)[MEMO]
    assert (row["status"], row["channel"], row["ended_at"]) == (status, channel, ELEVEN)


def test_one_that_gave_way_says_before_how_many_contacts_and_stays_so() -> None:
    (row,) = rows(gave_way(), AccountClosed(occurred_at=ELEVEN, reason="Moved")).values()
    assert (row["status"], row["contact_count"], row["ended_at"]) == ("gave_way", 4, None)


def test_the_end_of_a_reminder_that_nobody_raised_is_an_error() -> None:
    with pytest.raises(StreamWithoutBeginningError):
        rows(ReminderDropped(occurred_at=ELEVEN, reminder=MEMO))


PLAN = UUID(int=77)
PLANNED = VisitPlanned(
    occurred_at=ELEVEN,
    visit_id=PLAN,
    kind=VisitKind.CALL,
    planned_on=date(2026, 3, 2),
    aim="How the line runs",
    responsible="li.na",
    campaign="spring",
)


def plan(*events: AnyEvent) -> dict[str, Any]:
    tables = Tables()
    told = (opened(), PLANNED, *events)
    fold(tables, [entry(n, ACCOUNT, n, UUID(int=n), ELEVEN, event) for n, event in enumerate(told, 1)])
    row: dict[str, Any] = tables.planned_visits[ACCOUNT, PLAN]
    return row


def visited(*, reached: bool, visit_id: UUID | None = PLAN) -> VisitRecorded:
    return VisitRecorded(
        occurred_at=ELEVEN,
        kind=VisitKind.CALL,
        channel=Channel.PHONE,
        reached=reached,
        satisfaction=4,
        visit_id=visit_id,
    )


def test_a_planned_visit_is_due_at_the_end_of_its_day() -> None:
    row = plan()
    assert (row["status"], row["due_at"], row["responsible"], row["campaign"]) == (
        "planned",
        END_OF_DAY,
        "li.na",
        "spring",
    )


@pytest.mark.parametrize(
    ("event", "status", "satisfaction"),
    [
        (visited(reached=True), "held", 4),
        (visited(reached=False), "planned", None),
        (visited(reached=True, visit_id=None), "planned", None),
        (PlannedVisitCancelled(occurred_at=ELEVEN, visit_id=PLAN, reason="Holiday"), "cancelled", None),
        (AccountClosed(occurred_at=ELEVEN, reason="Moved"), "cancelled", None),
    ],
)
def test_it_is_held_by_the_visit_that_names_it_and_reached_somebody(
    event: AnyEvent, status: str, satisfaction: int | None
) -> None:
    row = plan(event)
    assert (row["status"], row["satisfaction"]) == (status, satisfaction)
