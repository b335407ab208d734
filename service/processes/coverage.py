"""Whether what is promised lies in years whose holidays are known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.domain.clocks.calendars.calendar import compiled
from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.eventstore.folding import decode_rows, fold
from service.eventstore.log import EventLog
from service.eventstore.request import Loaded
from service.processes.due_list import DueList


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Of a calendar in its newest version: how far it is known, and how far it is promised by."""

    calendar_id: str
    covered_until: date
    """Last date for which the special days are known."""
    covered_until_at: datetime
    """Time at which that date ends."""
    last_due_at: datetime | None
    """Last due time of an open promise; None if there is none."""
    is_exceeded: bool
    """Whether a promise is due after the last date whose holidays are known."""


async def survey(log: EventLog, due_list: DueList) -> tuple[Coverage, ...]:
    """Return how far each calendar is covered that does not cover all time."""
    loaded = fold(Loaded(stream_id=RULEBOOK_ID), decode_rows(await log.stream(RULEBOOK_ID)))
    last_due = await due_list.last_due()
    newest = _newest(loaded.state) if isinstance(loaded.state, Rulebook) else {}
    return tuple(
        _coverage(document, document.covered_until, last_due.get(calendar_id))
        for calendar_id, document in sorted(newest.items())
        if document.covered_until is not None
    )


def _newest(rulebook: Rulebook) -> dict[str, CalendarDocument]:
    return {document.calendar_id: document for document in rulebook.calendars}


def _coverage(document: CalendarDocument, covered_until: date, last_due_at: datetime | None) -> Coverage:
    over = datetime.combine(covered_until + timedelta(days=1), time(), ZoneInfo(document.zone))
    return Coverage(
        calendar_id=document.calendar_id,
        covered_until=covered_until,
        covered_until_at=over.astimezone(UTC),
        last_due_at=last_due_at,
        is_exceeded=last_due_at is not None and not compiled(document).is_covered(last_due_at),
    )
