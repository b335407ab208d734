"""What the clocks must know of a case or account, and of the rules, to judge an occasion."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.policy import AgreedTerm, Policy, TakenOver
from service.domain.vocabulary import CaseKind, EscalationLevel, Priority, ResponseClass, Segment

Terms = tuple[tuple[str, AgreedTerm], ...]


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A case or account as it was at the occasion.

    `response_classes` holds every class that applies: the classification, `complaint` by kind, and
    `green_channel` while one is open; empty before a classification. `terms` are those of the agreements
    that hold at that instant, each with the id of its agreement. `agreed_at` tells those of any instant: a
    clock that runs already is judged by what was agreed when it began to count. `taken_over` tells of a case
    of another system what was promised before.
    """

    stream_id: UUID
    stream: str = "case"
    response_classes: frozenset[ResponseClass] = frozenset()
    kind: CaseKind | None = None
    priority: Priority | None = None
    category: str | None = None
    segment: Segment = Segment.ORDINARY
    owner: str | None = None
    terms: Terms = ()
    taken_over: TakenOver | None = None
    agreed_at: Callable[[datetime], Terms] | None = field(default=None, compare=False, repr=False)

    def terms_at(self, at: datetime) -> Terms:
        """Return the terms that held at an instant."""
        return self.terms if self.agreed_at is None else self.agreed_at(at)


class Promises(Protocol):
    """The rules on the record: policies, calendars and roster, each in every version."""

    def policy_at(self, at: datetime) -> Policy:
        """Return the version of the policy that is in force at an instant."""

    def policy_named(self, policy_id: str, at: datetime) -> Policy:
        """Return the version of a policy that it had at an instant; before its first, that one."""

    def policy_version(self, policy_id: str, version: int) -> Policy:
        """Return one version of a policy."""

    def every_policy(self) -> Iterable[Policy]:
        """Return all versions by which anything was ever promised."""

    def calendar(self, calendar_id: str, version: int | None = None) -> Calendar:
        """Return a calendar, in its newest version or in the one asked for."""

    def on_duty(self, level: EscalationLevel, at: datetime) -> str | None:
        """Return who is on duty on a rung at an instant; None: nobody."""
