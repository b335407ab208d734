"""A case read from the record for an action."""

from collections.abc import Sequence
from uuid import UUID

from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.eventstore.application import Application
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded


async def case_events(application: Application, case_id: UUID) -> list[RecordedEvent]:
    """Return the events of a case. Raises CaseNotFoundError, also where the id is that of something else."""
    events = decode_rows(await application.log.stream(case_id))
    case_of(case_id, events)
    return events


def case_of(case_id: UUID, events: Sequence[RecordedEvent]) -> Case:
    """Return the case after its events. Raises CaseNotFoundError."""
    case = fold(Loaded(stream_id=case_id), events).state
    if not isinstance(case, Case):
        raise CaseNotFoundError
    return case
