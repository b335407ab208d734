"""A case read from the record for a route that shows something about it."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request

from service.api.refusal_status import status_of
from service.api.services import services_of
from service.domain.case.refusals import CaseNotFoundError
from service.domain.case.state import Case
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded
from service.language import text


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
