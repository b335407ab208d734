"""The collaborations of a case: what departments were asked to do, and in whose words."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.collaborations import CollaborationRequested
from service.domain.case.record.intake import CaseReceived, FaultDescribed
from service.domain.case.record.replies import CustomerMessaged
from service.domain.case.state import Case
from service.domain.event import Event

LEAST_RELAYED = 4
"""So many letters, characters or digits of a longer text are a part of it, and not a chance likeness."""


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
    """Whether the customer said these words at receipt or in a message on the record: all of it, or a part of
    at least four letters or characters; null if none."""
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
    said = [_plain(words) for words in _said_by_customer(events)]
    return [_view(vars(one), asked[one.collaboration_id], said) for one in case.collaborations]


def _view(one: dict[str, object], asked: CollaborationRequested, said: list[str]) -> CollaborationView:
    words = asked.customer_words
    return CollaborationView.model_validate(
        {
            **one,
            "request": asked.request,
            "customer_words": words,
            "is_word_for_word": None if words is None else _is_said(words, said),
        }
    )


def _is_said(words: str, said: list[str]) -> bool:
    plain = _plain(words)
    return any(plain == each or (plain in each and len(plain) >= LEAST_RELAYED) for each in said)


def _said_by_customer(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        match event:
            case CaseReceived():
                yield event.subject
                yield from filter(None, (event.description, event.symptom, event.impact))
            case FaultDescribed():
                yield from filter(None, (event.symptom, event.impact))
            case CustomerMessaged():
                yield event.text
            case _:
                pass


def _plain(words: str) -> str:
    """Return words without what does not change them: case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", words.casefold())
