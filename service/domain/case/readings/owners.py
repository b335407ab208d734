"""Who has answered for a case, one after the other (REQUIREMENTS 31). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.event import Event
from service.domain.timeline.order import as_they_happened

HowTaken = Literal["assigned", "chosen_by_load", "handed_over"]


@dataclass(frozen=True, kw_only=True)
class Tenure:
    """A time in which the same person and team answered for a case; without an end it lasts."""

    owner: str | None
    team: str | None
    from_at: datetime
    until_at: datetime | None
    how: HowTaken


def tenures(facts: Iterable[Event]) -> tuple[Tenure, ...]:
    """Return who answered for a case, in order of business time, from all its facts.

    An escalation calls somebody in and takes the case from nobody: its owner answers for it still.
    """
    found: list[Tenure] = []
    taken = [each for each in facts if isinstance(each, OwnerAssigned | CaseHandedOver)]
    for event in as_they_happened(taken):
        if found:
            found[-1] = replace(found[-1], until_at=event.occurred_at)
        found.append(_begun(event))
    return tuple(found)


def _begun(event: OwnerAssigned | CaseHandedOver) -> Tenure:
    at = event.occurred_at
    if isinstance(event, CaseHandedOver):
        return Tenure(owner=event.to_owner, team=event.to_team, from_at=at, until_at=None, how="handed_over")
    how: HowTaken = "assigned" if event.choice is None else "chosen_by_load"
    return Tenure(owner=event.owner, team=event.team, from_at=at, until_at=None, how=how)
