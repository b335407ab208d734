"""The collaborations of a case: what departments were asked to do, and in whose words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.readings.relaying import is_said, said_by_customer
from service.domain.case.record.collaborations import CollaborationRequested
from service.domain.case.state import Case
from service.domain.event import Event


class CollaborationView(Document):
    """What another department was asked to do."""

    collaboration_id: UUID
    department: str
    """Department from which it was requested."""
    step: str
    """Step of the department's work that was requested."""
    request: str
    """Request in free text."""
    customer_words: str | None
    """Demand in the customer's own words; null if none was passed on."""
    is_word_for_word: bool | None
    """Whether the customer said these words at receipt or in a message on the record by then: all of it, or a
    part of at least four letters or characters; null if none."""
    due_at: datetime | None
    """Due time (UTC); null if none was set."""
    accepted_at: datetime | None
    """Time at which the department accepted (UTC); null if it has not."""
    completed_at: datetime | None
    """Time of completion (UTC); null if it is not completed."""
    is_declined: bool
    """Whether the department declined."""


def collaboration_views(case: Case, events: Sequence[Event]) -> list[CollaborationView]:
    """Return the collaborations of a case, in the order in which they were recorded."""
    asked = {each.collaboration_id: each for each in events if isinstance(each, CollaborationRequested)}
    said = list(said_by_customer(events))
    return [_view(vars(one), asked[one.collaboration_id], said) for one in case.collaborations]


def _view(one: dict[str, object], asked: CollaborationRequested, said: list[str]) -> CollaborationView:
    words, is_own = asked.customer_words, asked.is_word_for_word
    if words is not None and is_own is None:
        is_own = is_said(words, said)
    return CollaborationView.model_validate(
        {
            **one,
            "request": asked.request,
            "customer_words": words,
            "is_word_for_word": is_own,
        }
    )
