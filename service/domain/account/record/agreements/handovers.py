"""Accounts that go from hand to hand, from sales too, with what the taker must know (REQUIREMENTS 78)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.clocks.policy import Data, Slug
from service.domain.personal import FreeText
from service.domain.theme import theme


class HandoverNote(Data):
    """What is said of a topic."""

    topic: Slug
    """Topic of the guideline `account_handover`."""
    what: FreeText
    """What the taker must know, or asks, in free text."""


class AccountHandedOver(AccountFact):
    """An account was handed over to another person, with what that person must know."""

    type: Literal["AccountHandedOver.v1"] = "AccountHandedOver.v1"
    handover_id: UUID
    """Id of the handover."""
    from_staff: str
    """Staff id of the person who hands it over."""
    to_staff: str
    """Staff id of the person who takes it."""
    from_department: str | None = None
    """Department that hands it over, such as sales; null if it stays in its department."""
    notes: tuple[HandoverNote, ...]
    """What the taker must know, by topic."""
    topics: tuple[str, ...]
    """Topics of the notes."""
    missing: tuple[str, ...]
    """Topics of the guideline of which nothing is said."""
    missing_reason: FreeText | None = None
    """Reason why nothing is said of them; null if none is missing."""
    guideline_version: int | None = None
    """Version of the guideline; null if none was published."""


class HandoverAccepted(AccountFact):
    """The taker confirmed a handover, and said what is missing or unclear."""

    type: Literal["HandoverAccepted.v1"] = "HandoverAccepted.v1"
    handover_id: UUID
    """Id of the handover."""
    accepted_by: str
    """Staff id of the taker."""
    questions: tuple[HandoverNote, ...] = ()
    """What is missing or unclear, by topic."""
    asked_about: tuple[str, ...] = ()
    """Topics of the questions."""


class HandoverSupplemented(AccountFact):
    """What was missing in a handover was added."""

    type: Literal["HandoverSupplemented.v1"] = "HandoverSupplemented.v1"
    handover_id: UUID
    """Id of the handover."""
    notes: tuple[HandoverNote, ...]
    """What the taker must know, by topic."""
    topics: tuple[str, ...]
    """Topics of the notes."""


HandoverEvent = AccountHandedOver | HandoverAccepted | HandoverSupplemented


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A handover, without its words."""

    handover_id: UUID
    handed_at: datetime
    from_staff: str
    to_staff: str
    from_department: str | None
    lacking: frozenset[str]
    """Topics of which something is still missing."""
    accepted_at: datetime | None = None
    accepted_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandoverState:
    """The handovers of an account, by their ids."""

    handovers: dict[UUID, Handover] = field(default_factory=dict)

    def handover(self, handover_id: UUID) -> Handover | None:
        """Return a handover by its id."""
        return self.handovers.get(handover_id)


def evolve(account: HandoverState, event: HandoverEvent) -> HandoverState:
    """Return the account after the event."""
    if isinstance(event, AccountHandedOver):
        after = Handover(
            handover_id=event.handover_id,
            handed_at=event.occurred_at,
            from_staff=event.from_staff,
            to_staff=event.to_staff,
            from_department=event.from_department,
            lacking=frozenset(event.missing),
        )
        return changed(account, handovers={**account.handovers, event.handover_id: after})
    known = account.handover(event.handover_id)
    if known is None:
        return account
    return changed(account, handovers={**account.handovers, event.handover_id: _after(known, event)})


def _after(known: Handover, event: HandoverAccepted | HandoverSupplemented) -> Handover:
    match event:
        case HandoverAccepted():
            lacking = known.lacking | set(event.asked_about)
            return replace(
                known, accepted_at=event.occurred_at, accepted_by=event.accepted_by, lacking=lacking
            )
        case HandoverSupplemented():
            return replace(known, lacking=known.lacking - set(event.topics))
        case _:
            assert_never(event)


def stands(account: HandoverState, event: HandoverEvent) -> bool:
    known = account.handover(event.handover_id)
    match event:
        case AccountHandedOver():
            return known is None
        case HandoverAccepted():
            return known is not None and known.accepted_at is None and event.accepted_by == known.to_staff
        case HandoverSupplemented():
            return known is not None and not known.lacking.isdisjoint(event.topics)
        case _:
            assert_never(event)


THEME = theme(HandoverEvent, evolve, stands=stands)
