"""What is remembered of other cases that have to do with this one. No personal field is."""

from dataclasses import dataclass
from uuid import UUID

from service.domain.vocabulary import CaseRelation


@dataclass(frozen=True, kw_only=True)
class Links:
    """The links that stand, and what was split off."""

    linked: frozenset[tuple[CaseRelation, UUID]] = frozenset()
    """What each other case is to this one."""
    split_into: frozenset[UUID] = frozenset()
    split_from: UUID | None = None
    """The case of which this one was a part."""


NO_LINKS = Links()
