"""What is remembered of an account to decide the next command. No personal field is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from service.domain.account.agreement import Agreement
from service.domain.account.routine import RoutineDay, RoutineSince
from service.domain.clocks.clock import NO_CLOCKS, ClockBook
from service.domain.clocks.policy import AgreedTerm
from service.domain.vocabulary import Routine, Segment

Value = TypeVar("Value")
Dated = tuple[tuple[datetime, Value], ...]
"""Each value with the instant from which it held, in the order of time."""


@dataclass(frozen=True, kw_only=True)
class CustomerAccount:
    """An account as folded from its events; `code` is None before it is opened.

    `segment` and `owner` are those that were recorded last, `segments` and `owners` those of every instant.
    `first_contacts` holds when somebody first talked with the customer. `routines` keeps every day that was
    ever set, in the order of recording.
    """

    code: str | None = None
    segment: Segment = Segment.ORDINARY
    segments: tuple[tuple[datetime, Segment], ...] = ()
    owner: str | None = None
    owners: tuple[tuple[datetime, str], ...] = ()
    contact_ids: frozenset[UUID] = frozenset()
    opted_out_of_surveys: frozenset[UUID] = frozenset()
    """Which contacts do not want to be asked for ratings."""
    first_contacts: frozenset[datetime] = frozenset()
    agreements: tuple[Agreement, ...] = ()
    routines: tuple[tuple[Routine, RoutineSince], ...] = ()
    settlements_checked: frozenset[date] = frozenset()
    closed_at: datetime | None = None
    clocks: ClockBook = NO_CLOCKS

    def segment_at(self, at: datetime) -> Segment:
        """Return the tier at an instant; before the account was opened, the one that it was opened with."""
        found = _since(self.segments, at) or next(iter(self.segments), None)
        return self.segment if found is None else found[1]

    def owner_at(self, at: datetime) -> str | None:
        """Return who was accountable at an instant; None before anybody was."""
        found = _since(self.owners, at)
        return None if found is None else found[1]

    def first_contact_by(self, at: datetime) -> datetime | None:
        """Return when whoever was accountable at an instant had talked with the customer by then."""
        since = _since(self.owners, at)
        found = [each for each in self.first_contacts if each <= at and (since is None or each >= since[0])]
        return min(found, default=None)

    def agreement(self, agreement_id: str) -> Agreement | None:
        """Return an agreement by its id."""
        return next((each for each in self.agreements if each.agreement_id == agreement_id), None)

    def terms_at(self, at: datetime) -> tuple[tuple[str, AgreedTerm], ...]:
        """Return every term that is agreed at an instant, each with the id of its agreement."""
        return tuple((each.agreement_id, term) for each in self.agreements for term in each.terms_at(at))

    def routine(self, routine: Routine) -> RoutineSince | None:
        """Return when something happens regularly, as it was set last."""
        return next((since for name, since in reversed(self.routines) if name is routine), None)

    def days_ever_set(self, routine: Routine) -> Iterable[RoutineDay]:
        """Return every day on which it ever was to happen."""
        return (since.on for name, since in self.routines if name is routine)


def with_value(dated: Dated[Value], at: datetime, value: Value) -> Dated[Value]:
    """Return the values with one more; of two from the same instant on the later said holds."""
    return tuple(sorted((*dated, (at, value)), key=lambda each: each[0]))


def _since(dated: Dated[Value], at: datetime) -> tuple[datetime, Value] | None:
    return next((each for each in reversed(dated) if each[0] <= at), None)


UNOPENED = CustomerAccount()
