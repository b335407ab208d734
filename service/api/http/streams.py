"""A case read from the record for a route that shows something about it."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from fastapi import Request

from service.api.http.problems.refusal_status import status_of
from service.api.http.services import services_of
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.event import Event
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded
from service.language import text

Kind = TypeVar("Kind", bound=Event)


async def case_events(request: Request, case_id: UUID) -> list[RecordedEvent]:
    """Return the events of a case. Raises CaseNotFoundError, also where the id is that of something else."""
    events = decode_rows(await services_of(request).application.log.stream(case_id))
    case_of(case_id, events)
    return events


def case_of(case_id: UUID, events: Sequence[RecordedEvent]) -> Case:
    """Return the case after its events. Raises CaseNotFoundError."""
    case = fold(Loaded(stream_id=case_id), events).state
    if not isinstance(case, Case):
        raise CaseNotFoundError
    return case


def case_missing() -> tuple[int, str, str]:
    """Return how the refusal of a case that is not there is documented."""
    return status_of(CaseNotFoundError), "case_not_found", text("refusal.case_not_found.title", "en")


def last_of(events: Sequence[RecordedEvent], kind: type[Kind]) -> Kind | None:
    """Return the last event of a kind, None if there is none."""
    found = (recorded.event for recorded in reversed(events) if isinstance(recorded.event, kind))
    return next(found, None)
