"""What is remembered of how well the matter is understood. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_ROUNDS = 2
"""A core problem is clear after so many rounds of questions (REQUIREMENTS 61)."""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """Rounds of questions to the customer, and the first time that both agreed on what the problem is."""

    asked: frozenset[UUID] = frozenset()
    confirmed_at: datetime | None = None
    confirmed_after_rounds: int | None = None

    @property
    def rounds(self) -> int:
        """How many rounds of questions there were."""
        return len(self.asked)

    @property
    def took_too_many_rounds(self) -> bool:
        """Whether it took, or takes, more rounds than it should."""
        taken = self.rounds if self.confirmed_after_rounds is None else self.confirmed_after_rounds
        return taken > MOST_ROUNDS


NOTHING_UNDERSTOOD = Understanding()
