"""How far a case is, and how far it may be for an event to happen."""

from typing import Literal

from service.domain.theme import Statuses

Status = Literal["absent", "open", "resolved", "closed"]

NOT_YET: Statuses = frozenset({"absent"})
ON_RECORD: Statuses = frozenset({"open", "resolved", "closed"})
"""What nothing else is said of."""
WORKED_ON: Statuses = frozenset({"open"})
NOT_CLOSED: Statuses = frozenset({"open", "resolved"})
OVER: Statuses = frozenset({"resolved", "closed"})
