"""Facts about cases that turned out to be one."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event
from service.domain.personal import FreeText


class CaseMerged(Event):
    """The case is worked on in another from now on."""

    type: Literal["CaseMerged.v1"] = "CaseMerged.v1"
    into_case_id: UUID
    """The other case."""
    reason: FreeText
    """Why."""


class CaseUnmerged(Event):
    """The case is worked on by itself again."""

    type: Literal["CaseUnmerged.v1"] = "CaseUnmerged.v1"
    reason: FreeText
    """Why."""


MergingEvent = CaseMerged | CaseUnmerged
