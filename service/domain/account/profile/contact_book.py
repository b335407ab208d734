"""The contacts of an account as they are now. Pure."""

from collections.abc import Iterable
from uuid import UUID

from service.domain.account.record.contacts import ContactAdded, ContactChanged
from service.domain.event import Event

_OF_THE_CHANGE_ALONE = {"type", "occurred_at", "told_late_reason", "time_in_doubt", "point_digest", "reason"}


def contacts_now(events: Iterable[Event]) -> list[ContactAdded]:
    """Return each contact as added, with what changed since; the events stand in business order."""
    found: dict[UUID, ContactAdded] = {}
    for event in events:
        if isinstance(event, ContactAdded):
            found[event.contact_id] = event
        elif isinstance(event, ContactChanged) and event.contact_id in found:
            told = event.model_dump(exclude=_OF_THE_CHANGE_ALONE, exclude_none=True)
            found[event.contact_id] = found[event.contact_id].model_copy(update=told)
    return list(found.values())
