"""Facts about cases that have to do with each other."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import CaseRelation


class CaseLinked(Event):
    """It was said what another case is to this one (REQUIREMENTS 88: one parent, many children)."""

    type: Literal["CaseLinked.v1"] = "CaseLinked.v1"
    other_case_id: UUID
    """The other case."""
    relation: CaseRelation
    """What the other case is to this one."""
    reason: FreeText | None = None
    """Why."""


class CaseUnlinked(Event):
    """A link was taken back."""

    type: Literal["CaseUnlinked.v1"] = "CaseUnlinked.v1"
    other_case_id: UUID
    """The other case."""
    relation: CaseRelation
    """What it was said to be to this one."""
    reason: FreeText | None = None
    """Why."""


class CaseSplit(Event):
    """A part of the matter goes on as a case of its own."""

    type: Literal["CaseSplit.v1"] = "CaseSplit.v1"
    into_case_id: UUID
    """The new case."""
    reason: FreeText
    """Which part goes on there, and why."""


LinkingEvent = CaseLinked | CaseUnlinked | CaseSplit
