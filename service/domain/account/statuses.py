"""How far an account is, and how far it may be for an event to happen."""

from typing import Literal

from service.domain.theme import Statuses

Status = Literal["absent", "open", "closed"]

NOT_YET: Statuses = frozenset({"absent"})
CARED_FOR: Statuses = frozenset({"open"})
"""What nothing else is said of."""
ON_RECORD: Statuses = frozenset({"open", "closed"})
