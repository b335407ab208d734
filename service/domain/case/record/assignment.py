"""Who is accountable for a case. The state holds no personal field."""

from dataclasses import dataclass
from typing import Literal, assert_never

from pydantic import Field

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.policy import Data
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import ChoiceGround


class Candidate(Data):
    """A person who could have been chosen."""

    staff_id: Code
    """Staff id of the person."""
    open_cases: int = Field(ge=0)
    """Number of other open cases of the person."""
    capacity: int = Field(ge=1)
    """Maximum number of open cases of the person."""


class OwnerChoice(Data):
    """The chosen owner, the candidates and the reason (REQUIREMENTS 112: by number of cases and skill)."""

    chosen: Code
    """Staff id of the chosen person."""
    ground: ChoiceGround
    """Reason for the choice."""
    wanted_skills: tuple[Code, ...] = ()
    """Skills that all candidates have."""
    wanted_team: Code | None = None
    """Team of all candidates; null if any team was allowed."""
    candidates: tuple[Candidate, ...] = Field(min_length=1, max_length=1000)
    """Candidates, beginning with the chosen one."""
    guideline_version: int = Field(ge=1)
    """Version of the guideline `staff` in use."""
    position: int = Field(ge=0)
    """Position of the record up to which open cases were counted."""


class OwnerAssigned(Event):
    """A person or a team became accountable for the case."""

    type: Literal["OwnerAssigned.v1"] = "OwnerAssigned.v1"
    owner: str | None = None
    """Staff id of the accountable person; null if none has been named yet."""
    team: str | None = None
    """Responsible team; null if none is assigned."""
    reason: FreeText | None = None
    choice: OwnerChoice | None = None
    """Choice by load and skill; null if the person was named directly."""


class CaseHandedOver(Event):
    """Responsibility moved from one team or person to another (REQUIREMENTS 13: hand-offs are counted)."""

    type: Literal["CaseHandedOver.v1"] = "CaseHandedOver.v1"
    from_owner: str | None = None
    """Staff id of the previous accountable person."""
    from_team: str | None = None
    """Previous team."""
    to_owner: str | None = None
    """Staff id of the new accountable person."""
    to_team: str | None = None
    """Team from now on."""
    note: FreeText | None = None
    """Information for the next person, in free text."""


AssignmentEvent = OwnerAssigned | CaseHandedOver


@dataclass(frozen=True, kw_only=True)
class AssignmentState:
    """The person accountable for a case, and the team."""

    owner: str | None = None
    team: str | None = None
    owners: frozenset[str] = frozenset()
    """Everybody who was accountable for it, the owner of now among them."""


def evolve(case: AssignmentState, event: AssignmentEvent) -> AssignmentState:
    """Return the case after the event."""
    match event:
        case OwnerAssigned():
            return changed(case, owner=event.owner, team=event.team, owners=_with(case, event.owner))
        case CaseHandedOver():
            return changed(case, owner=event.to_owner, team=event.to_team, owners=_with(case, event.to_owner))
        case _:
            assert_never(event)


def _with(case: AssignmentState, owner: str | None) -> frozenset[str]:
    return case.owners if owner is None else case.owners | {owner}


def clock_triggers(event: AssignmentEvent, _: AssignmentState) -> Triggers:
    """Only a person can be accountable: a case that moved to another team has its owner still."""
    before, now = (
        (None, event.owner) if isinstance(event, OwnerAssigned) else (event.from_owner, event.to_owner)
    )
    if now is None or now == before:
        return ()
    return (MilestoneReached(milestone=Milestone.OWNER_ASSIGNED, at=event.occurred_at),)


def stands(case: AssignmentState, event: AssignmentEvent) -> bool:
    """A case is handed over by those who had it, and an assignment takes nobody's place unsaid."""
    if isinstance(event, CaseHandedOver):
        return (event.from_owner, event.from_team) == (case.owner, case.team)
    return (event.owner or case.owner, event.team or case.team) == (event.owner, event.team)


THEME = theme(AssignmentEvent, evolve, clock_triggers, stands, on={CaseHandedOver: NOT_CLOSED})
