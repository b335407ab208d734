"""What is remembered of how a case is handled and who was sent. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.vocabulary import FieldWork, HandlingMode


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """An engineer sent to the customer. It is under way until it has ended."""

    dispatch_id: UUID
    engineer: str
    crew: tuple[str, ...]
    work: FieldWork
    planned_at: datetime
    ended_at: datetime | None = None
    solved: bool | None = None
    needs_follow_up: bool = False
    follow_up_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What an engineer must follow up: a dispatch did not settle it, and no other was arranged since."""

    dispatch_id: UUID
    since_at: datetime
    by: str | None


@dataclass(frozen=True, kw_only=True)
class Resources:
    """What a case has been given to work with."""

    people: frozenset[str] = frozenset()
    materials: frozenset[str] = frozenset()
    technology: frozenset[str] = frozenset()


NO_RESOURCES = Resources()


@dataclass(frozen=True, kw_only=True)
class Dispatching:
    """How a case is handled, who was sent in the order in which it was told, and with what."""

    mode: HandlingMode | None = None
    dispatches: tuple[Dispatch, ...] = ()
    follow_up: FollowUp | None = None
    resources: Resources = NO_RESOURCES

    def dispatch(self, dispatch_id: UUID) -> Dispatch | None:
        """Return a dispatch; None when the case has none of this id."""
        return next((one for one in self.dispatches if one.dispatch_id == dispatch_id), None)


NO_DISPATCHING = Dispatching()
