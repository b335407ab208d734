"""Whether a case was solved at the first contact: asked by the view of a case and by the projection alike."""

from collections.abc import Iterable

from service.domain.case.readings.answers import gives_answer
from service.domain.case.record.assignment import CaseHandedOver
from service.domain.case.record.closure import CaseReopened, CaseResolved
from service.domain.event import Event
from service.domain.timeline.order import as_they_happened


def is_first_contact(*, public_replies: int, handovers: int, reopenings: int) -> bool:
    """Return whether what is resolved now needed no second contact (当场解决, REQUIREMENTS 65, 104).

    The customer had at most one public, human, substantive answer before it, from the one who took it up.
    """
    return public_replies <= 1 and not handovers and not reopenings


def resolved_at_first_contact(events: Iterable[Event]) -> bool | None:
    """Return whether a case was; None while it was never resolved. What is taken up again was not."""
    replies = handovers = reopenings = 0
    found: bool | None = None
    for event in as_they_happened(events):
        match event:
            case CaseHandedOver():
                handovers += 1
            case CaseReopened():
                reopenings, found = reopenings + 1, None if found is None else False
            case CaseResolved():
                found = is_first_contact(public_replies=replies, handovers=handovers, reopenings=reopenings)
            case _ if gives_answer(event):
                replies += 1
            case _:
                pass
    return found
