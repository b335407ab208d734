"""Who held a case or account, and when: what attribution and the pause audit ask of facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.account.record.profile import AccountOwnerAssigned
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.closure import CaseClosed
from service.domain.case.record.collaborations import (
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.record.replies import CustomerMessaged
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.clocks.attribution import Held
from service.domain.event import Event
from service.domain.timeline.order import as_they_happened
from service.domain.vocabulary import WaitingOn

Change = tuple[datetime, str | None]
"""From when on who holds it; None: nobody."""


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Who held it, by what is known now. Spans of one kind do not overlap, except those of departments."""

    waits: tuple[Held, ...] = ()
    collaborations: tuple[Held, ...] = ()
    owners: tuple[Held, ...] = ()
    customer_messaged_at: tuple[datetime, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HeldPause:
    """A wait for the customer that went on although the customer had answered; without an end it lasts."""

    began_at: datetime
    answered_at: datetime
    ended_at: datetime | None


def holders(facts: Iterable[Event]) -> Holders:
    """Return who held what, from all facts of a case or account."""
    waits: list[Change] = []
    owners: list[Change] = []
    messages: list[datetime] = []
    tasks = _Tasks()
    for event in as_they_happened(facts):
        at = event.occurred_at
        match event:
            case WaitingStarted():
                waits.append((at, event.waiting_on.value))
            case WaitingEnded():
                waits.append((at, None))
            case OwnerAssigned() | AccountOwnerAssigned():
                owners.append((at, event.owner))
            case CaseHandedOver():
                owners.append((at, event.to_owner))
            case CustomerMessaged():
                messages.append(at)
            case _:
                tasks.note(event)
    return Holders(
        waits=_spans(waits),
        collaborations=tasks.held(),
        owners=_spans(owners),
        customer_messaged_at=tuple(messages),
    )


def held_pauses(held_by: Holders) -> tuple[HeldPause, ...]:
    """Return the waits for the customer that went on after the customer's first message in them."""
    found: list[HeldPause] = []
    for wait in held_by.waits:
        if wait.who != WaitingOn.CUSTOMER:
            continue
        answered_at = next(
            (
                at
                for at in held_by.customer_messaged_at
                if wait.start_at < at and (wait.end_at is None or at < wait.end_at)
            ),
            None,
        )
        if answered_at is not None:
            found.append(HeldPause(began_at=wait.start_at, answered_at=answered_at, ended_at=wait.end_at))
    return tuple(found)


def owner_at(held_by: Holders, at: datetime) -> str | None:
    """Return who was accountable at an instant."""
    return next(
        (
            span.who
            for span in held_by.owners
            if span.start_at <= at and (span.end_at is None or at < span.end_at)
        ),
        None,
    )


class _Tasks:
    """What departments were asked to do. The end of the case ends what they have not done."""

    def __init__(self) -> None:
        self._asked: dict[UUID, tuple[datetime, str]] = {}
        self._ended: dict[UUID, datetime] = {}
        self._closed: list[datetime] = []

    def note(self, event: Event) -> None:
        match event:
            case CollaborationRequested():
                self._asked[event.collaboration_id] = (event.occurred_at, event.department)
            case CollaborationCompleted() | CollaborationDeclined():
                known = self._ended.get(event.collaboration_id, event.occurred_at)
                self._ended[event.collaboration_id] = min(known, event.occurred_at)
            case CaseClosed():
                self._closed.append(event.occurred_at)
            case _:
                pass

    def held(self) -> tuple[Held, ...]:
        spans: list[Held] = []
        for collaboration_id, (start_at, department) in self._asked.items():
            ends = [at for at in self._closed if at >= start_at]
            if collaboration_id in self._ended:
                ends.append(self._ended[collaboration_id])
            spans.append(Held(start_at, min(ends, default=None), department))
        return tuple(sorted(spans, key=lambda span: span.start_at))


def _spans(changes: Sequence[Change]) -> tuple[Held, ...]:
    """Return who held it from when to when; of several changes at one instant the last one told holds."""
    by_instant = dict(changes)
    instants: list[datetime | None] = [*by_instant, None]
    return tuple(
        Held(start_at, end_at, who)
        for (start_at, who), end_at in zip(by_instant.items(), instants[1:], strict=True)
        if who is not None
    )
